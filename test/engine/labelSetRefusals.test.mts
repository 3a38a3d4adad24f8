import { existing } from './labelSetFixture.mts';
import { byId, openSetup, wordsOf, type Setup } from './setup.mts';

describe('Label Set: Update', () => {
	let setup: Setup;
	let project: string;
	beforeAll(async () => {
		setup = await openSetup();
		project = setup.hub.seedProject({ categorySchema: existing() as never })._id;
	});
	afterAll(async () => await setup.close());
	beforeEach(() => setup.hub.clearRequests());

	const update = async (parameters: object) =>
		await setup.engine.run({
			node: setup.node({
				resource: 'labelSet',
				operation: 'update',
				project: byId(project),
				...parameters,
			} as never),
		});
	const posts = () => setup.hub.requests.filter(({ method }) => method === 'POST');
	const stored = () => setup.hub.state.project(project).categorySchema;

	const question = { kind: 'classification', classificationType: 'text', title: 'Q' };
	it.each([
		['no classes', [], /'Classes' is empty/],
		['a blank title', [{ title: '' }], /no 'Class Title'/],
		[
			'a color',
			[{ title: 'A', settings: { color: 'red' } }],
			/not a valid color for the class 'A'.*#RRGGBB/,
		],
		['a shortcut key', [{ title: 'A', settings: { shortcutKey: 'z' } }], /shortcut key.*'A'/],
		[
			'a shortcut key that is taken',
			[{ title: 'A', settings: { shortcutKey: '1' } }],
			/'Vehicle' and 'A' have the same shortcut key '1'/,
		],
		['a title given twice', [{ title: 'A' }, { title: 'A' }], /2 classes called 'A' at one place/],
		['a known title given twice', [{ title: 'Vehicle' }, { title: 'Vehicle' }], /given twice/],
		[
			'an id given twice',
			[
				{ title: 'A', settings: { schemaId: 'x' } },
				{ ...question, settings: { schemaId: 'x' } },
			],
			/'A' and 'Q' have the same ID 'x'/,
		],
		['another type', [{ title: 'Lane' }], /'Lane' of the label set has the type 'polygon'/],
		['an id at another place', [{ ...question, settings: { schemaId: 'c2' } }], /another place/],
		['an unknown parent', [{ ...question, insideOf: 'Kin' }], /no class 'Kin'.*'Kind'/],
		[
			'an unknown answer',
			[{ ...question, insideOf: 'Kind', when: 'Trcuk' }],
			/'Kind' has no answer 'Trcuk', which 'Q' asks for.*'Truck'/,
		],
		[
			'an answer of a class without answers',
			[{ ...question, insideOf: 'Lane', when: 'Wide' }],
			/no answers to choose from in 'Lane'/,
		],
		['an answer without a class', [{ ...question, when: 'Car' }], /but no 'Inside Of'/],
		[
			'a tool inside of another',
			[{ kind: '={{ "relation" }}', title: 'A', insideOf: 'Lane' }],
			/'A' cannot be inside another one/,
		],
		[
			'a setting of classifications',
			[{ title: 'A', settings: { regex: '.' } }],
			/'A' cannot have 'Regular Expression'/,
		],
		[
			'no answers',
			[{ ...question, classificationType: 'radio' }],
			/'Q' has no answers to choose from.*'Possible Answers'/,
		],
		[
			'no tree',
			[{ ...question, classificationType: 'tree-dropdown' }],
			/Fill in 'Possible Answers'/,
		],
		[
			'an answer given twice',
			[{ ...question, classificationType: 'radio', options: 'A\nA' }],
			/'Q' has 'A' twice/,
		],
		[
			'an answer id given twice',
			[{ ...question, classificationType: 'radio', options: 'A [ID: 1]\nB [ID: 1]' }],
			/'Q' has the answer ID '1' twice/,
		],
		[
			'a class inside of itself',
			[
				{ ...question, title: 'P', insideOf: 'Q' },
				{ ...question, insideOf: 'P' },
			],
			/inside itself/,
		],
		[
			'a parent that can mean several',
			[{ title: 'A' }, { kind: 'relation', title: 'A' }, { ...question, insideOf: 'A' }],
			/'Inside Of' of the class 'Q' can mean several/,
		],
	])('refuses %s', async (_, rows, message) => {
		expect(wordsOf(await update({ classes: { class: rows } }))).toMatch(message);
		expect(posts()).toEqual([]);
		expect(stored()).toEqual(existing());
	});

	it.each([
		['{}', /'Label Set' holds no classes/],
		['{"tools": [], "classifications": []}', /'Label Set' holds no classes.*at least one class/],
		[
			'{"tools": [{"tool": "rectangle", "title": "A"}]}',
			/'A' has the type 'rectangle', which does not exist.*Give one of 'bounding-box', .*'rotated-bounding-box'/,
		],
		[
			'{"classifications": [{"tool": "Radio", "title": "A", "options": ["x"]}]}',
			/'A' has the type 'Radio', which does not exist.*'radio'/,
		],
		[
			'{"classifications": [{"tool": "radio", "title": "A", "options": ["x"], "classifications": [{"tool": "txt", "title": "B"}]}]}',
			/'B' has the type 'txt', which does not exist.*'text'/,
		],
		['[1]', /'Label Set' holds no classes/],
		['{"tools": {}}', /tools in 'Label Set' has to be a list/],
		['{"tools": [{"title": "A"}]}', /tools\[0\] in 'Label Set' needs a 'tool'/],
		['{"tools": [null]}', /tools\[0\] in 'Label Set' needs a 'tool'/],
		[
			'{"tools": [{"tool": "radio", "title": "A"}]}',
			/'A' belongs to classifications, not to tools/,
		],
		['{"tools": [{"tool": "point"}]}', /class of the type 'point' has no title/],
		[
			'{"classifications": [{"tool": "radio", "title": "A", "options": [7]}]}',
			/classifications\[0\]\.options in 'Label Set' has to be a list of answers/,
		],
		[
			'{"classifications": [{"tool": "tree-dropdown", "title": "A", "treeOptions": [{"key": "k"}]}]}',
			/treeOptions in 'Label Set' has to be a list of answers with a 'title'/,
		],
		[
			'{"classifications": [{"tool": "radio", "title": "A", "options": ["x"], "classifications": [{"tool": "text", "title": "B", "parentOptionId": "y"}]}]}',
			/'B' asks for an answer that 'A' does not have/,
		],
	])('refuses the JSON %s', async (labelSet, message) => {
		expect(wordsOf(await update({ specify: 'json', labelSet }))).toMatch(message);
		expect(posts()).toEqual([]);
	});
});
