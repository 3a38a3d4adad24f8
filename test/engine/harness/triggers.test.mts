import { createHash } from 'node:crypto';
import type {
	IHookFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';
import type { Engine, Webhook } from './index.mts';
import { createEngine } from './index.mts';

const trigger: Omit<INodeTypeDescription, 'displayName' | 'name'> = {
	group: ['trigger'],
	version: 2,
	description: 'Starts a workflow',
	defaults: { name: 'Trigger' },
	inputs: [],
	outputs: [NodeConnectionTypes.Main],
	properties: [{ displayName: 'Mode', name: 'mode', type: 'string', default: 'normal' }],
};

/** What the polling trigger finds; a test fills it. */
const feed: string[] = [];

/** Emits what is new in the feed and remembers how far it got. */
class FeedTrigger implements INodeType {
	description: INodeTypeDescription = {
		...trigger,
		displayName: 'Feed',
		name: 'feed',
		polling: true,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		if (this.getNodeParameter('mode') === 'broken') {
			throw new NodeOperationError(this.getNode(), 'The feed is gone');
		}
		const state = this.getWorkflowStaticData('node') as { seen?: number; polls?: number };
		const news = feed.slice(state.seen ?? 0);
		state.seen = feed.length;
		state.polls = (state.polls ?? 0) + 1;
		return news.length === 0 ? null : [news.map((text) => ({ json: { text } }))];
	}
}

/** Reports each delivery, and counts deliveries and calls of its hooks in static data. */
class HookTrigger implements INodeType {
	description: INodeTypeDescription = {
		...trigger,
		displayName: 'Hook',
		name: 'hook',
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'in' }],
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions) {
				return this.getWorkflowStaticData('node').registered !== undefined;
			},
			async create(this: IHookFunctions) {
				this.getWorkflowStaticData('node').registered = this.getNodeWebhookUrl('default');
				return true;
			},
			async delete(this: IHookFunctions) {
				delete this.getWorkflowStaticData('node').registered;
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const mode = this.getNodeParameter('mode');
		const state = this.getWorkflowStaticData('node') as { deliveries?: number };
		state.deliveries = (state.deliveries ?? 0) + 1;
		if (mode === 'broken') throw new NodeOperationError(this.getNode(), 'Not like this');
		const body = this.getBodyData();
		if (body.ignore) return { webhookResponse: 'ignored' };
		const sha256 = createHash('sha256').update(this.getRequestObject().rawBody).digest('hex');
		const workflowData = [[{ json: { body, sha256, query: this.getQueryData() as object } }]];
		if (mode !== 'early') return { workflowData };
		this.getResponseObject().status(202).json({ got: body });
		return { noWebhookResponse: true, workflowData };
	}
}

let engine: Engine;
beforeAll(async () => {
	engine = await createEngine({
		nodeTypes: { 'test.feed': FeedTrigger, 'test.hook': HookTrigger },
	});
});
afterAll(async () => await engine.dispose());

describe('a polling trigger', () => {
	beforeEach(() => feed.splice(0));
	const texts = (result?: { items: INodeExecutionData[] }) =>
		result?.items.map(({ json }) => json.text);

	it('starts an execution with what it found', async () => {
		const polling = engine.polling({ type: 'test.feed' });
		feed.push('old');

		expect(texts(await polling.activate())).toEqual(['old']);
		feed.push('a', 'b');
		expect(texts(await polling.poll())).toEqual(['a', 'b']);
		expect(polling.staticData).toEqual({ seen: 3, polls: 2 });
	});

	it('goes on from earlier static data', async () => {
		const polling = engine.polling({ type: 'test.feed' }, { seen: 1 });
		feed.push('a', 'b');

		expect(texts(await polling.activate())).toEqual(['b']);
	});

	it('loses what an empty poll remembered when n8n restarts', async () => {
		const polling = engine.polling({ type: 'test.feed' });
		await polling.activate();

		expect(await polling.poll()).toBeUndefined();
		expect(polling.staticData).toEqual({ seen: 0, polls: 1 });
		await polling.activate('init');
		expect(polling.staticData).toEqual({ seen: 0, polls: 2 });
	});

	it('rejects when a poll fails', async () => {
		const polling = engine.polling({ type: 'test.feed', parameters: { mode: 'broken' } });

		await expect(polling.activate()).rejects.toThrow('The feed is gone');
		await expect(polling.poll()).rejects.toThrow('The feed is gone');
	});

	it('is polled by the editor in manual mode', async () => {
		feed.push('a');
		const workflow = { nodes: [{ type: 'test.feed' }], connections: {} };

		expect(texts(await engine.runWorkflow(workflow, { mode: 'manual' }))).toEqual(['a']);
	});
});

