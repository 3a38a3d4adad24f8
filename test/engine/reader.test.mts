import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { describe as describeNode } from '../../nodes/shared/operation/describe.ts';
import { operationsWith } from '../../nodes/shared/operation/operation.ts';
import { runNode } from '../../nodes/shared/operation/run.ts';
import { ConcurrencyLimit } from '../../nodes/shared/util/concurrency.ts';
import { createEngine, type Engine } from './harness/index.mts';
import { wordsOf } from './setup.mts';

const { operation } = operationsWith<object>();

/** A field of each type, and one of each in a collection. */
const values = [
	{ displayName: 'On', name: 'on', type: 'boolean', default: false },
	{
		displayName: 'Count',
		name: 'count',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
		default: 7,
	},
	{ displayName: 'Share', name: 'share', type: 'number', default: 0 },
	{
		displayName: 'Mode',
		name: 'mode',
		type: 'options',
		options: [
			{ name: 'Upload Anyway', value: 'upload' },
			{ name: 'Skip', value: 'skip' },
		],
		default: 'upload',
	},
	{
		displayName: 'Kinds',
		name: 'kinds',
		type: 'multiOptions',
		options: [
			{ name: 'First, Second', value: 'both' },
			{ name: 'Third', value: 'third' },
		],
		default: [],
	},
	{
		displayName: 'Names',
		name: 'names',
		type: 'string',
		typeOptions: { takesList: true },
		default: '',
	},
	{
		displayName: 'Rows',
		name: 'rows',
		type: 'string',
		typeOptions: { multipleValues: true },
		default: [],
	},
	{ displayName: 'Text', name: 'text', type: 'string', default: '' },
	{ displayName: 'Date', name: 'date', type: 'dateTime', default: '' },
	{ displayName: 'Data', name: 'data', type: 'json', default: '' },
	{
		displayName: 'Record',
		name: 'record',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			{ displayName: 'From List', name: 'list', type: 'list' },
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				extractValue: { type: 'regex', regex: '^https?://.*/(\\w+)$' },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
			},
		],
	},
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'resourceMapper',
		default: { mappingMode: 'defineBelow', value: null },
	},
] as const;

const operations = {
	echo: operation({
		name: 'Echo',
		action: 'Echo parameters',
		description: 'Give the parameters as they are',
		fields: [
			...values,
			{ displayName: 'Options', name: 'options', type: 'collection', default: {}, options: values },
			{
				displayName: 'Lines',
				name: 'lines',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				default: {},
				options: [{ displayName: 'Line', name: 'line', values }],
			},
		],
		run: ({ params }) => params as unknown as IDataObject,
	}),
	choose: operation({
		name: 'Choose',
		action: 'Choose what is shown',
		description: 'Give the parameters as they are',
		fields: [
			values[3],
			{ ...values[1], displayOptions: { show: { mode: ['skip'] } } },
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				default: {},
				options: [{ ...values[1], displayOptions: { show: { '/mode': ['skip'] } } }],
			},
		],
		run: ({ params }) => params as unknown as IDataObject,
	}),
};

class Echo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Echo',
		name: 'echo',
		group: ['transform'],
		version: 1,
		description: 'Echoes',
		defaults: { name: 'Echo' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: describeNode(operations),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const open = () => ({ concurrency: new ConcurrencyLimit(1), services: {} });
		return [await runNode(this, operations, open)];
	}
}

