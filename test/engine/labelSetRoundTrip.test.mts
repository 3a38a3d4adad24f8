import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { byId, openSetup, wordsOf, type Setup } from './setup.mts';

const TYPES = {
	tools: ['bounding-box', 'polygon', 'pct', 'one-of-tomorrow'],
	classifications: ['radio', 'checkbox', 'text', 'boolean', 'tree-dropdown'],
	relations: ['one-to-one', 'group'],
};
type List = keyof typeof TYPES;

const id = fc.uuid().map((uuid) => uuid.replace(/-/g, ''));
const title = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text.trim() !== '');
const texts = fc.uniqueArray(title, { minLength: 1, maxLength: 4 });

/** Keys that a class may have or lack: those that the contract lists, and others. */
const further = (list: List) =>
	fc.record(
		{
			required: fc.boolean(),
			columnField: fc.boolean(),
			color: fc.constantFrom('#AA00FF', '#000000', 'red', '', null),
			shortcutKey: fc.constantFrom('', 'Z', null),
			ocrEnabled: fc.boolean(),
			multiple: fc.boolean(),
			fromTomorrow: fc.anything({ maxDepth: 1, withNullPrototype: false }).map(asJson),
			...(list === 'classifications' && {
				regex: fc.constantFrom(null, '^a'),
				frameSpecific: fc.boolean(),
				showDropdown: fc.boolean(),
				richText: fc.boolean(),
				exportName: fc.string(),
			}),
		},
		{ requiredKeys: [] },
	);

function asJson(value: unknown): unknown {
	return JSON.parse(
		JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? 0 : part)) ?? '0',
	);
}

const { node: treeNode } = fc.letrec<{ node: IDataObject; nodes: IDataObject[] }>((tie) => ({
	nodes: fc.uniqueArray(tie('node'), {
		maxLength: 2,
		selector: ({ title: text }) => text,
	}),
	node: fc
		.record({
			title,
			key: id,
			icon: fc.boolean(),
			children: fc.oneof({ maxDepth: 2, depthIdentifier: 'tree' }, fc.constant([]), tie('nodes')),
		})
		.map((node): IDataObject => ({ ...node, value: node.key })),
}));

const flattened = (nodes: IDataObject[], path = ''): IDataObject[] =>
	nodes.flatMap((node) => {
		const value = `${path}${String(node.title)}`;
		return [
			{ value, schemaId: node.key, shown: node.icon },
			...flattened(node.children as IDataObject[], `${value} / `),
		];
	});

const answers = (tool: string): fc.Arbitrary<IDataObject> => {
	if (tool === 'tree-dropdown') {
		return fc
			.uniqueArray(treeNode, { minLength: 1, maxLength: 3, selector: (node) => node.title })
			.map((treeOptions) => ({ treeOptions, options: flattened(treeOptions) }));
	}
	if (tool !== 'radio' && tool !== 'checkbox') return fc.constantFrom({}, { options: [] });
	return texts.chain((values) =>
		fc
			.array(id, { minLength: values.length, maxLength: values.length })
			.map((ids) => ({ options: values.map((value, n) => ({ value, schemaId: ids[n], n })) })),
	);
};

/** Classes at one place, with others inside them; some ask for an answer of `parent`. */
const classes = (list: List, depth: number, parent?: IDataObject): fc.Arbitrary<IDataObject[]> =>
	fc
		.uniqueArray(title, { maxLength: depth === 2 ? 3 : 2 })
		.chain((titles) => fc.tuple(...titles.map((text) => schemaClass(list, depth, text, parent))));

const schemaClass = (list: List, depth: number, text: string, parent?: IDataObject) =>
	fc.constantFrom(...TYPES[list]).chain((tool) =>
		fc
			.tuple(answers(tool), further(list), id, asked(parent))
			.chain(([own, more, schemaId, parentOptionId]) => {
				const whole = {
					...more,
					...own,
					...parentOptionId,
					tool,
					title: text,
					schemaId,
				} as IDataObject;
				if (depth === 0) return fc.constant<IDataObject>(whole);
				return fc
					.option(classes('classifications', depth - 1, whole), { nil: undefined })
					.map((inside): IDataObject => ({
						...whole,
						...(inside && { classifications: inside }),
					}));
			}),
	);

const asked = (parent?: IDataObject): fc.Arbitrary<IDataObject> => {
	const options = (parent?.options ?? []) as IDataObject[];
	return fc.constantFrom<IDataObject>(
		{},
		{ parentOptionId: null },
		...options.map(({ schemaId }) => ({ parentOptionId: schemaId })),
	);
};

const labelSet = fc
	.record({
		tools: classes('tools', 2),
		classifications: classes('classifications', 2),
		relations: classes('relations', 1),
	})
	.filter((lists) => Object.values(lists).flat().length > 0);

describe('A label set that is read and written back', () => {
	let setup: Setup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(async () => await setup.close());

	it.each(['replace', 'merge'])('stays just as it is: %s', async (mode) => {
		await fc.assert(
			fc.asyncProperty(labelSet, async (categorySchema) => {
				const { _id } = setup.hub.seedProject({ categorySchema: categorySchema as never });
				setup.hub.clearRequests();
				const node = (name: string, parameters: object) =>
					setup.node({ resource: 'labelSet', project: byId(_id), ...parameters } as never, {
						name,
					});
				const read = await setup.engine.run({ node: node('Read', { operation: 'get' }) });
				const written = await setup.engine.run({
					node: node('Write', {
						operation: 'update',
						mode,
						specify: 'json',
						labelSet: '={{ $json }}',
					}),
					items: read.items,
				});
				expect(wordsOf(written).trim()).toBe('');
				const [post] = setup.hub.requests.filter(({ method }) => method === 'POST');
				expect(post.body).toEqual({ categorySchema: asJson(categorySchema) });
				expect(written.items[0].json.changes).toEqual({
					added: [],
					removed: [],
					removedOptions: [],
				});
			}),
			{ numRuns: 60 },
		);
	});
});
