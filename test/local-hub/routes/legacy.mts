import type { HubCore } from '../core.mts';
import { badRequest } from '../errors.mts';
import { route } from '../router.mts';
import type { Asset } from '../types.mts';
import {
	arrayOf,
	id,
	integer,
	nullable,
	object,
	oneOf,
	optional,
	string,
	text,
} from '../validate.mts';

function assetsFor(
	core: HubCore,
	projectId: string,
	externalId: string | null | undefined,
	assetId: string | null | undefined,
): Asset[] {
	if (assetId) {
		const asset = core.state.asset(assetId);
		if (asset.project !== projectId) throw badRequest(`Asset ${assetId} is not in this project.`);
		return [asset];
	}
	if (!externalId) throw badRequest('"externalId" or "assetId" is required.');
	return core.state.room(projectId).byExternalId.get(externalId) ?? [];
}

function emailOf(core: HubCore, user: string | undefined, username: string | undefined): string {
	if (username !== undefined) return username;
	if (user === undefined) throw badRequest('"user" or "username" is required.');
	return core.state.find(core.state.members, 'user', user).email;
}

/** Contract 2.18: what only the legacy platform has. */
export const legacyRoutes = [
	route(
		{
			method: 'POST',
			path: '/v2/webhook',
			platform: 'legacy',
			body: object({
				url: text,
				types: arrayOf(oneOf('ACCEPTED', 'COMPLETED', 'UPDATED')),
				secret: string,
				project: id,
			}),
		},
		({ core, body }) => {
			core.state.project(body.project);
			core.state.legacyWebhooks.push({ _id: core.state.newId(), ...body });
			const webhooks = core.state.legacyWebhooks
				.filter((hook) => hook.project === body.project)
				.map(({ _id, url, types }) => ({ _id, url, types }));
			return { project: body.project, webhooks };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/priority/:projectId',
			platform: 'legacy',
			body: object({
				priority: integer(-10000, 10000),
				externalId: optional(nullable(string)),
				assetId: optional(nullable(id)),
			}),
		},
		({ core, params: { projectId }, body }) => {
			core.state.project(projectId);
			const assets = assetsFor(core, projectId, body.externalId, body.assetId);
			const tasks = assets.flatMap((asset) =>
				asset.taskIds.map((taskId) => core.state.task(taskId)),
			);
			for (const task of tasks) task.priority = body.priority;
			core.state.touch(projectId);
			return { message: `Priority of ${assets.length} assets updated.` };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/task/:taskId/status',
			platform: 'legacy',
			body: object({ status: oneOf('TODO', 'Completed') }),
		},
		({ core, params, body }) => {
			const task = core.state.task(params.taskId);
			Object.assign(task, { status: body.status, updatedAt: core.state.timestamp() });
			core.state.touch(task.project);
			return { message: 'Task status updated.' };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/task/assign',
			platform: 'legacy',
			body: object({ task: id, user: optional(text), username: optional(text) }),
		},
		({ core, body }) => {
			const task = core.state.task(body.task);
			task.assignee = emailOf(core, body.user, body.username);
			core.state.touch(task.project);
			return { message: 'Task assigned.' };
		},
	),
];
