import {
	checkRange,
	onlyKeys,
	Refusal,
	startJsonService,
	type Call,
	type Json,
	type Service,
} from './jsonService.mts';
import { SignedLinks, type Medium } from './signedLinks.mts';

export interface ScaleAttachment extends Medium {
	/** Where the file came from when the task was created. */
	url: string;
	/** Whether Scale made it from another attachment. */
	converted?: boolean;
}

export interface ScaleTask {
	id: string;
	metadata: Record<string, Json>;
	attachments: ScaleAttachment[];
}

export interface ScaleData {
	apiKey: string;
	project: string;
	tasks: ScaleTask[];
	/** The largest page it gives. */
	pageLimit: number;
}

const LIST_PARAMETERS = ['project', 'batch', 'status', 'type', 'limit', 'next_token'];

/** A stand-in for the part of Scale's API that lists tasks with links to their attachments. */
export async function startScale(data: ScaleData): Promise<Service> {
	const links = new SignedLinks('/s3/');
	const signIn = `Basic ${Buffer.from(`${data.apiKey}:`).toString('base64')}`;

	function taskOf(task: ScaleTask, withLinks: boolean, url: string): Json {
		const downloads = task.attachments.map((attachment) => ({
			attachmentURL: attachment.url,
			s3URL: links.linkTo(attachment, url),
			isConvertedImage: attachment.converted ?? false,
		}));
		return {
			task_id: task.id,
			type: 'imageannotation',
			status: 'completed',
			project: data.project,
			metadata: task.metadata,
			params: { attachment: task.attachments[0]?.url },
			...(withLinks && { attachmentS3Downloads: downloads }),
		};
	}

	function listTasks({ query }: Call, url: string): Json {
		onlyKeys(query, [...LIST_PARAMETERS, 'include_attachment_url'], 'parameters');
		if (query.project !== data.project) throw new Refusal(404, `No project ${query.project}`);
		const limit = Math.min(checkRange(query.limit ?? 100, 'limit', 1, 100), data.pageLimit);
		const offset = query.next_token === undefined ? 0 : offsetIn(query.next_token);
		const page = data.tasks.slice(offset, offset + limit);
		const hasMore = offset + limit < data.tasks.length;
		return {
			docs: page.map((task) => taskOf(task, query.include_attachment_url === 'true', url)),
			total: data.tasks.length,
			limit,
			offset,
			has_more: hasMore,
			...(hasMore && { next_token: tokenFor(offset + limit) }),
		};
	}

	return await startJsonService(
		(call, url) => {
			const file = links.answer(call);
			if (file) return file;
			if (call.headers.authorization !== signIn) throw new Refusal(401, 'No valid API key');
			if (`${call.method} ${call.path}` !== 'GET /v1/tasks') throw new Refusal(404, 'No such path');
			return { json: listTasks(call, url) };
		},
		(status, error) => ({ status_code: status, error }),
	);
}

function tokenFor(offset: number): string {
	return Buffer.from(`from ${offset}`).toString('base64url');
}

function offsetIn(token: string): number {
	const [, offset] = /^from (\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
	if (offset === undefined) throw new Refusal(400, `Invalid next_token ${token}`);
	return Number(offset);
}
