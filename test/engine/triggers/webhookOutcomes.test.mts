import type { IDataObject } from 'n8n-workflow';
import type { NodeSpec } from '../harness/index.mts';
import {
	deliver,
	openTriggerSetup,
	payload,
	seedWebhookProject,
	sign,
	WEBHOOK_STAGE,
	withoutApiKey,
	type TriggerSetup,
} from './webhookSetup.mts';

let setup: TriggerSetup;
beforeAll(async () => {
	setup = await openTriggerSetup();
});
afterAll(async () => await setup.close());

/** What is logged when these bodies are delivered one after another. */
async function logged(parameters: IDataObject, ...bodies: Array<IDataObject | string>) {
	const before = setup.engine.log.length;
	const hook = await setup.engine.webhook({ type: 'test.trigger', parameters });
	await hook.activate();
	for (const body of bodies) await deliver(hook, body);
	await hook.executions();
	return setup.engine.log
		.slice(before)
		.filter(({ message }) => message.startsWith('A delivery to "Trigger"'));
}

const debugOf = (log: Awaited<ReturnType<typeof logged>>) =>
	log.filter(({ level }) => level === 'debug').map(({ message }) => message);

describe('the outcome of a delivery is logged', () => {
	it('when it started the workflow, with its task', async () => {
		const [entry, ...others] = await logged({}, payload());

		expect(others).toEqual([]);
		expect(entry).toEqual({
			level: 'debug',
			message: 'A delivery to "Trigger" started the workflow with 1 item',
			metadata: { taskId: '6554c81ac3b0d000147ea003', outcome: 'started' },
		});
	});

	it.each([
		[{ annotators: 'carl@example.com' }, 'Annotators'],
		[{ batches: 'Week 13' }, 'Batches'],
		[{ labels: 'with' }, 'Labels'],
		[{ projects: 'Another' }, 'Projects'],
		[{ stages: 'Review', labels: 'any' }, 'Stages'],
	])('when the filter %j keeps it out', async (filters, name) => {
		const { _id: projectId } = seedWebhookProject(setup.hub);

		expect(debugOf(await logged({ filters }, payload({ projectId })))).toEqual([
			`A delivery to "Trigger" started nothing: '${name}' does not let it through${name === 'Stages' ? ", which comes from 'Send to n8n'" : ''}`,
		]);
	});

	it('for everybody when the filter of stages keeps it out, once for each stage', async () => {
		const log = await logged(
			{ filters: { stages: 'Review' } },
			payload(),
			payload({ externalId: 'two.png' }),
		);

		expect(log.filter(({ level }) => level === 'warn')).toMatchObject([
			{ message: expect.stringContaining("'Stages' does not let it through") },
		]);
	});

	it('when it came before', async () => {
		const messages = debugOf(await logged({}, payload(), payload()));

		expect(messages).toEqual([
			expect.stringContaining('started the workflow'),
			'A delivery to "Trigger" started nothing: it came before',
		]);
	});

	it('when it is refused, for everybody to see', async () => {
		const log = await logged({}, '{"task":{}}');

		expect(log.map(({ level }) => level)).toEqual(['debug', 'warn']);
		for (const { message } of log) {
			expect(message).toMatch(/^A delivery to "Trigger" was refused: .*'task.taskId' is missing\./);
		}
	});

	it('when nothing in it becomes an item', async () => {
		expect(debugOf(await logged({ oneItemPer: 'object' }, payload()))).toEqual([
			`A delivery to "Trigger" started nothing: the task has nothing to make an item of ('One Item Per' is 'Object')`,
		]);
	});

	it('when it came without what was asked for', async () => {
		const [message] = debugOf(await logged({ options: { getFullTask: true } }, payload()));

		expect(message).toMatch(
			/started the workflow with 1 item, without all that was asked for: The full task could not be read: /,
		);
	});

	it('never with its secret or signature', async () => {
		const body = JSON.stringify(payload());
		await logged({}, body, '{}');

		expect(JSON.stringify(setup.engine.log)).not.toContain(sign(body));
	});
});

describe('names in filters that do not exist are shown when the workflow is published', () => {
	const activate = async (filters: IDataObject, spec: Partial<NodeSpec> = {}) => {
		const before = setup.engine.log.length;
		const hook = await setup.engine.webhook({
			type: 'test.trigger',
			parameters: { filters },
			...spec,
		});
		await hook.activate();
		return setup.engine.log.slice(before).filter(({ level }) => level === 'warn');
	};
	beforeEach(() => {
		setup.hub.resetFaults();
		seedWebhookProject(setup.hub, 'Only here');
	});

	it.each([
		[{ stages: 'Send to n8' }, /There is no stage 'Send to n8'.*'Send to n8n'/],
		[{ stages: 'Send to n8n, Revue' }, /There is no stage 'Revue'.*'Review'/],
		[{ projects: 'Only here', stages: 'Revue' }, /There is no stage 'Revue'/],
	])('%j', async (filters, message) => {
		const error = await activate(filters).catch((thrown: Error) => thrown);

		const { message: what, description } = error as Error & { description: string };
		expect(`${what} ${description}`).toMatch(message);
	});

	it.each([
		[{ stages: 'Send to n8n', projects: 'Only here', batches: 'Week 12' }],
		[{ stages: WEBHOOK_STAGE }],
		[{ stages: ' ' }],
	])('and those that do are not: %j', async (filters) => {
		expect(await activate(filters)).toEqual([]);
	});

	it('but projects and batches may be made later, so they are only logged', async () => {
		expect(await activate({ batches: 'Week 99' })).toMatchObject([
			{ message: expect.stringContaining("'Week 99', which does not exist yet") },
		]);
		expect(await activate({ projects: 'Only there' })).toMatchObject([
			{ message: expect.stringContaining("'Only there', which the API key cannot see") },
		]);
	});

	it('and cannot be told without an API key, or while Ango Hub does not answer', async () => {
		expect(await activate({ stages: 'Revue' }, withoutApiKey)).toEqual([]);
		setup.hub.faults.rules.push({ action: { status: 403 } });
		expect(await activate({ stages: 'Revue' })).toMatchObject([
			{ message: expect.stringContaining('cannot be checked') },
		]);
	});
});
