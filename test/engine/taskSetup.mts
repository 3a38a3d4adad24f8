import type { IDataObject } from 'n8n-workflow';
import type { Asset, Project, Task } from '../local-hub/index.mts';
import { byId, openSetup, runner, type Setup } from './setup.mts';

const STAGES = [
	{ id: 'Start', type: 'Start', name: 'Start', next: ['Label'], autoForward: false },
	{ id: 'Label', type: 'Label', name: 'Label', next: ['review-1'], assignedTo: [] },
	{ id: 'review-1', type: 'Review', name: 'Second Look', next: ['Complete', 'Label'] },
	{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
];

const weather = {
	tool: 'radio',
	title: 'Weather',
	schemaId: 'weather',
	classifications: [],
	options: [
		{ value: 'sunny', schemaId: 'o1' },
		{ value: 'rainy', schemaId: 'o2' },
	],
};
const labelSet = { tools: [], classifications: [weather], relations: [] };
export const rainy = { classifications: [{ schemaId: 'weather', answer: 'o2' }] };

/** A setup of the test, and a project in it with three tasks. */
export function taskSetup(platform: 'current' | 'legacy') {
	const here = {} as {
		setup: Setup;
		project: Project;
		assets: Asset[];
		tasks: Task[];
	};
	beforeAll(async () => {
		here.setup = await openSetup({ platform });
	});
	afterAll(async () => await here.setup.close());
	beforeEach(() => {
		const { hub } = here.setup;
		hub.resetFaults();
		here.project = hub.seedProject({
			stages: STAGES,
			batches: ['Mon', 'Tue'],
			categorySchema: labelSet,
		});
		const [mon, tue] = here.project.batches.map(({ _id }) => _id);
		here.assets = [
			['a.png', mon],
			['b.png', tue],
			['c.png', tue],
		].map(([externalId, batch]) =>
			hub.seedAsset(here.project._id, { externalId, batches: [batch] }),
		);
		here.tasks = here.assets.map((asset) => hub.taskOf(asset));
		hub.clearRequests();
	});
	const run = runner('task', () => ({ setup: here.setup, project: here.project._id }));
	const sent = (path: string) =>
		here.setup.hub.requests.filter((request) => request.path.endsWith(path));
	const byName = (name: string) => here.tasks['abc'.indexOf(name)];
	const taskItems = () => items(here.tasks.map(({ _id }) => ({ _id })));
	return { here, run, sent, byName, taskItems };
}

/** Input items of these records. */
export const items = (list: IDataObject[]) => list.map((json) => ({ json }));

/** The task of the item. */
export const task = byId('={{ $json._id }}');
