import type { IDataObject } from 'n8n-workflow';
import { labelSet } from './labelSetup.mts';
import { byId, openSetup, runner, wordsOf, type Setup } from './setup.mts';

const NODE_ID = '11111111-2222-4333-8444-555555555555';

/** The operations that have a field for each class, and the name of that field. */
const OPERATIONS = [
	['label', 'annotate', 'Answers by Class'],
	['label', 'import', 'Answers by Class'],
	['asset', 'upload', 'Pre-Labels'],
	['asset', 'importFromCloud', 'Pre-Labels'],
	['asset', 'sendAndWait', 'Pre-Labels'],
] as const;

const ANSWERS = [
	['Weather', 'rainy', ['Remark', 'cold']],
	['Tags', ['dark', 'wet']],
];

const byClass = (value: IDataObject | null) => ({ mappingMode: 'defineBelow', value, schema: [] });
const BY_TITLE = { mappingMode: 'autoMapInputData', value: null, schema: [] };

describe.each(OPERATIONS)('%s: %s with answers by class', (resource, operation, field) => {
	const here = {} as { setup: Setup; project: string };
	beforeAll(async () => {
		here.setup = await openSetup();
	});
	afterAll(async () => await here.setup.close());
	beforeEach(() => {
		const { hub } = here.setup;
		here.project = hub.seedProject({
			stages: [
				{ id: 'Start', type: 'Start', name: 'Start', next: ['Complete'], autoForward: false },
				{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
			],
			categorySchema: labelSet(),
		})._id;
		if (resource === 'label') hub.seedAsset(here.project, { externalId: 'a.txt' });
		hub.clearRequests();
	});

	const send = runner(resource, () => here);
	const run = async (classAnswers: unknown, json: IDataObject = {}, more: IDataObject = {}) => {
		const { hub } = here.setup;
		const [asset] = hub.state.room(here.project).assets;
		const own = {
			annotate: () => ({ task: byId(hub.taskOf(asset)._id) }),
			import: () => ({ externalId: 'a.txt' }),
			upload: () => ({ source: 'text', text: 'x', options: { fileName: 'a.txt' } }),
			importFromCloud: () => ({ content: 'url', url: 'https://files.example.com/a.txt' }),
			sendAndWait: () => ({ message: 'x', waitStages: ['Start'] }),
		}[operation]();
		const parameters = { ...own, ...more, ...(classAnswers !== undefined && { classAnswers }) };
		return await send(operation, parameters, [{ json }], { id: NODE_ID } as never);
	};

	/** The answers of the only task, by title. */
	const stored = () => {
		const { hub } = here.setup;
		const [asset] = hub.state.room(here.project).assets;
		return asset ? hub.taskOf(asset).answer.classifications.map(short) : [];
	};
	const short = ({ title, answer, classifications = [] }: Record<string, unknown>): unknown[] => [
		title,
		answer,
		...(classifications as Array<Record<string, unknown>>).map(short),
	];

	it('takes one from each field', async () => {
		const value = { Weather: 'rainy', 'Weather › Remark': 'cold', Tags: '["dark","wet"]' };
		const result = await run(byClass(value));
		expect(wordsOf(result).trim()).toBe('');
		expect(stored()).toEqual(ANSWERS);
	});

	it('takes them from expressions', async () => {
		const value = {
			Weather: '={{ $json.sky }}',
			'Weather › Remark': '={{ $json.note }}',
			Tags: '={{ $json.tags }}',
		};
		const item = { sky: 'rainy', note: 'cold', tags: ['dark', 'wet'] };
		expect(wordsOf(await run(byClass(value), item)).trim()).toBe('');
		expect(stored()).toEqual(ANSWERS);
	});

	it('takes the columns of a sheet by their titles', async () => {
		const row = { row_number: 2, Tags: 'dark, wet', Remark: 'cold', Weather: 'rainy' };
		expect(wordsOf(await run(BY_TITLE, row)).trim()).toBe('');
		expect(stored()).toEqual(expect.arrayContaining(ANSWERS));
	});

	it.each([[undefined], [null], [byClass(null)], [byClass({})], [byClass({ Weather: '' })]])(
		'leaves those in the rows of Answers as they are beside %j',
		async (value) => {
			const answers = { label: [{ class: 'Weather', answers: ['sunny'] }] };
			expect(wordsOf(await run(value, {}, { answers })).trim()).toBe('');
			expect(stored()).toEqual([['Weather', 'sunny']]);
		},
	);

	it.each<[unknown, IDataObject, RegExp]>([
		[byClass({ Weather: '={{ $json.sky }}' }), { sky: 'foggy' }, /'foggy' is not an answer/],
		[byClass({ Weather: '={{ $json.sky }}' }), { sky: { a: 1 } }, /has to be text/],
		[byClass({ Weather: '={{ $json.sky }}' }), { sky: ['sunny', 'rainy'] }, /takes one answer/],
		[byClass({ Tags: '={{ $json.tags }}' }), { tags: [{ a: 1 }] }, /has to be text/],
		[byClass({ 'Weather › Remark': 'cold' }), {}, /'Remark' is inside 'Weather'/],
		[byClass({ Climate: 'x' }), {}, /no class 'Climate'.*Refresh the fields/],
		[BY_TITLE, { sky: 'rainy' }, /No field of the item is called like a class/],
		[BY_TITLE, { Weather: 'foggy' }, /'foggy' is not an answer of 'Weather'/],
		['rainy', {}, /has to be an object/],
	])('refuses %j for %j before anything is sent', async (value, json, message) => {
		expect(wordsOf(await run(value, json))).toMatch(message);
		expect(stored()).toEqual([]);
		const writes = here.setup.hub.requests.filter(({ method }) => method !== 'GET');
		expect(writes).toEqual([]);
	});

	it('names its field', async () => {
		expect(wordsOf(await run(byClass({ Climate: 'x' })))).toContain(`'${field}'`);
		const answers = { label: [{ class: 'Weather', answers: ['sunny'] }] };
		const twice = await run(byClass({ Weather: 'rainy' }), {}, { answers });
		expect(wordsOf(twice)).toContain(`'Weather' has an answer in '${field}' and in 'Answers'`);
	});
});
