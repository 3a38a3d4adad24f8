import type { IDataObject } from 'n8n-workflow';
import { existing, extras, type Entry } from './labelSetFixture.mts';
import { byId, openSetup, runner, wordsOf, type Setup } from './setup.mts';

const HEX_ID = /^[0-9a-f]{32}$/;

describe.each([['current'], ['legacy']] as const)('Label Set on the %s platform', (platform) => {
	let setup: Setup;
	let project: string;
	beforeAll(async () => {
		setup = await openSetup({ platform });
	});
	afterAll(async () => await setup.close());
	beforeEach(() => {
		setup.hub.resetFaults();
		setup.hub.clearRequests();
		project = setup.hub.seedProject({ categorySchema: existing() as never })._id;
	});

	const run = runner('labelSet', () => ({ setup, project }));
	const build = async (rows: object[], parameters: object = {}) =>
		await run('update', { classes: { class: rows }, ...parameters });
	const posts = () => setup.hub.requests.filter(({ method }) => method === 'POST');
	const stored = () => setup.hub.state.project(project).categorySchema;
	const list = (name: 'tools' | 'classifications' | 'relations') =>
		stored()[name] as unknown as Entry[];

	it('reads all three lists', async () => {
		const result = await run('get', {});
		expect(result.items.map(({ json }) => json)).toEqual([{ projectId: project, ...existing() }]);
		const unknown = await run('get', { project: byId('f'.repeat(24)) }, undefined, {
			onError: 'continueErrorOutput',
		});
		expect(unknown.errorItems[0].json.error).toMatch(/There is no project/);
	});

	it('sends a new class with exactly the keys of the contract', async () => {
		project = setup.hub.seedProject()._id;
		const result = await build(
			[
				{ kind: 'tool', toolType: 'segmentation', title: 'Road' },
				{
					kind: 'classification',
					classificationType: 'radio',
					title: 'Weather',
					options: 'Sun\nRain [ID: rain]\n\n',
				},
				{
					kind: 'classification',
					classificationType: 'text',
					title: 'How much',
					insideOf: 'Weather',
					when: 'Rain',
					settings: { richText: true, exportName: 'amount', required: true },
				},
				{
					kind: 'classification',
					classificationType: 'tree-dropdown',
					title: 'Place',
					tree: 'Country / City / Center\nCountry / Village [ID: v]\nSea',
				},
				{ kind: 'relation', relationType: 'group', title: 'Convoy' },
			],
			{ mode: 'replace' },
		);
		expect(wordsOf(result).trim()).toBe('');
		const { categorySchema } = posts()[0].body as { categorySchema: IDataObject };
		const common = {
			required: false,
			schemaId: expect.stringMatching(HEX_ID),
			columnField: false,
			color: expect.stringMatching(/^#[0-9A-F]{6}$/),
			shortcutKey: '',
			classifications: [],
			options: [],
		};
		expect(categorySchema).toEqual({
			tools: [{ ...common, tool: 'segmentation', title: 'Road' }],
			classifications: [
				{
					...common,
					...extras,
					tool: 'radio',
					title: 'Weather',
					options: [
						{ value: 'Sun', schemaId: expect.stringMatching(HEX_ID) },
						{ value: 'Rain', schemaId: 'rain' },
					],
					classifications: [
						{
							...common,
							...extras,
							tool: 'text',
							title: 'How much',
							parentOptionId: 'rain',
							richText: true,
							exportName: 'amount',
							required: true,
						},
					],
				},
				expect.objectContaining({ tool: 'tree-dropdown', title: 'Place' }),
			],
			relations: [{ ...common, tool: 'group', title: 'Convoy' }],
		});
		const [, place] = categorySchema.classifications as [Entry, Entry & typeof extras];
		const [country, sea] = place.treeOptions as IDataObject[];
		const [city, village] = country.children as IDataObject[];
		const [center] = city.children as IDataObject[];
		expect(place.options).toEqual([
			{ value: 'Country', schemaId: country.key },
			{ value: 'Country / City', schemaId: city.key },
			{ value: 'Country / City / Center', schemaId: center.key },
			{ value: 'Country / Village', schemaId: 'v' },
			{ value: 'Sea', schemaId: sea.key },
		]);
		expect(village).toEqual({ title: 'Village', key: 'v', value: 'v', children: [] });
		expect(center.key).toMatch(HEX_ID);
		expect(center.value).toBe(center.key);
		const colors = [...JSON.stringify(categorySchema).matchAll(/"color":"(.{7})"/g)];
		expect(new Set(colors.map(([, color]) => color)).size).toBe(5);
	});

	describe('Merge by Title', () => {
		it('keeps what it is not told about, with all ids', async () => {
			const result = await build([
				{
					kind: 'tool',
					toolType: 'bounding-box',
					title: 'Vehicle',
					settings: { color: '#00ff00' },
				},
				{
					kind: 'classification',
					classificationType: 'radio',
					title: 'Kind',
					insideOf: 'Vehicle',
					options: 'Truck\nBus',
				},
				{
					kind: 'classification',
					classificationType: 'checkbox',
					title: 'Damage',
					insideOf: 'Kind',
					when: 'Car',
					options: 'Dent\nScratch',
				},
				{ kind: 'tool', toolType: 'point', title: 'Light' },
			]);
			expect(wordsOf(result).trim()).toBe('');
			const [vehicle, lane, light] = list('tools');
			const before = existing().tools[0] as unknown as Entry;
			const [kind] = vehicle.classifications;
			expect(vehicle).toEqual({ ...before, color: '#00ff00', classifications: [kind] });
			const bus = kind.options[2];
			expect(kind.options).toEqual([
				{ value: 'Car', schemaId: 'o1', hint: 'four wheels' },
				{ value: 'Truck', schemaId: 'o2' },
				{ value: 'Bus', schemaId: expect.stringMatching(HEX_ID) },
			]);
			const [plate, damage] = kind.classifications;
			expect(plate).toEqual(before.classifications[0].classifications[0]);
			expect(damage).toMatchObject({ title: 'Damage', parentOptionId: 'o1' });
			expect(lane).toEqual(existing().tools[1]);
			expect(light.title).toBe('Light');
			expect(list('relations')).toEqual(existing().relations);
			expect(list('classifications')).toEqual(existing().classifications);
			expect(result.items[0].json.changes).toEqual({
				added: [
					{ title: 'Damage', schemaId: damage.schemaId, tool: 'checkbox' },
					{ title: 'Light', schemaId: light.schemaId, tool: 'point' },
				],
				removed: [],
				removedOptions: [],
			});
			expect(bus).toBeDefined();
		});

		it('extends classes of the project that are not given', async () => {
			const nested = {
				kind: 'classification',
				classificationType: 'text',
				title: 'Note',
				insideOf: 'Kind',
				when: 'Truck',
			};
			const result = await build([
				nested,
				{ ...nested, when: 'Car' },
				{ ...nested, title: 'Why', insideOf: 'r1', when: '' },
				{
					kind: 'classification',
					classificationType: 'tree-dropdown',
					title: 'Place',
					tree: 'City / Suburb\nSea',
				},
			]);
			expect(wordsOf(result).trim()).toBe('');
			const [kind] = list('tools')[0].classifications;
			expect(
				kind.classifications.map((one) => [one.title, (one as IDataObject).parentOptionId]),
			).toEqual([
				['Plate', 'o1'],
				['Note', 'o2'],
				['Note', 'o1'],
			]);
			expect(list('relations')[0].classifications[0].title).toBe('Why');
			const [place] = list('classifications');
			expect(place.options.map(({ value }) => value)).toEqual([
				'City',
				'City / Center',
				'City / Suburb',
				'Sea',
			]);
			expect(place.options.slice(0, 2).map(({ schemaId }) => schemaId)).toEqual(['k1', 'k2']);
		});

		it('renames by schema id, and changes nothing else', async () => {
			const result = await build([
				{ kind: 'tool', toolType: 'polygon', title: 'Street', settings: { schemaId: 't2' } },
			]);
			expect(wordsOf(result).trim()).toBe('');
			expect(list('tools')[1]).toEqual({ ...existing().tools[1], title: 'Street' });
		});

		it('puts the items of a project together, each paired with the same result', async () => {
			const items = ['A', 'B', 'C'].map((title) => ({ json: { title } }));
			const result = await run(
				'update',
				{
					classes: {
						class: [
							{ kind: 'classification', classificationType: 'text', title: '={{ $json.title }}' },
						],
					},
				},
				items,
			);
			expect(wordsOf(result).trim()).toBe('');
			expect(posts()).toHaveLength(1);
			expect(list('classifications').map(({ title }) => title)).toEqual(['Place', 'A', 'B', 'C']);
			expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([
				{ item: 0 },
				{ item: 1 },
				{ item: 2 },
			]);
		});

		it('goes on without items that cannot be used', async () => {
			const items = ['A', ' ', 'C'].map((title) => ({ json: { title } }));
			const row = { kind: 'tool', toolType: 'point', title: '={{ $json.title }}' };
			const result = await run('update', { classes: { class: [row] } }, items, {
				onError: 'continueErrorOutput',
			});
			expect(result.items).toHaveLength(2);
			expect(result.errorItems).toMatchObject([
				{
					json: { error: expect.stringMatching(/no 'Class Title'.*Fill in 'Class Title'/) },
					pairedItem: { item: 1 },
				},
			]);
			expect(list('tools').map(({ title }) => title)).toEqual(['Vehicle', 'Lane', 'A', 'C']);
		});

		it('merges JSON, too', async () => {
			const result = await run('update', {
				specify: 'json',
				labelSet: JSON.stringify({
					categorySchema: {
						tools: [{ tool: 'polygon', title: 'Lane', required: false }],
						classifications: [
							{ tool: 'radio', title: 'Night', options: ['Yes', { value: 'No', schemaId: 'no' }] },
						],
					},
				}),
			});
			expect(wordsOf(result).trim()).toBe('');
			expect(list('tools')[1]).toEqual({ ...existing().tools[1], required: false });
			expect(list('classifications')[1]).toMatchObject({
				...extras,
				title: 'Night',
				options: [{ value: 'Yes' }, { value: 'No', schemaId: 'no' }],
			});
		});
	});

	describe('Replace All', () => {
		const rows = [
			{ kind: 'tool', toolType: 'bounding-box', title: 'Vehicle' },
			{
				kind: 'classification',
				classificationType: 'radio',
				title: 'Kind',
				insideOf: 'Vehicle',
				options: 'Truck\nBus',
			},
			{ kind: 'tool', toolType: 'polyline', title: 'Lane' },
		];

		it('keeps the ids of classes with the same title, and says what it removed', async () => {
			const result = await build(rows, { mode: 'replace' });
			expect(wordsOf(result).trim()).toBe('');
			const [vehicle, lane] = list('tools');
			expect(vehicle).toMatchObject({ schemaId: 't1', color: '#FF0000', shortcutKey: '' });
			const [kind] = vehicle.classifications;
			expect(kind).toMatchObject({ schemaId: 'c1', classifications: [] });
			expect(kind.options[0]).toEqual({ value: 'Truck', schemaId: 'o2' });
			expect(lane.schemaId).toMatch(HEX_ID); // it is of another type now
			expect(list('classifications')).toEqual([]);
			expect(result.items[0].json.changes).toEqual({
				added: [{ title: 'Lane', schemaId: lane.schemaId, tool: 'polyline' }],
				removed: [
					{ title: 'Plate', schemaId: 'c2', tool: 'text' },
					{ title: 'Lane', schemaId: 't2', tool: 'polygon' },
					{ title: 'Place', schemaId: 'c3', tool: 'tree-dropdown' },
					{ title: 'Tows', schemaId: 'r1', tool: 'one-to-one' },
				],
				removedOptions: [{ class: 'Kind', value: 'Car', schemaId: 'o1' }],
			});
		});

		it('gives new ids when asked to', async () => {
			await build(rows, { mode: 'replace', keepIds: false });
			expect(list('tools')[0].schemaId).toMatch(HEX_ID);
		});

		it('writes what Get gives back just as it was', async () => {
			const { items } = await run('get', {});
			const result = await run(
				'update',
				{ mode: 'replace', specify: 'json', labelSet: '={{ $json }}' },
				items,
			);
			expect(wordsOf(result).trim()).toBe('');
			expect(posts()[0].body).toEqual({ categorySchema: existing() });
			expect(result.items[0].json.changes).toEqual({
				added: [],
				removed: [],
				removedOptions: [],
			});
			// Its own output can be given again; what was changed is no part of the label set.
			await run(
				'update',
				{ mode: 'replace', specify: 'json', labelSet: '={{ $json }}' },
				result.items,
			);
			expect(stored()).toEqual(existing());
		});

		it('does not look for parents among what it removes', async () => {
			const [, kind] = rows;
			expect(wordsOf(await build([kind], { mode: 'replace' }))).toMatch(
				/no class 'Vehicle' for 'Kind' to be inside/,
			);
		});
	});
});
