import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { describe as describeNode } from '../../nodes/shared/operation/describe.ts';
import { FileResult, operationsWith } from '../../nodes/shared/operation/operation.ts';
import { runNode } from '../../nodes/shared/operation/run.ts';
import { ConcurrencyLimit } from '../../nodes/shared/util/concurrency.ts';
import { createEngine, type Engine, type NodeSpec } from './harness/index.mts';
import { wordsOf } from './setup.mts';

/** What the toy node opens for its operations. */
interface Toys {
	counter: { value: number };
}

const { operation, batchOperation } = operationsWith<Toys>();

const textField = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	default: '',
	required: true,
} as const;

const operations = {
	repeat: operation({
		name: 'Repeat',
		action: 'Repeat text',
		description: 'Give a text several times',
		fields: [textField, { displayName: 'Times', name: 'times', type: 'number', default: 1 }],
		run: ({ params: { text, times }, counter, hint }) => {
			counter.value += times;
			if (times === 0) hint('Nothing is repeated');
			return Array.from({ length: times }, (_, index) => ({ text, index }));
		},
	}),
	count: batchOperation({
		name: 'Count',
		action: 'Count items',
		description: 'Give each item with how many there are',
		fields: [textField],
		plan: ({ params: { text } }) => {
			if (text === 'unplannable') throw new Error('cannot be planned');
			return text;
		},
		runAll: async (texts) =>
			texts.map((text) =>
				text === 'bad' ? new Error('bad by nature') : { text, of: texts.length },
			),
	}),
	stumble: operation({
		name: 'Stumble',
		action: 'Stumble over item',
		description: 'Fail as JavaScript does',
		fields: [],
		run: ({ json }) => ({ length: (json.missing as string).length }),
	}),
	write: operation({
		name: 'Write',
		action: 'Write file',
		description: 'Give a text as a file',
		fields: [textField],
		run: async ({ params: { text }, files }) =>
			new FileResult({}, { data: await files.save(Buffer.from(text), 'text.txt') }),
	}),
};

const counter = { value: 0 };

/** A node without a credential and without a resource. */
class Toy implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Toy',
		name: 'toy',
		group: ['transform'],
		version: 1,
		description: 'Plays with texts',
		defaults: { name: 'Toy' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: describeNode(operations),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [
			await runNode(this, operations, () => ({
				concurrency: new ConcurrencyLimit(2),
				services: { counter },
			})),
		];
	}
}

describe('A node without a credential and without a resource', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine({ nodeTypes: { 'toys.toy': Toy } });
	});
	afterAll(async () => await engine.dispose());

	const run = async (
		parameters: NodeSpec['parameters'],
		items?: INodeExecutionData[],
		spec: Partial<NodeSpec> = {},
	) => await engine.run({ node: { type: 'toys.toy', parameters, ...spec }, items });
	const texts = (...list: string[]) => list.map((text) => ({ json: { text } }));
	const fromItem = '={{ $json.text }}';

	it('is described by its operations alone', () => {
		const [selector, ...fields] = new Toy().description.properties;
		expect(selector).toMatchObject({ name: 'operation', default: 'repeat' });
		expect(selector.displayOptions).toBeUndefined();
		expect(selector.options!.map(({ name }) => name)).toEqual([
			'Count',
			'Repeat',
			'Stumble',
			'Write',
		]);
		expect(fields.map(({ name, displayOptions }) => [name, displayOptions?.show])).toEqual([
			['text', { operation: ['repeat', 'count', 'write'] }],
			['times', { operation: ['repeat'] }],
		]);
	});

	it('gives its operations what it opened, and pairs what they return', async () => {
		counter.value = 0;
		const { items } = await run(
			{ operation: 'repeat', text: fromItem, times: 2 },
			texts('a', 'b', 'c'),
		);
		expect(items.map(({ json, pairedItem }) => [json, pairedItem])).toEqual(
			['a', 'b', 'c'].flatMap((text, item) => [0, 1].map((index) => [{ text, index }, { item }])),
		);
		expect(counter.value).toBe(6);
	});

	it('plans all items before it runs them, and gives each its result or its error', async () => {
		const { items } = await run(
			{ operation: 'count', text: fromItem },
			texts('a', 'unplannable', 'bad', '', 'b'),
			{ onError: 'continueRegularOutput' },
		);
		expect(items.map(({ json }) => json)).toEqual([
			{ text: 'a', of: 3 },
			{ error: 'cannot be planned' },
			{ error: 'bad by nature' },
			{ error: expect.stringMatching(/^'Text' is empty\. Fill in 'Text'/) },
			{ text: 'b', of: 3 },
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	});

	it('names the field that is empty, and says how many items failed', async () => {
		expect(wordsOf(await run({ operation: 'repeat', text: fromItem }, texts(' ')))).toMatch(
			/^'Text' is empty Fill in 'Text'/,
		);
		const result = await run({ operation: 'count', text: fromItem }, texts('a', 'bad'));
		expect(wordsOf(result)).toMatch(/^bad by nature 1 of 2 items could not be processed/);
	});

	it('puts what JavaScript throws into words', async () => {
		expect(wordsOf(await run({ operation: 'stumble' }))).toMatch(
			/^A record has an unexpected form Look at the input .* In detail: Cannot read/,
		);
	});

	it('hands out files', async () => {
		const { items } = await run({ operation: 'write', text: 'hello' });
		const bytes = await engine.readBinary(items[0].binary!.data);
		expect(bytes.toString()).toBe('hello');
	});
});
