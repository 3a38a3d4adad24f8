import * as fc from 'fast-check';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Asset, Project } from '../../local-hub/index.mts';
import { CRASH, isBewitched, jsonWith, luring } from './json.mts';
import { operations, type KnownField } from './operations.mts';
import { openHostileServer, type HostileServer } from './server.mts';
import { byId, fileItem, openSetup, wordsOf, type Setup } from '../setup.mts';

/** Operations that are told to open an address, and the fields that tell it. */
const OPENS_ADDRESSES = /^asset\.upload$/;

const anyJson = jsonWith(
	[
		...['name', 'title', 'schemaId', 'tool', 'options', 'value', 'classifications', 'answer'],
		...['objects', 'tools', 'relations', 'externalId', 'data', 'messages', 'content', 'role'],
		...['type', 'id', 'next', 'bounding-box', 'x', 'y', 'stages', 'page'],
	],
	['Start', 'car', 'user', '2026-01-31'],
).any;
const nasty = fc.constantFrom<unknown>(
	...[
		'../../etc/passwd',
		'..',
		'.',
		'a/../b',
		'%2e%2e',
		'C:\\x\\y.png',
		'\0',
		'\ud800',
		'\u202egnp.exe',
	],
	...['__proto__', 'constructor', '{{ $env.HOME }}', '${7*7}', "'; DROP TABLE x; --", '<script>'],
	...['{"__proto__": {"polluted": 1}}', '[[[[', '{"a":', 'null', '0x10', 'NaN', '1e999', '-0'],
	...[
		'http://lure.invalid/a.png',
		'//lure.invalid',
		'http:\\\\lure.invalid',
		'javascript:alert(1)',
	],
	...[
		'http://user:pass@lure.invalid/x.png',
		'file:///etc/passwd',
		'data:text/plain,x',
		'ftp://x/y',
	],
	...['x'.repeat(4_000), 'a@b.example, ,@', '9999-99-99', 'a\r\nx-evil: 1', ' '],
	...[Number.NaN, Infinity, -1, 0.5, 2 ** 53, true, null, [], {}, [null], [[]], { a: { b: 1 } }],
);
const text = fc.oneof(nasty, nasty, fc.string({ unit: 'binary', maxLength: 20 }), anyJson);
const jsonText = fc.oneof(
	text,
	anyJson,
	anyJson.map((value) => JSON.stringify(value) ?? ''),
);

/** A value that an expression gives; n8n itself checks only what was typed in. */
class Given {
	constructor(readonly value: unknown) {}
}
const given = (values: fc.Arbitrary<unknown>) => values.map((value) => new Given(value));

/** Parameters with expressions in the place of given values, which go into `values`. */
function expressed(parameters: unknown, values: unknown[]): unknown {
	if (parameters instanceof Given)
		return `={{ $json.given[${values.push(parameters.value) - 1}] }}`;
	if (typeof parameters !== 'object' || parameters === null) return parameters;
	if (Array.isArray(parameters)) return parameters.map((one) => expressed(one, values));
	return Object.fromEntries(
		Object.entries(parameters).map(([key, one]) => [key, expressed(one, values)]),
	);
}

