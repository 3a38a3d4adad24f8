import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import type { Webhook } from '../harness/index.mts';
import { isBewitched, jsonWith } from './json.mts';
import {
	deliver,
	openTriggerSetup,
	payload,
	SECRET,
	sign,
	type TriggerSetup,
} from '../triggers/webhookSetup.mts';

const KEYS = [
	...['task', 'projectId', 'assetId', 'externalId', 'batches', 'batchNames', 'metadata', 'dataset'],
	...['taskId', 'stage', 'stageId', 'tools', 'classifications', 'relations', 'stageHistory'],
	...['updatedAt', 'updatedBy', 'title', 'answer', 'categorySchema', 'options', 'objects', 'error'],
	...['json', 'binary', 'pairedItem'],
];
const value = jsonWith(KEYS, ['http://127.0.0.1:1/lure']);
/** A dictionary may hold `__proto__` as a key of its own, which spreading keeps. */
const nearlyRight = fc
	.tuple(value.record, value.record)
	.map(([changes, task]) =>
		payload(changes as IDataObject, { ...(task as object), taskId: 'task-1' }),
	);
const body = fc.oneof(
	fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
	value.any.map((any) => Buffer.from(JSON.stringify(any) ?? '')),
	nearlyRight.map((given) => Buffer.from(JSON.stringify(given))),
	fc.constantFrom('[', '{"task":', '\uFEFF{}', '['.repeat(20_000)).map((text) => Buffer.from(text)),
);

describe('Deliveries of any kind', () => {
	let setup: TriggerSetup;
	let hook: Webhook;
	const rejections: unknown[] = [];
	const note = (reason: unknown) => void rejections.push(reason);
	beforeAll(async () => {
		process.on('unhandledRejection', note);
		setup = await openTriggerSetup();
	});
	afterAll(async () => {
		await setup.close();
		process.off('unhandledRejection', note);
	});
	afterEach(() => {
		expect(rejections).toEqual([]);
		expect(Object.keys(Object.prototype)).toEqual([]);
		expect(JSON.stringify(setup.engine.log)).not.toContain(SECRET);
	});

	const listen = async (parameters: IDataObject) => {
		hook = await setup.engine.webhook({ type: 'test.trigger', parameters });
		await hook.activate();
	};

	it.each(['task', 'object', 'answer', 'stageVisit'])(
		'are answered and start the workflow or not, as one item per %s',
		async (oneItemPer) => {
			await listen({ oneItemPer, options: { includeLabelSet: true, deduplicateFor: 0 } });
			await fc.assert(
				fc.asyncProperty(body, async (raw) => {
					const { status } = await deliver(hook, raw);
					expect([200, 400, 422]).toContain(status);
				}),
				{ numRuns: 300 },
			);
			for (const { items, error } of await hook.executions()) {
				expect(error).toBeUndefined();
				for (const { json } of items) expect(json).toHaveProperty('event');
				expect(isBewitched(items.map(({ json }) => json))).toBe(false);
			}
		},
	);

	it.each(['task', 'object', 'answer', 'stageVisit'])(
		'are answered however deep they are, as one item per %s',
		async (oneItemPer) => {
			await listen({ oneItemPer, options: { includeLabelSet: true, deduplicateFor: 0 } });
			const nested = (depth: number) =>
				`${'[{"classifications":'.repeat(depth)}1${'}]'.repeat(depth)}`;
			for (const depth of [10, 1_000, 100_000]) {
				const text = JSON.stringify(payload({}, { tools: 0, classifications: 0 }));
				const deep = text.replaceAll(/"(tools|classifications)":0/g, `"$1":${nested(depth)}`);
				expect((await deliver(hook, deep)).status).toBe(200);
			}
		},
	);

	it('start nothing without the right signature, whatever is in them', async () => {
		await listen({ options: { deduplicateFor: 0 } });
		const forged = fc.oneof(
			fc.constantFrom('', 'sha1=', `sha1=${'0'.repeat(40)}`, 'null', 'sha1=sha1='),
			fc.stringMatching(/^[0-9a-f]{40}$/),
			fc.constant(sign('another body')),
		);
		await fc.assert(
			fc.asyncProperty(body, forged, async (raw, signature) => {
				const { status } = await deliver(hook, raw, { 'x-hub-signature': signature });
				// n8n itself refuses a body that it cannot parse.
				expect([401, 422]).toContain(status);
			}),
			{ numRuns: 300 },
		);
		expect(await hook.executions()).toEqual([]);
	});
});