describe('The reader', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine({ nodeTypes: { 'toys.echo': Echo } });
	});
	afterAll(async () => await engine.dispose());

	const run = async (parameters: object) =>
		await engine.run({
			node: { type: 'toys.echo', parameters: parameters as IDataObject },
			settings: { timezone: 'Asia/Kolkata' },
		});
	/** What a field has when its expression gives a value, also inside a collection. */
	const read = async (name: string, expression: string): Promise<unknown[]> => {
		const given = { [name]: `={{ ${expression} }}` };
		const outer = await run(given);
		const inner = await run({ options: given });
		expect([outer, inner].map((result) => wordsOf(result).trim())).toEqual(['', '']);
		const options = inner.items[0].json.options as IDataObject;
		return [outer.items[0].json[name], options[name]];
	};

	it.each([
		['on', '" TRUE "', true],
		['on', 'false', false],
		['count', '" 12 "', 12],
		['share', '"-1.5e2"', -150],
		['mode', '"skip "', 'skip'],
		['mode', '"upload anyway"', 'upload'],
		['kinds', '["Third", null, " "]', ['third']],
		['kinds', '"first, second"', ['both']],
		['kinds', '"both, Third"', ['both', 'third']],
		['names', '["a, b", 7, null]', ['a, b', '7']],
		['names', '"a, b"', 'a, b'],
		['names', '[]', []],
		['text', '7', '7'],
		['text', 'new Date(0)', '1970-01-01T00:00:00.000Z'],
		['date', '"2026-01-31T08:00:00"', '2026-01-31T02:30:00.000Z'],
		['date', '"2026-01-31"', '2026-01-30T18:30:00.000Z'],
		['date', '"2026-01-31 08:00+01:00"', '2026-01-31T07:00:00.000Z'],
		['date', '1769846400000', '2026-01-31T08:00:00.000Z'],
		['date', 'DateTime.fromISO("2026-01-31T08:00:00Z")', '2026-01-31T08:00:00.000Z'],
		['data', '"\\uFEFF{\\"a\\": 1}"', { a: 1 }],
		['data', '[]', []],
		['record', '" abc\\n"', 'abc'],
		['record', '12', '12'],
	])('takes for %s: %s', async (name, expression, value) => {
		expect(await read(name, expression)).toEqual([value, value]);
	});

	it.each([
		['count', '""', 7],
		['count', 'null', 7],
		['on', 'undefined', false],
		['names', '" "', []],
		['names', '" , "', []],
		['text', 'null', ''],
		['date', '""', ''],
		['record', 'null', ''],
		['data', '" "', undefined],
	])('has nothing for %s: %s, and no key in a collection', async (name, expression, nothing) => {
		const [outer, inner] = await read(name, expression);
		expect(outer).toEqual(nothing);
		expect(inner).toBeUndefined();
	});

	it.each([
		['on', '"yes"', /'On' has to be true or false, not 'yes'/],
		['on', '0', /'On' has to be true or false, not 0/],
		['count', '"29,97"', /'Count' has to be a number, not '29,97'.*point for decimals/],
		['count', '1.5', /'Count' has to be a whole number, not 1.5/],
		['count', '0', /'Count' has to be at least 1, not 0/],
		['count', '101', /'Count' has to be at most 100, not 101/],
		['mode', '"replace"', /'Mode' has no option 'replace'.*'upload', 'skip'/],
		['mode', '""', /'Mode' is empty.*'upload', 'skip'/],
		['kinds', '["fourth"]', /'Kinds' has no option 'fourth'.*'both', 'third'/],
		['names', '[["a"]]', /'Names' has to be a list of text values, and holds a list/],
		['names', '{ a: 1 }', /'Names' has to be a list of text values, and holds an object/],
		['rows', '[true]', /'Rows' has to be a list of text values, and holds true/],
		['text', '["a"]', /'Text' has to be text, not a list/],
		['date', '1769846400', /'Date' is not a date.*not 1769846400/],
		['date', '"2026-02-30"', /'Date' is not a date.*not '2026-02-30'/],
		['date', 'true', /'Date' is not a date/],
		['data', '"{a"', /'Data' is not valid JSON/],
		['record', '"a b"', /'Record' has to be an ID, not 'a b'/],
		['record', '{ mode: "url", value: "https://x.example/" }', /'Record' has the URL/],
	])('refuses for %s: %s', async (name, expression, words) => {
		const given = { [name]: `={{ ${expression} }}` };
		expect(wordsOf(await run(given))).toMatch(words);
		expect(wordsOf(await run({ options: given }))).toMatch(words);
	});

	it('says in which row a value is refused', async () => {
		const line = [{ count: 3 }, { text: 'x', count: '={{ "three" }}' }];
		expect(wordsOf(await run({ lines: { line } }))).toMatch(
			/'Count' has to be a number, not 'three'.* It is in row 2 of 'Lines'\./,
		);
	});

	it('joins the lists that rows of the editor give, and tells an untouched list from an empty one', async () => {
		const rows = ['first', '={{ ["second", "third"] }}'];
		expect((await run({ rows })).items[0].json.rows).toEqual(['first', 'second', 'third']);
		const untouched = await run({ options: { rows: [], kinds: [] } });
		expect(untouched.items[0].json.options).toEqual({});
	});

	it.each([
		['a field', { count: 0 }],
		['a field in a collection', { options: { count: 0 } }],
	])('reads %s for those items for which an expression shows it', async (_, given) => {
		const { items } = await engine.run({
			node: {
				type: 'toys.echo',
				parameters: { operation: 'choose', mode: '={{ $json.mode }}', ...given },
				onError: 'continueRegularOutput',
			},
			items: ['upload', 'skip', 'upload'].map((mode) => ({ json: { mode } })),
		});
		expect(items.map(({ json }) => json.mode ?? json.error)).toEqual([
			'upload',
			expect.stringContaining("'Count' has to be at least 1, not 0"),
			'upload',
		]);
	});

	it('reads what a resource mapper maps', async () => {
		const schema = [{ id: 'Kind', displayName: 'Kind' }];
		const value = { Kind: '={{ "Car" }}', Tags: '={{ [] }}', Note: null };
		const mapped = await run({ columns: { mappingMode: 'defineBelow', value, schema } });
		expect(mapped.items[0].json.columns).toEqual({
			fromItem: false,
			values: { Kind: 'Car' },
			columns: ['Kind'],
		});
		const automatic = await run({ columns: { mappingMode: 'autoMapInputData', value: null } });
		expect(automatic.items[0].json.columns).toEqual({ fromItem: true, values: {}, columns: [] });
	});
});
