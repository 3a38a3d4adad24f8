import type { IDataObject } from 'n8n-workflow';
import type { LocalHub, Project } from '../local-hub/index.mts';
import { byId, openSetup, type Setup } from './setup.mts';

const box = (objectId: string) => ({
	objectId,
	schemaId: 'car',
	title: 'Car',
	'bounding-box': { x: 1, y: 2, width: 3, height: 4 },
	classifications: [
		{
			schemaId: 'color',
			tool: 'radio',
			title: 'Color',
			answer: 'Red',
			classifications: [{ schemaId: 'shade', tool: 'text', title: 'Shade', answer: 'dark "wine"' }],
		},
	],
	metadata: { createdBy: 'ada@example.com' },
});

export const answer = {
	objects: [box('o1'), box('o2')],
	classifications: [{ schemaId: 'sky', tool: 'radio', title: 'Sky', answer: 'Blue' }],
};

/** A project with a batch, and one task in each of Complete, Label and Start. */
export function seed(hub: LocalHub, values: Partial<Project> = {}) {
	const project = hub.seedProject({ name: 'Street / Scenes', ...values, batches: ['Week 12'] });
	const [done, waiting, fresh] = ['done.png', 'waiting.png', 'fresh.png'].map((externalId) =>
		hub.seedAsset(project._id, {
			externalId,
			batches: externalId === 'done.png' ? [project.batches[0]._id] : [],
		}),
	);
	hub.labelTask(hub.taskOf(done)._id, answer, 'ada@example.com');
	if (hub.platform === 'current') hub.submit(hub.taskOf(waiting)._id);
	return { project, done, waiting, fresh };
}

export const exportQueries = (hub: LocalHub) =>
	hub.requests.filter(({ path }) => path.startsWith('/v2/export')).map(({ query }) => query);

/** A setup for exports, with the platform's own way to keep files. */
export function exportSetup(options: Parameters<typeof openSetup>[0]) {
	const here = {} as { setup: Setup };
	beforeAll(async () => {
		here.setup = await openSetup(options);
	});
	afterEach(() => {
		here.setup.hub.clearRequests();
		here.setup.hub.resetFaults();
	});
	afterAll(async () => await here.setup.close());

	const run = async (projectId: string, parameters: IDataObject = {}, spec: object = {}) => {
		const node = here.setup.node(
			{ resource: 'export', operation: 'tasks', project: byId(projectId), ...parameters },
			spec,
		);
		return await here.setup.engine.run({ node });
	};

	/** Lets the next export be this archive. */
	const serve = (projectId: string, zip: Buffer) => {
		const { hub } = here.setup;
		const url = hub.storage.put(`/${projectId}/exports/other.zip`, zip, 'application/zip');
		const exportPath = hub.storage.signedUrl('GET', url, 3600);
		hub.faults.rules.push({
			match: { path: '/v2/export' },
			action: { status: 200, body: { status: 'success', data: { exportPath } } },
		});
	};

	const fileOf = async (item: { binary?: Record<string, never> | object }, field = 'data') =>
		await here.setup.engine.readBinary((item.binary as never)[field]);

	return { here, run, serve, fileOf };
}
