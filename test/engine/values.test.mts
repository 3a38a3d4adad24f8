import fc from 'fast-check';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { resources } from '../../nodes/AngoHub/resources/index.ts';
import { AngoHubLabels } from '../../nodes/AngoHubLabels/AngoHubLabels.node.ts';
import { operations as labelOperations } from '../../nodes/AngoHubLabels/operations/index.ts';
import { fields as pollingFields } from '../../nodes/AngoHubPollingTrigger/fields.ts';
import { fields as webhookFields } from '../../nodes/AngoHubTrigger/fields.ts';
import { isAllowed } from './fieldRules.mts';
import { fromItem, targetsIn } from './fieldTargets.mts';
import { createEngine, type Engine, type NodeSpec, type RunResult } from './harness/index.mts';
import { openSetup, wordsOf, type Setup } from './setup.mts';
import { openTriggerSetup, type TriggerSetup } from './triggers/webhookSetup.mts';

/** Values of every type that JSON has, those that fields take in several forms among them. */
const anyValue = fc.oneof(
	fc.constantFrom<unknown>(null, true, false, ' TRUE ', 'false', 'yes', '', '  ', 0, 1, -1, 1.5),
	fc.constantFrom<unknown>(
		'29,97',
		'1.920,5',
		' 12 ',
		'1e3',
		'0x10',
		'skip',
		'All Stages',
		'a.png',
	),
	fc.constantFrom<unknown>([], [null, ''], ['a', 'b'], [['a']], [{ a: 1 }], [true], {}, { a: 1 }),
	fc.constantFrom<unknown>('2026-01-31', '2026-02-30', 1_700_000_000, 1_700_000_000_000, 'soon'),
	fc.constantFrom<unknown>('{"a": 1}', '\uFEFF{"a": 1}', '{a', 'two words', 'two\nlines'),
	fc.jsonValue({ maxDepth: 1 }),
);

const VALUES_PER_FIELD = 10;

/** Values that a field does not take; the same in every run, others for every field. */
function refusedBy(field: INodeProperties, seed: number): unknown[] {
	const values = fc.sample(anyValue, { numRuns: VALUES_PER_FIELD, seed });
	return values.filter((value) => !isAllowed(field, value));
}

/** The fields that took a value that they do not take, or refused it without their name. */
async function wronglyTold(
	fields: readonly unknown[],
	/** What is said of each value. */
	run: (parameters: IDataObject, values: unknown[]) => Promise<string[]>,
): Promise<string[]> {
	const wrong: string[] = [];
	let seed = 0;
	for (const { field, parameters } of targetsIn(fields as INodeProperties[])) {
		const values = refusedBy(field, seed++);
		if (values.length === 0) continue;
		const words = await run(parameters, values);
		for (const [index, value] of values.entries()) {
			const told = words[index];
			if (told.includes(`'${field.displayName}'`)) continue;
			wrong.push(`'${field.displayName}' = ${JSON.stringify(value)}: ${told}`);
		}
	}
	return wrong;
}

const itemsOf = (values: unknown[]) =>
	values.map((value) => ({ json: { value: value as IDataObject } }));

const toldOf = (result: RunResult, values: unknown[]) =>
	values.map((_, index) => String(result.items[index]?.json.error ?? wordsOf(result)));

/** Triggers have no input items, so that the value stands in the expression itself. */
function withValue(parameters: IDataObject, value: unknown): IDataObject {
	const text = JSON.stringify(JSON.stringify(value)).replace(/}(?=})/g, '} ');
	const expression = JSON.stringify(`={{ JSON.parse(${text}) }}`);
	return JSON.parse(
		JSON.stringify(parameters).replaceAll(JSON.stringify(fromItem), () => expression),
	) as IDataObject;
}

describe('A value that its field does not take', () => {
	let setup: Setup;
	let labels: Engine;
	beforeAll(async () => {
		setup = await openSetup();
		labels = await createEngine({
			nodeTypes: { 'n8n-nodes-ango-hub.angoHubLabels': AngoHubLabels },
		});
	});
	afterAll(async () => {
		await labels.dispose();
		await setup.close();
	});
	const onError: NodeSpec['onError'] = 'continueRegularOutput';

	const actions = Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).map(([operation, { fields }]) => ({ resource, operation, fields })),
	);

	it.each(actions)(
		'is refused by name before anything is sent: $resource $operation',
		async ({ resource, operation, fields }) => {
			setup.hub.requests.length = 0;
			const wrong = await wronglyTold(
				fields,
				async ({ '@tool': forTool, ...parameters }, values) => {
					const type = `n8n-nodes-ango-hub.angoHub${forTool ? 'Tool' : ''}`;
					const node = setup.node({ resource, operation, ...parameters } as never, {
						onError,
						type,
					});
					return toldOf(await setup.engine.run({ node, items: itemsOf(values) }), values);
				},
			);
			expect(wrong).toEqual([]);
			expect(setup.hub.requests.map(({ path }) => path)).toEqual([]);
		},
	);

	it.each(Object.entries(labelOperations))(
		'is refused by name: labels %s',
		async (operation, { fields }) => {
			const wrong = await wronglyTold(fields, async (parameters, values) => {
				const type = 'n8n-nodes-ango-hub.angoHubLabels';
				const node = { type, parameters: { operation, ...parameters } as never, onError };
				return toldOf(await labels.run({ node, items: itemsOf(values) }), values);
			});
			expect(wrong).toEqual([]);
		},
	);
});

describe('A value that a field of a trigger does not take', () => {
	let setup: TriggerSetup;
	beforeAll(async () => {
		setup = await openTriggerSetup();
	});
	afterAll(async () => await setup.close());

	const publish = {
		webhook: async (parameters: IDataObject) => {
			const hook = await setup.engine.webhook({ type: 'test.trigger', parameters });
			await hook.activate();
		},
		polling: async (parameters: IDataObject) => {
			await setup.engine.polling({ type: 'test.polling', parameters }).activate();
		},
	};

	it.each([
		['webhook', webhookFields],
		['polling', pollingFields],
	] as const)('is refused by name when it is published: %s', async (kind, fields) => {
		const wrong = await wronglyTold(fields, async (parameters, values) => {
			const words: string[] = [];
			for (const value of values) {
				const published = publish[kind](withValue(parameters, value));
				words.push(await published.then(() => 'published', String));
			}
			return words;
		});
		expect(wrong).toEqual([]);
		expect(setup.hub.requests.map(({ path }) => path)).toEqual([]);
	});
});
