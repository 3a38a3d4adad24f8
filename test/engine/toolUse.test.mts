import { AngoHub } from '../../nodes/AngoHub/AngoHub.node.ts';
import { AngoHubApi } from '../../credentials/AngoHubApi.credentials.ts';
import { startLocalHub, type LocalHub } from '../local-hub/index.mts';
import { createEngine, type Engine } from './harness/index.mts';
import { byId } from './setup.mts';

const NODE = 'n8n-nodes-ango-hub.angoHub';

/** What n8n calls the node where an AI agent uses it. */
const TOOL = `${NODE}Tool`;

describe('the node as a tool of an AI agent', () => {
	let hub: LocalHub;
	let engine: Engine;

	beforeAll(async () => {
		hub = await startLocalHub();
		const { apiKey, url, platform } = hub;
		engine = await createEngine({
			nodeTypes: { [NODE]: AngoHub, [TOOL]: AngoHub },
			credentialTypes: { angoHubApi: AngoHubApi },
			credentials: { angoHubApi: { apiKey, region: 'custom', url, platform } },
		});
	});

	afterAll(async () => {
		await engine.dispose();
		await hub.stop();
	});

	async function run(type: string, parameters: object) {
		const credentials = { angoHubApi: { id: '1', name: 'Ango Hub' } };
		const node = { type, credentials, parameters: { ...parameters } };
		return await engine.run({ node, items: [{ json: { number: 7 } }] });
	}

	it('puts the advice into the message, which is all that the model reads', async () => {
		const project = byId(hub.seedProject()._id);
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
		const project = hub.seedProject();
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
});