describe('a webhook trigger', () => {
	const open = async (mode: string) =>
		await engine.webhook({ type: 'test.hook', parameters: { mode } });
	const deliver = async (hook: Webhook, body: string, query = '') =>
		await fetch(hook.url() + query, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body,
		});

	it('is known only while the workflow is active', async () => {
		const hook = await open('normal');
		expect((await deliver(hook, '{}')).status).toBe(404);

		await hook.activate();
		expect(hook.staticData).toEqual({ registered: hook.url() });
		expect((await deliver(hook, '{}')).status).toBe(200);
		expect((await fetch(hook.url())).status).toBe(404);

		await hook.deactivate();
		expect(hook.staticData).toEqual({});
		expect((await deliver(hook, '{}')).status).toBe(404);
		expect(await hook.executions()).toHaveLength(1);
	});

	it('keeps a registration that exists', async () => {
		const hook = await engine.webhook({ type: 'test.hook' }, { registered: 'before' });

		await hook.activate();

		expect(hook.staticData).toEqual({ registered: 'before' });
	});

	it('starts an execution and lets n8n answer', async () => {
		const hook = await open('normal');
		await hook.activate();
		const body = '{ "n":  1 }';

		const response = await deliver(hook, body, '?a=b');
		const [{ status, items }] = await hook.executions();

		expect(await response.text()).toBe('firstEntryJson');
		expect(status).toBe('success');
		const sha256 = createHash('sha256').update(body).digest('hex');
		expect(items[0].json).toEqual({ body: { n: 1 }, sha256, query: { a: 'b' } });
	});

	it('may answer early', async () => {
		const hook = await open('early');
		await hook.activate();

		const response = await deliver(hook, '{"n":1}');

		expect(response.status).toBe(202);
		expect(await response.json()).toEqual({ got: { n: 1 } });
		expect(await hook.executions()).toHaveLength(1);
	});

	it('may ignore a delivery', async () => {
		const hook = await open('normal');
		await hook.activate();

		const response = await deliver(hook, '{"ignore":true}');

		expect(await response.text()).toBe('ignored');
		expect(await hook.executions()).toEqual([]);
	});

	it('never sees a body that is not JSON', async () => {
		const hook = await open('normal');
		await hook.activate();

		expect((await deliver(hook, '{"n":')).status).toBe(422);
		expect(await hook.executions()).toEqual([]);
	});

	it('fails an execution when it throws', async () => {
		const hook = await open('broken');
		await hook.activate();

		const response = await deliver(hook, '{}');
		const [{ status, error }] = await hook.executions();

		expect(response.status).toBe(500);
		expect(status).toBe('error');
		expect(error?.message).toBe('Not like this');
	});

	it.each([
		['keeps static data when it answers early', 'early', 2],
		['loses static data when n8n answers', 'normal', undefined],
	])('%s', async (_name, mode, deliveries) => {
		const hook = await open(mode);
		await hook.activate();

		await deliver(hook, '{}');
		await deliver(hook, '{}');
		await hook.executions();

		expect(hook.staticData?.deliveries).toBe(deliveries);
	});

	it('listens for a test event without touching saved data', async () => {
		const hook = await open('early');
		const production = hook.url();

		await hook.activate('manual');
		await deliver(hook, '{}');

		expect(hook.url()).not.toBe(production);
		expect(await hook.executions()).toHaveLength(1);
		expect(hook.staticData).toBeUndefined();
	});
});
