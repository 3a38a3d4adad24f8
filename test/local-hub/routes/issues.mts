import type { HubCore } from '../core.mts';
import { badRequest } from '../errors.mts';
import { optionalPage, pageShape } from '../paging.mts';
import { route } from '../router.mts';
import type { Issue } from '../types.mts';
import {
	arrayOf,
	email,
	id,
	integer,
	nullable,
	object,
	oneOf,
	openObject,
	openShape,
	optional,
	string,
	text,
} from '../validate.mts';

const status = oneOf('Open', 'Resolved', 'Closed');
const mentions = optional(nullable(arrayOf(email)));
const index = optional(nullable(integer(0, Number.MAX_SAFE_INTEGER)));
const details = {
	pctDetails: optional(nullable(openObject)),
	errorCodes: optional(nullable(arrayOf(openShape({ category: text, name: text })))),
};

const mentionsOf = (emails: string[] | null | undefined) =>
	(emails ?? []).map((userEmail) => ({ userEmail, userName: userEmail.split('@')[0] }));

function countOpenIssues(core: HubCore, issue: Issue): void {
	const task = core.state.tasks.get(issue.labelTask);
	if (task === undefined) return;
	const open = [...core.state.issues.values()].filter(
		(entry) => entry.labelTask === task._id && entry.status === 'Open',
	);
	task.openIssuesCount = open.length;
	core.state.touch(task.project);
}

const issueOf = (core: HubCore, issueId: string): Issue =>
	core.state.find(core.state.issues, 'issue', issueId);

/** Contract 2.14. */
export const issueRoutes = [
	route(
		{
			method: 'POST',
			path: '/v2/issues',
			body: object({
				content: text,
				labelTask: id,
				position: optional(nullable(string)),
				objectId: optional(nullable(string)),
				page: index,
				pageEnd: index,
				dataIndex: index,
				plane: optional(nullable(oneOf('A', 'S', 'C'))),
				contentMentions: mentions,
				...details,
			}),
		},
		({ core, body }) => {
			if (body.position && body.objectId) {
				throw badRequest('"position" and "objectId" cannot be given together.');
			}
			const task = core.state.task(body.labelTask);
			const at = core.state.timestamp();
			const issue: Issue = {
				...body,
				contentMentions: mentionsOf(body.contentMentions),
				_id: core.state.newId(),
				title: '',
				project: task.project,
				asset: task.asset,
				status: 'Open',
				assignee: null,
				comments: [],
				createdBy: core.owner,
				createdAt: at,
				updatedBy: core.owner,
				updatedAt: at,
			};
			core.state.issues.set(issue._id, issue);
			countOpenIssues(core, issue);
			return { issue };
		},
	),
	route(
		{
			method: 'GET',
			path: '/v2/issues',
			status: 201,
			query: object({
				...pageShape,
				project: text,
				asset: optional(text),
				labelTask: optional(text),
				stage: optional(text),
				createdBy: optional(text),
				status: optional(status),
				assignee: optional(text),
			}),
		},
		({ core, query }) => {
			core.state.project(query.project);
			const { page, limit, stage, ...wanted } = query;
			const records = [...core.state.issues.values()].filter(
				(issue) =>
					Object.entries(wanted).every(([key, value]) => issue[key] === value) &&
					(stage === undefined || core.state.task(issue.labelTask).stage === stage),
			);
			const { issueListKey } = core.faults.switches;
			return { [issueListKey]: optionalPage(core, records, { page, limit }) };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/issues/:issueId',
			body: object({
				content: optional(text),
				contentMentions: mentions,
				status: optional(status),
				...details,
			}),
		},
		({ core, params, body: { contentMentions, ...changes } }) => {
			const issue = issueOf(core, params.issueId);
			const at = core.state.timestamp();
			Object.assign(issue, changes, { updatedBy: core.owner, updatedAt: at });
			if (contentMentions !== undefined) issue.contentMentions = mentionsOf(contentMentions);
			if (changes.status === 'Resolved') {
				Object.assign(issue, { resolvedBy: core.owner, resolvedAt: at });
			}
			countOpenIssues(core, issue);
			return { issue };
		},
	),
	route(
		{ method: 'DELETE', path: '/v2/issues/:issueId', query: object({ project: text }) },
		({ core, params, query }) => {
			core.state.project(query.project);
			const issue = issueOf(core, params.issueId);
			if (issue.project !== query.project) throw badRequest(`Invalid project: ${query.project}.`);
			core.state.issues.delete(issue._id);
			countOpenIssues(core, issue);
			return { message: 'Issue deleted.' };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/issues/:issueId/comment',
			body: object({ content: text, contentMentions: mentions }),
		},
		({ core, params, body }) => {
			const issue = issueOf(core, params.issueId);
			const at = core.state.timestamp();
			issue.comments.push({
				_id: core.state.newId(),
				content: body.content,
				contentMentions: mentionsOf(body.contentMentions),
				createdBy: core.owner,
				createdAt: at,
				updatedAt: at,
			});
			return { issue };
		},
	),
];
