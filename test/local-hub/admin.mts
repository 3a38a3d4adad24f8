import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HubCore } from './core.mts';
import { badRequest, HubError, notFound } from './errors.mts';
import type { FaultSwitches } from './faults.mts';
import { defaultSwitches } from './faults.mts';
import { readBody, send } from './http.mts';
import type { RequestLog } from './requestLog.mts';
import type { Annotator, AssetSeed, ProjectSeed } from './seed.mts';
import { seedAsset, seedProject, setWebhook } from './seed.mts';
import type { WebhookSettings } from './types.mts';
import type { OpenObject } from './validate.mts';
import { parseJson } from './validate.mts';
import { assetView, projectView, taskView } from './views.mts';

const MAX_BODY_BYTES = 1024 ** 3;
const DEFAULT_STATE_LIMIT = 1000;

/** What the admin interface controls. */
export interface AdminRoom {
	core: HubCore;
	log: RequestLog;
	annotator: Annotator;
}

interface AdminCall extends AdminRoom {
	params: Record<string, string>;
	query: URLSearchParams;
	raw: Buffer;
	/** The JSON body; an empty one counts as `{}`. */
	body: OpenObject;
	contentType: string | undefined;
}

type AdminHandler = (call: AdminCall) => unknown;

/** The newest records of the hub, all projects or one (`?project=`), at most `?limit=` of a kind. */
function stateOf({ core, query }: AdminCall): OpenObject {
	const { state, storage } = core;
	const limit = Number(query.get('limit') ?? DEFAULT_STATE_LIMIT);
	const only = query.get('project');
	const projects = only === null ? [...state.projects.values()] : [state.project(only)];
	const rooms = projects.map((project) => state.room(project._id));
	const assets = rooms.flatMap((room) => room.assets);
	const tasks = rooms.flatMap((room) => room.tasks);
	return {
		platform: core.platform,
		organization: state.organization,
		counts: { projects: state.projects.size, assets: state.assets.size, tasks: state.tasks.size },
		projects: projects.map((project) => projectView(core, project)),
		assets: assets.slice(-limit).map((asset) => assetView(core, asset)),
		tasks: tasks.slice(-limit).map((task) => taskView(core, task, true)),
		issues: [...state.issues.values()],
		storages: [...state.storages.values()],
		members: [...state.members.values()],
		invites: [...state.invites.values()],
		objects: [...storage.objects.values()].slice(-limit),
	};
}

function setFaults({ core, body }: AdminCall): FaultSwitches {
	const defaults = defaultSwitches();
	const unknown = Object.keys(body).find((name) => !Object.hasOwn(defaults, name));
	if (unknown !== undefined) throw badRequest(`Unknown switch "${unknown}".`);
	return Object.assign(core.faults.switches, defaults, body);
}

function putObject({ core, query, raw, contentType }: AdminCall): OpenObject {
	const path = query.get('path') ?? '';
	if (!path.startsWith('/')) throw badRequest('"path" must start with a slash.');
	const isPublic = query.get('public') === 'true';
	const size = query.get('size');
	const url =
		size === null
			? core.storage.put(path, raw, contentType, { isPublic })
			: core.storage.putSynthetic(path, Number(size), Number(query.get('seed') ?? 1), { isPublic });
	return { url };
}

const asText = (value: unknown): string | undefined =>
	typeof value === 'string' ? value : undefined;

const handlers: Record<string, AdminHandler> = {
	'GET state': stateOf,
	'GET requests': ({ core, log }) => ({ hub: log.requests, storage: core.storage.requests }),
	'DELETE requests': ({ core, log }) => {
		log.clear();
		core.storage.clearRequests();
		return {};
	},
	'GET faults': ({ core }) => core.faults.switches,
	'PUT faults': setFaults,
	'GET deliveries': async ({ core }) => {
		await core.webhooks.whenSettled();
		return core.webhooks.deliveries;
	},
	'PUT objects': putObject,
	'POST projects': ({ core, body }) => projectView(core, seedProject(core, body as ProjectSeed)),
	'POST assets': ({ core, body: { project, ...seed } }) =>
		assetView(core, seedAsset(core, String(project), seed as AssetSeed)),
	'POST tasks/:id/label': ({ core, annotator, params, body }) =>
		taskView(core, annotator.label(params.id, body.answer as OpenObject, asText(body.by)), true),
	'POST tasks/:id/submit': ({ core, annotator, params, body }) =>
		taskView(core, annotator.submit(params.id, body.answer as OpenObject, asText(body.by)), true),
	'POST tasks/:id/save': ({ core, annotator, params, body }) =>
		taskView(core, annotator.save(params.id, body.answer as OpenObject, asText(body.by)), true),
	'POST tasks/:id/review': ({ core, annotator, params, body }) => {
		const decision = body.reviewStatus === 'Rejected' ? 'Rejected' : 'Accepted';
		return taskView(core, annotator.review(params.id, decision, asText(body.by)), true);
	},
	'PUT projects/:id/stages/:stage/webhook': ({ core, params, body }) => {
		setWebhook(core, params.id, params.stage, body as unknown as WebhookSettings);
		return {};
	},
};

const table = Object.entries(handlers).map(([name, handle]) => {
	const [method, path] = name.split(' ');
	const pattern = new RegExp(`^/__admin/${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
	return { method, pattern, handle };
});

/** Handles a request under `/__admin/`: for tests and the demo, never for the nodes. */
export async function handleAdminRequest(
	room: AdminRoom,
	request: IncomingMessage,
	response: ServerResponse,
	url: URL,
): Promise<void> {
	try {
		const raw = await readBody(request, MAX_BODY_BYTES);
		const entry = table.find(
			({ method, pattern }) => method === request.method && pattern.test(url.pathname),
		);
		if (entry === undefined) throw notFound(`Cannot ${request.method} ${url.pathname}`);
		const isJson = raw.length > 0 && url.pathname !== '/__admin/objects';
		const result = await entry.handle({
			...room,
			params: { ...entry.pattern.exec(url.pathname)?.groups },
			query: url.searchParams,
			raw,
			body: isJson ? (parseJson(raw.toString('utf8'), '') as OpenObject) : {},
			contentType: request.headers['content-type'],
		});
		answer(response, 200, result);
	} catch (error) {
		const { message } = error as Error;
		answer(response, error instanceof HubError ? error.status : 500, { message });
	}
}

function answer(response: ServerResponse, status: number, body: unknown): void {
	send(response, status, { 'content-type': 'application/json' }, JSON.stringify(body));
}
