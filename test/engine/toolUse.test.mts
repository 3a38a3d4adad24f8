import { byId, openSetup, type Setup } from './setup.mts';

const NODE = 'n8n-nodes-ango-hub.angoHub';

/** What n8n calls the node where an AI agent uses it. */
const TOOL = `${NODE}Tool`;

describe('the node as a tool of an AI agent', () => {
	let setup: Setup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(async () => await setup.close());

	async function run(type: string, parameters: object) {
		const node = setup.node({ ...parameters }, { type });
		return await setup.engine.run({ node, items: [{ json: { number: 7 } }] });
	}

	it('puts the advice into the message, which is all that the model reads', async () => {
		const project = byId(setup.hub.seedProject()._id);
		const parameters = {
			resource: 'task',
			operation: 'getAll',
			project,
			filters: { stages: ['Lable'] },
		};

		const used = await run(TOOL, parameters);
		const ran = await run(NODE, parameters);

		expect(ran.error?.message).toBe("There is no stage 'Lable' in the project");
		expect(used.error?.message).toBe(
			"There is no stage 'Lable' in the project. The nearest are 'Label', 'Start', 'Complete'.",
		);
	});

	it('takes a number where it asks for a text', async () => {
		const project = setup.hub.seedProject();
		const { items, error } = await run(TOOL, {
			resource: 'asset',
			operation: 'upload',
			project: byId(project._id),
			source: 'text',
			text: '={{ $json.number }}',
			options: { externalId: '={{ $json.number }}', fileName: '7.txt' },
		});

		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ externalId: '7', size: 1 });
	});

	describe('Output', () => {
		const LABELS = { objects: [], classifications: [{ title: 'Sky', answer: 'Blue' }] };
		function seed() {
			const { hub } = setup;
			const project = hub.seedProject({ name: 'Streets', batches: ['Week 12'] });
			const batches = [project.batches[0]._id];
			const asset = hub.seedAsset(project._id, { externalId: 'a.png', batches });
			const task = hub.taskOf(asset);
			hub.labelTask(task._id, LABELS, 'ada@example.com');
			return { project, asset, task };
		}

		it.each([
			['project', 'get', 'stages', 'name', 'queueVersion'],
			['asset', 'get', 'contextData', 'createdAt', 'labelTasks'],
			['task', 'get', 'duration', 'answer', 'isBenchmark'],
			['export', 'tasks', 'contextData', 'task', 'asset'],
		])(
			'of %s: %s is what most agents need, all there is, or IDs with picked fields',
			async (resource, operation, picked, simple, raw) => {
				const { project, asset, task } = seed();
				const names = resource === 'project' ? ['projectId'] : ['projectId', 'assetId'];
				const give = async (more: object, type = TOOL) => {
					const ids = { project: byId(project._id), asset: byId(asset._id), task: byId(task._id) };
					const { items, error } = await run(type, { resource, operation, ...ids, ...more });
					expect(error).toBeUndefined();
					expect(items).toHaveLength(1);
					expect(Object.keys(items[0].json)).toEqual(expect.arrayContaining(names));
					return Object.keys(items[0].json);
				};

				const simplified = await give({});
				expect(simplified).toContain(simple);
				expect(simplified).not.toContain(raw);
				expect(await give({ toolOutput: 'raw' })).toEqual(expect.arrayContaining([simple, raw]));
				const selected = await give({ toolOutput: 'fields', toolFields: [picked] });
				expect(selected).not.toContain(simple);
				// What people set in the node itself is Simplify, which an agent does not have.
				expect(await give({ toolOutput: 'raw', simplify: true }, NODE)).toBeDefined();
				const own = await give({ toolOutput: 'fields', toolFields: [] });
				expect(own.every((key) => selected.includes(key))).toBe(true);
			},
		);

		it('gives answers where they are among the fields picked of many tasks', async () => {
			const { project } = seed();
			const parameters = { resource: 'task', operation: 'getAll', project: byId(project._id) };
			const picked = { toolOutput: 'fields', toolFields: ['answer', 'status'] };
			const { items } = await run(TOOL, { ...parameters, ...picked });
			expect(items[0].json).toMatchObject({
				externalId: 'a.png',
				answer: { classifications: [{ title: 'Sky', answer: 'Blue' }] },
			});
			expect(items[0].json).not.toHaveProperty('createdAt');
		});
	});
});
