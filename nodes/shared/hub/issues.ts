import type { IDataObject } from 'n8n-workflow';

import { paginate, type Listing } from './http/pages';
import type { Transport } from './http/transport';

/** An issue (contract 5.7). Unknown keys are kept. */
export interface Issue extends IDataObject {
	_id: string;
	content?: string;
	status?: string;
	labelTask?: string;
	comments?: IDataObject[];
}

/** What an issue consists of (contract 2.14); a place is either an object or a position. */
export interface NewIssue {
	content: string;
	/** Task id. */
	labelTask: string;
	position?: string;
	objectId?: string;
	page?: number;
	pageEnd?: number;
	dataIndex?: number;
	plane?: string;
	contentMentions?: string[];
	errorCodes?: IDataObject[];
	pctDetails?: IDataObject;
}

/** What may be changed of an issue; mentions only together with the content. */
export type IssueChanges = Pick<NewIssue, 'contentMentions' | 'errorCodes' | 'pctDetails'> & {
	content?: string;
	status?: string;
};

/** What issues can be filtered by; unset values are left out. */
export interface IssueFilters {
	asset?: string;
	labelTask?: string;
	/** Stage id. */
	stage?: string;
	createdBy?: string;
	status?: string;
	assignee?: string;
}

/** Issues of a project (contract 2.14). */
export class Issues {
	constructor(private readonly transport: Transport) {}

	/** Opens an issue on a task. */
	async create(issue: NewIssue): Promise<IDataObject> {
		return issueIn(
			await this.transport.call({ method: 'POST', path: '/v2/issues', body: { ...issue } }),
		);
	}

	list(projectId: string, filters: IssueFilters = {}, limit?: number): AsyncGenerator<Issue> {
		return paginate(this.transport, this.listing(projectId, filters), limit);
	}

	/** Where the list of issues is. Its key and its form vary (contract 7, row 3). */
	listing(projectId: string, filters: IssueFilters = {}): Listing<Issue> {
		return {
			path: '/v2/issues',
			query: { project: projectId, ...filters },
			records: ({ issue, issues }) => {
				const found = issue ?? issues;
				return found === undefined || found === null ? [] : ([found].flat() as Issue[]);
			},
		};
	}

	async update(issueId: string, changes: IssueChanges): Promise<IDataObject> {
		return issueIn(
			await this.transport.call({
				method: 'POST',
				path: issuePath(issueId),
				body: { ...changes },
				repeatable: true,
			}),
		);
	}

	/** Gives what Ango Hub answers: the issue or the comment, which of them is not documented. */
	async comment(
		issueId: string,
		comment: Pick<NewIssue, 'content' | 'contentMentions'>,
	): Promise<IDataObject> {
		return await this.transport.call({
			method: 'POST',
			path: `${issuePath(issueId)}/comment`,
			body: { ...comment },
		});
	}

	async delete(projectId: string, issueId: string): Promise<void> {
		await this.transport.call({
			method: 'DELETE',
			path: issuePath(issueId),
			query: { project: projectId },
			repeatable: true,
		});
	}
}

/** The issue in an answer, or all of the answer where it has none. */
function issueIn(data: IDataObject): IDataObject {
	return (data.issue as IDataObject | undefined) ?? data;
}

function issuePath(issueId: string): string {
	return `/v2/issues/${encodeURIComponent(issueId)}`;
}