describe('Input of any kind', () => {
	let setup: Setup;
	let lure: HostileServer;
	let project: Project;
	let asset: Asset;
	let file: INodeExecutionData;
	const rejections: unknown[] = [];
	const note = (reason: unknown) => void rejections.push(reason);
	beforeAll(async () => {
		process.on('unhandledRejection', note);
		setup = await openSetup();
		lure = await openHostileServer();
		file = await fileItem(setup, '../a.png');
	});
	afterAll(async () => {
		await setup.close();
		await lure.close();
		process.off('unhandledRejection', note);
	});
	beforeEach(() => {
		lure.requests.length = 0;
	});

	const seed = () => {
		project = setup.hub.seedProject({
			batches: ['Week 1'],
			categorySchema: {
				tools: [{ schemaId: 'car', tool: 'bounding-box', title: 'Car', classifications: [] }],
				classifications: [],
				relations: [],
			},
		});
		asset = setup.hub.seedAsset(project._id, { externalId: 'a.png' });
	};
	/** What works where it can be known, so that the other fields are looked at as well. */
	const right = ({ name, type, required, default: value }: KnownField): unknown => {
		if ((type === 'string' || required) && value === '') return 'a@b.example';
		if (Array.isArray(value)) return ['Week 1'];
		if (type !== 'resourceLocator') return value;
		const ids: Record<string, string> = { asset: asset._id, task: asset.taskIds[0] };
		return byId(ids[name] ?? project._id);
	};
	const wrong = (field: KnownField): fc.Arbitrary<unknown> => {
		const { type, options = [], typeOptions, default: value } = field;
		const groups = options as ReadonlyArray<KnownField & { values: readonly KnownField[] }>;
		switch (type) {
			case 'resourceLocator':
				return given(text).map((id) => ({ __rl: true, mode: 'id', value: id }));
			case 'json':
				return given(jsonText);
			case 'boolean':
				return given(fc.oneof(fc.boolean(), nasty));
			case 'options':
				return given(fc.oneof(fc.constantFrom(value, ...options.map((one) => one.value)), nasty));
			case 'multiOptions':
				return given(fc.oneof(fc.array(text, { maxLength: 3 }), nasty));
			case 'collection':
				return recordOf(options);
			case 'fixedCollection': {
				// A row has all its values, filled in or not.
				const row = (values: readonly KnownField[]) => fc.record(Object.fromEntries(each(values)));
				const rows = (values: readonly KnownField[]) =>
					typeOptions?.multipleValues ? fc.array(row(values), { maxLength: 2 }) : row(values);
				const kinds = groups.map(({ name, values }) => [name, rows(values)] as const);
				return fc.record(Object.fromEntries(kinds), { requiredKeys: [] });
			}
			default:
				return typeOptions?.multipleValues
					? fc.array(given(text), { maxLength: 3 })
					: given(fc.oneof(text, text, fc.constant(value)));
		}
	};
	const each = (fields: readonly KnownField[]) =>
		fields.map((field) => [field.name, wrong(field)] as const);
	const recordOf = (fields: readonly KnownField[]) =>
		fc.record(Object.fromEntries(each(fields)), { requiredKeys: [] });
	const cases = operations.map(({ name, parameters, fields, impatient }) =>
		fc.record({
			name: fc.constant(name),
			parameters: fc.constant(parameters),
			fields: fc.constant(fields),
			changes: recordOf(fields).map((changes) => ({ ...changes, ...impatient })),
		}),
	);

	it('crashes nothing, and leads nowhere', async () => {
		await fc.assert(
			fc.asyncProperty(fc.oneof(...cases), async ({ name, parameters, fields, changes }) => {
				seed();
				const values: unknown[] = [];
				const node = {
					...Object.fromEntries(fields.map((field) => [field.name, right(field)])),
					...(expressed(changes, values) as object),
					...parameters,
				};
				const json = { given: JSON.parse(luring(values, lure.url)) as unknown[] };
				const asked = setup.hub.requests.length;
				const result = await setup.engine.run({
					node: setup.node(node as IDataObject),
					items: [{ ...file, json: json as IDataObject }],
				});
				expect(`${name}: ${wordsOf(result)}`).not.toMatch(CRASH);
				expect(isBewitched(result.items.map(({ json }) => json))).toBe(false);
				const shown = JSON.stringify([wordsOf(result), result.error?.stack, result.items]);
				expect(shown).not.toContain(setup.hub.apiKey);
				for (const { path } of setup.hub.requests.slice(asked)) expect(path).toMatch(/^\/v2\/[^/]/);
				if (!OPENS_ADDRESSES.test(name)) expect([name, lure.requests]).toEqual([name, []]);
				expect(lure.requests.filter(({ headers }) => headers.apikey)).toEqual([]);
				lure.requests.length = 0;
			}),
			{ numRuns: 2_000 },
		);
		expect(rejections).toEqual([]);
		expect(Object.keys(Object.prototype)).toEqual([]);
		expect(JSON.stringify(setup.engine.log)).not.toContain(setup.hub.apiKey);
	}, 300_000);

	it.each(['.', '..', 'x/../../y', 'y?', 'y#'])(
		'%j in a path leads to no other address',
		async (id) => {
			for (const { name, parameters, fields } of operations) {
				for (const field of fields) {
					if (!['resourceLocator', 'options'].includes(field.type)) continue;
					seed();
					const asked = setup.hub.requests.length;
					const result = await setup.engine.run({
						node: setup.node({
							...(Object.fromEntries(fields.map((one) => [one.name, right(one)])) as IDataObject),
							...parameters,
							[field.name]: field.type === 'options' ? '={{ $json.id }}' : byId('={{ $json.id }}'),
						}),
						items: [{ ...file, json: { id } }],
					});
					const paths = setup.hub.requests.slice(asked).map(({ path }) => path);
					const elsewhere = paths.filter((path) => /(^\/v2|(?<!llms|storages)\/|\/y)$/.test(path));
					expect([name, field.name, elsewhere]).toEqual([name, field.name, []]);
					expect(`${name}: ${wordsOf(result)}`).not.toMatch(CRASH);
				}
			}
		},
	);
});
