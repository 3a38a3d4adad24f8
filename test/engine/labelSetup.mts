import type { IDataObject } from 'n8n-workflow';
import type { Asset, Project } from '../local-hub/index.mts';
import { openSetup, runner, type Setup } from './setup.mts';

const made = (tool: string, title: string, more: object = {}) => ({
	tool,
	title,
	schemaId: `id-${title}`,
	options: [],
	classifications: [],
	...more,
});
const options = (...values: string[]) =>
	values.map((value) => ({ value, schemaId: `option-${value}` }));

export const labelSet = () => ({
	tools: [
		made('bounding-box', 'Car', {
			classifications: [made('text', 'Plate')],
		}),
		made('brush', 'Sky'),
	],
	classifications: [
		made('radio', 'Weather', {
			options: options('sunny', 'rainy'),
			classifications: [made('text', 'Remark')],
		}),
		made('checkbox', 'Tags', { options: options('wet', 'dark') }),
	],
	relations: [made('one-to-one', 'Follows')],
});

const STAGES = [
	{ id: 'Start', type: 'Start', name: 'Start', next: ['Label'], autoForward: false },
	{ id: 'Label', type: 'Label', name: 'First Pass', next: ['Complete'], assignedTo: [] },
	{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
];

export const box = (x: number) => ({ x, y: 1, width: 2, height: 3 });

/** A setup of the test, and a project in it with an asset. */
export function labelSetup() {
	const here = {} as { setup: Setup; project: Project; asset: Asset };
	beforeAll(async () => {
		here.setup = await openSetup({ binaryMode: 'filesystem' });
	});
	afterAll(async () => await here.setup.close());
	beforeEach(() => {
		const { hub } = here.setup;
		hub.resetFaults();
		here.project = hub.seedProject({ stages: STAGES, categorySchema: labelSet() });
		here.asset = hub.seedAsset(here.project._id, { externalId: 'a.png' });
		hub.clearRequests();
	});

	const run = runner('label', () => ({ setup: here.setup, project: here.project._id }));
	const sent = (path: string) => here.setup.hub.requests.filter((one) => one.path.includes(path));
	const bodies = (path: string) => sent(path).map(({ body }) => body as IDataObject);

	return { here, run, sent, bodies };
}

/** The same, with a task that has labels and masks. */
export function annotationStage() {
	const labels = labelSetup();
	const { here, sent } = labels;
	const taskId = () => here.setup.hub.taskOf(here.asset)._id;
	const answer = () => here.setup.hub.taskOf(here.asset).answer;
	const posts = () => sent('/annotate/');
	const sky = '{"objects": [{"title": "Sky"}]}';

	beforeEach(() => {
		here.setup.hub.save(taskId(), {
			objects: [{ schemaId: 'id-Car', objectId: 'old', 'bounding-box': box(1), lock: true }],
			classifications: [
				{ schemaId: 'id-Weather', answer: 'option-sunny' },
				{ schemaId: 'id-Tags', answer: ['option-wet'] },
			],
			relations: [{ schemaId: 'id-Follows', from: 'old', to: 'old' }],
		});
		Object.assign(here.setup.hub.taskOf(here.asset), {
			brushDataUrl: `${here.setup.hub.storageUrl}/old.png`,
			medicalBrushDataUrl: `${here.setup.hub.storageUrl}/old.seg.nrrd`,
		});
	});

	return { ...labels, taskId, answer, posts, sky };
}
