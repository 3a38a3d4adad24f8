import type { IDataObject } from 'n8n-workflow';
import { byId, openSetup, runner, sha256, wordsOf, type Setup } from './setup.mts';

describe('Asset', () => {
	let setup: Setup;
	let project: string;
	beforeAll(async () => {
		setup = await openSetup({ binaryMode: 'filesystem' });
	});
	afterAll(async () => await setup.close());
	beforeEach(() => {
		setup.hub.resetFaults();
		setup.hub.clearRequests();
		project = setup.hub.seedProject({ batches: ['Mon', 'Tue'] })._id;
	});

	const run = runner('asset', () => ({ setup, project }));
	const seed = (count: number, more: (index: number) => object = () => ({})) =>
		Array.from({ length: count }, (_, index) =>
			setup.hub.seedAsset(project, { externalId: `a${index}.png`, ...more(index) }),
		);
	const stored = () =>
		[...setup.hub.state.assets.values()].filter((asset) => asset.project === project);

	describe('Import From Cloud', () => {
		it('registers URLs as they are, percent-encoded, named after their file', async () => {
			const result = await run('importFromCloud', {
				content: 'url',
				url: 'https://example.com/my photos/ä 1.png',
				options: { width: 640, height: 480, returnIds: true },
			});
			expect(wordsOf(result).trim()).toBe('');
			const [asset] = stored();
			expect(asset).toMatchObject({
				_id: result.items[0].json.assetId,
				data: 'https://example.com/my%20photos/%C3%A4%201.png',
				externalId: 'ä 1.png',
				metadata: { width: 640, height: 480 },
			});
			const [post] = setup.hub.requests.filter(({ path }) => path.endsWith('/cloud'));
			expect(post.body).not.toHaveProperty('uploadLocal');
		});

		it('is found again by the text that was imported', async () => {
			const url = 'https://files.example/Straße 7/ä b.png';
			await run('importFromCloud', { content: 'url', url, options: {} });
			const labels = '{"classifications":[{"title":"Kind","answer":"Car"}]}';
			const result = await setup.engine.run({
				node: setup.node({
					resource: 'label',
					operation: 'import',
					project: byId(project),
					findBy: 'data',
					assetUrl: url,
					labels,
					options: { check: false },
				} as never),
			});
			expect(wordsOf(result).trim()).toBe('');
			expect(result.items[0].json.imported).toBe(true);
		});

		it.each([
			[{ content: 'url', url: 'https://h/1.png,https://h/2.png' }, /'URL' holds several addresses/],
			[{ content: 'url', url: 'https://h/1.png\nhttps://h/2.png' }, /'URL' holds several/],
			[
				{ content: 'urls', urls: '={{ ["https://h/1.png, https://h/2.png"] }}' },
				/'URLs' holds several addresses/,
			],
		])('refuses several addresses in one place: %j', async (parameters, words) => {
			const result = await run('importFromCloud', { options: {}, ...parameters });
			expect(wordsOf(result)).toMatch(words);
			expect(stored()).toHaveLength(0);
		});

		it('takes several addresses however they are divided', async () => {
			const urls = 'https://h/1.png,https://h/2.png; https://h/3.png\nhttps://h/4.png';
			const result = await run('importFromCloud', { content: 'urls', urls, options: {} });
			expect(wordsOf(result).trim()).toBe('');
			expect(stored()[0].dataset).toEqual([1, 2, 3, 4].map((n) => `https://h/${n}.png`));
		});

		it('makes one asset of several URLs, and of a text', async () => {
			const urls = ['https://example.com/2.png', 'https://example.com/1.png'];
			await run('importFromCloud', { content: 'urls', urls: urls.join('\n'), options: {} });
			await run('importFromCloud', {
				content: 'urls',
				urls: `={{ ${JSON.stringify(urls)} }}`,
				options: {},
			});
			const text = await run('importFromCloud', {
				content: 'text',
				text: 'Say "hi"\n# now',
				options: { externalId: 't1' },
			});
			expect(wordsOf(text).trim()).toBe('');
			const [first, second, third] = stored();
			expect([first.dataset, second.dataset]).toEqual([urls, urls]);
			expect(first.externalId).toBe('2.png');
			expect(third.data).toBe("Say 'hi' # now");
		});

		it('asks Ango Hub for a copy only when told, and warns of links that expire', async () => {
			const url = 'https://b.s3.amazonaws.com/a.png?X-Amz-Expires=60&X-Amz-Signature=abc';
			const result = await run('importFromCloud', { content: 'url', url, options: {} });
			expect(result.items[0].json.warning).toMatch(/signature that expires/);
			expect(result.hints.map(({ message }) => message).join()).toMatch(/signature that expires/);
			const copied = await run('importFromCloud', { content: 'url', url, options: { copy: true } });
			expect(copied.items[0].json.warning).toBeUndefined();
			const bodies = setup.hub.requests
				.filter(({ path }) => path.endsWith('/cloud'))
				.map(({ body }) => body);
			expect(bodies.map((body) => (body as IDataObject).uploadLocal)).toEqual([undefined, 'true']);
		});

		it('gives items their own batches and registers them together', async () => {
			const items = ['Mon', 'Tue', ''].map((day, index) => ({ json: { day, n: index } }));
			const result = await run(
				'importFromCloud',
				{
					content: 'url',
					url: '=https://example.com/{{ $json.n }}.png',
					options: { batches: '={{ $json.day || [] }}' },
				},
				items,
			);
			expect(wordsOf(result).trim()).toBe('');
			const ids = setup.hub.state.project(project).batches.map(({ _id }) => _id);
			expect(stored().map(({ batches }) => batches)).toEqual([[ids[0]], [ids[1]], []]);
			expect(setup.hub.requests.filter(({ path }) => path.endsWith('/cloud'))).toHaveLength(1);
		});

		it.each([
			[{ content: 'url', url: 'ftp://example.com/a.png' }, /'URL' is not an http or https URL/],
			[{ content: 'url', url: 'https://example.com/' }, /no external ID/],
			[{ content: 'text', text: 'no id' }, /no external ID/],
			[{ content: 'urls', urls: '={{ [] }}' }, /'URLs' is empty/],
		])('refuses %j', async (parameters, words) => {
			const result = await run('importFromCloud', { options: {}, ...parameters });
			expect(wordsOf(result)).toMatch(words);
			expect(stored()).toHaveLength(0);
		});
	});

	describe('Get and Get Many', () => {
		it('reads one asset, simplified or raw', async () => {
			const [asset] = seed(1);
			const simple = await run('get', { asset: byId(asset._id) });
			expect(simple.items[0].json).toMatchObject({
				projectId: project,
				assetId: asset._id,
				externalId: 'a0.png',
				url: asset.data,
			});
			expect(simple.items[0].json).not.toHaveProperty('labelTasks');
			const raw = await run('get', { asset: byId(asset._id), simplify: false });
			expect(raw.items[0].json).toHaveProperty('labelTasks');
		});

		it('says when there is no such asset', async () => {
			const result = await run('get', { asset: byId('f'.repeat(24)) }, undefined, {
				onError: 'continueErrorOutput',
			});
			expect(result.errorItems[0].json.error).toMatch(
				/no asset with the ID or external ID 'f{24}'.* deleted/,
			);
		});

		it('reads an asset by its external ID where no other has it', async () => {
			const [asset] = seed(2);
			const found = await run('get', { asset: byId('a0.png') });
			expect(found.items[0].json).toMatchObject({ assetId: asset._id, externalId: 'a0.png' });
			const spaced = setup.hub.seedAsset(project, { externalId: 'front left, e\u0301.png' });
			const composed = await run('get', { asset: byId('front left, \u00e9.png') });
			expect(composed.items[0].json).toMatchObject({ assetId: spaced._id });

			const twin = setup.hub.seedAsset(project, { externalId: 'a0.png' });
			expect(wordsOf(await run('get', { asset: byId('a0.png') }))).toMatch(
				new RegExp(`Several assets have the external ID 'a0.png'.*${twin._id}|.*${asset._id}`),
			);
		});

		it.each([1000, 100, 7])(
			'reads all of 250 once, in order, with pages of at most %i',
			async (pageClamp) => {
				setup.hub.faults.pageClamp = pageClamp;
				seed(250);
				const all = await run('getAll', { returnAll: true });
				expect(all.items.map(({ json }) => json.externalId)).toEqual(
					Array.from({ length: 250 }, (_, index) => `a${249 - index}.png`),
				);
			},
		);

		it('asks for no more than the limit', async () => {
			seed(250);
			const some = await run('getAll', { limit: 20 });
			expect(some.items).toHaveLength(20);
			const [list, ...others] = setup.hub.requests;
			expect(list.query.limit).toBe('20');
			expect(others).toHaveLength(0);
		});

		it('filters by ids, external ids, batches, pre-labels and context data', async () => {
			const [mon, tue] = setup.hub.state.project(project).batches;
			const assets = seed(6, (index) => ({
				batches: index < 2 ? [mon._id, tue._id] : [mon._id],
				contextData: { camera: index % 2 ? 'left' : 'right', n: index },
			}));
			const names = async (filters: object) =>
				(await run('getAll', { returnAll: true, filters })).items
					.map(({ json }) => json.externalId)
					.sort();
			expect(await names({ ids: `${assets[0]._id}, ${assets[3]._id}` })).toEqual([
				'a0.png',
				'a3.png',
			]);
			expect(await names({ externalIds: '={{ ["a1.png", "a5.png"] }}' })).toEqual([
				'a1.png',
				'a5.png',
			]);
			expect(await names({ batches: ['Mon', tue._id] })).toEqual(['a0.png', 'a1.png']);
			expect(await names({ contextData: '{"camera": "left"}' })).toEqual([
				'a1.png',
				'a3.png',
				'a5.png',
			]);
			expect(await names({ isPreLabeled: true })).toEqual([]);
			expect(await names({ isPreLabeled: false })).toHaveLength(6);
			expect(await names({ ids: '', externalIds: [], batches: [] })).toHaveLength(6);
		});

		it.each([
			['External IDs', { externalIds: '={{ [] }}' }],
			['Asset IDs', { ids: '={{ [null, " "] }}' }],
			['Batch Names or IDs', { batches: '={{ [] }}' }],
		])('gives none where %s is an empty list, with a hint', async (name, filters) => {
			const { items, hints } = await run('getAll', { returnAll: true, filters });
			expect(items).toEqual([]);
			expect(hints.map(({ message }) => message)).toEqual([
				`Nothing passes the filter '${name}', because it is an empty list. Remove it to get all.`,
			]);
		});

		it('says nothing of making a batch that it only filters by', async () => {
			const told = wordsOf(await run('getAll', { filters: { batches: ['Nope'] } }));
			expect(told).toMatch(/^There is no batch 'Nope' in the project The/);
			expect(told).not.toContain('Create');
		});

		it('stops at the limit when n8n does the filtering', async () => {
			seed(300, (index) => ({ contextData: { even: index % 2 === 0 } }));
			const result = await run('getAll', { limit: 30, filters: { contextData: '{"even": true}' } });
			expect(result.items).toHaveLength(30);
		});
	});

	describe('Download', () => {
		it('gives the exact bytes, also of a large file, without the key', async () => {
			const path = `/${project}/assets/film.mp4`;
			setup.hub.storage.putSynthetic(path, 20_000_000, 3);
			const [asset] = seed(1, () => ({
				externalId: 'film.mp4',
				data: `${setup.hub.storageUrl}${path}`,
			}));
			const result = await run('download', { asset: byId(asset._id) });
			expect(wordsOf(result).trim()).toBe('');
			const { data } = result.items[0].binary!;
			expect(data).toMatchObject({ fileName: 'film.mp4', mimeType: 'video/mp4' });
			const bytes = await setup.engine.readBinary(data);
			expect(sha256(bytes)).toBe(setup.hub.storage.objects.get(path)!.sha256);
			expect(JSON.stringify(setup.hub.storage.requests)).not.toContain(setup.hub.apiKey);
		});

		it('gives every page of an asset, and a text as a file', async () => {
			const urls = ['p1.png', 'p2.png'].map((name) => {
				setup.hub.storage.put(`/${project}/assets/${name}`, Buffer.from(name), 'image/png');
				return `${setup.hub.storageUrl}/${project}/assets/${name}`;
			});
			const [pages] = seed(1, () => ({ data: undefined, dataset: urls }));
			const [text] = seed(1, () => ({ externalId: 'note', data: 'plain words' }));
			const several = await run('download', { asset: byId(pages._id) });
			expect(wordsOf(several).trim()).toBe('');
			expect(Object.keys(several.items[0].binary!)).toEqual(['data_0', 'data_1']);
			const one = await run('download', { asset: byId(text._id), field: 'note' });
			expect(String(await setup.engine.readBinary(one.items[0].binary!.note))).toBe('plain words');
		});

		it('starts over when the transfer breaks off', async () => {
			setup.hub.storage.put(`/${project}/assets/a0.png`, Buffer.alloc(300_000, 1), 'image/png');
			const [asset] = seed(1);
			setup.hub.faults.rules.push({
				match: { host: 'storage', method: 'GET' },
				times: 2,
				action: 'truncate',
			});
			const result = await run('download', { asset: byId(asset._id) });
			expect(wordsOf(result).trim()).toBe('');
			expect(await setup.engine.readBinary(result.items[0].binary!.data)).toHaveLength(300_000);
		});
	});

	describe('Delete, Set Priority and Add Attachments', () => {
		const picked = { asset: { __rl: true, mode: 'id', value: '={{ $json.id }}' } };

		it('deletes many assets in one call, each paired with its item', async () => {
			const assets = seed(3);
			const result = await run(
				'delete',
				picked,
				assets.map(({ _id }) => ({ json: { id: _id } })),
			);
			expect(result.items.map(({ json, pairedItem }) => [json, pairedItem])).toEqual(
				assets.map(({ _id }, item) => [
					{ deleted: true, projectId: project, assetId: _id },
					{ item },
				]),
			);
			expect(stored()).toHaveLength(0);
			expect(setup.hub.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
		});

		it('deletes the good ones and reports the bad one', async () => {
			const assets = seed(3);
			const items = [assets[0]._id, 'f'.repeat(24), assets[2]._id].map((id) => ({ json: { id } }));
			const result = await run('delete', picked, items, { onError: 'continueErrorOutput' });
			expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
			expect(result.errorItems.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
			expect(stored()).toHaveLength(1);
		});

		it('sets priorities within the limits of the platform', async () => {
			const assets = seed(2);
			const items = assets.map(({ _id }, index) => ({ json: { id: _id, p: index * 10 } }));
			const result = await run('setPriority', { ...picked, priority: '={{ $json.p }}' }, items);
			expect(wordsOf(result).trim()).toBe('');
			expect(assets.map((asset) => setup.hub.taskOf(asset).priority)).toEqual([0, 10]);
			const refused = await run('setPriority', { ...picked, priority: -1001 }, items);
			expect(wordsOf(refused)).toMatch(/from -1000 to 1000, not -1001/);
		});

		it('attaches files and texts, and names the storage of a private file', async () => {
			seed(1);
			const storage = 'b'.repeat(24);
			const result = await run('addAttachments', {
				externalId: 'a0.png',
				attachments: {
					attachment: [
						{ type: 'IMAGE', value: 'https://example.com/r.png?v=1', storage: byId(storage) },
						{ type: 'TEXT', value: 'see left' },
						{ type: 'HTML', value: '<b>see left</b>' },
					],
				},
			});
			expect(wordsOf(result).trim()).toBe('');
			expect(stored()[0].attachments).toEqual([
				{ type: 'IMAGE', value: `https://example.com/r.png?v=1&storageId=${storage}` },
				{ type: 'TEXT', value: 'see left' },
				{ type: 'HTML', value: '<b>see left</b>' },
			]);
			const wrong = await run('addAttachments', {
				externalId: 'a0.png',
				attachments: { attachment: [{ type: 'IMAGE', value: 'reference.png' }] },
			});
			expect(wordsOf(wrong)).toMatch(/'URL or Text' is not an http or https URL/);
			const empty = await run('addAttachments', { externalId: 'a0.png', attachments: {} });
			expect(wordsOf(empty)).toMatch(/'Attachments' is empty/);
		});
	});

	it('says which required field is empty, and for which item', async () => {
		const [asset] = seed(1);
		const items = [{ json: { id: asset._id } }, { json: {} }];
		const result = await run(
			'get',
			{ asset: { __rl: true, mode: 'id', value: '={{ $json.id }}' } },
			items,
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items).toHaveLength(1);
		expect(result.errorItems[0].json.error).toMatch(/'Asset' is empty\. Fill in 'Asset'/);
		expect(result.errorItems[0].pairedItem).toEqual({ item: 1 });
	});
});

describe('Asset on the legacy platform', () => {
	let setup: Setup;
	beforeAll(async () => {
		setup = await openSetup({ platform: 'legacy' });
	});
	afterAll(async () => await setup.close());

	it('writes tags, priorities and filters in the words of that platform', async () => {
		const { hub, engine, node } = setup;
		const project = hub.seedProject({ batches: ['Mon'] });
		const base = { resource: 'asset', project: byId(project._id) };
		const imported = await engine.run({
			node: node({
				...base,
				operation: 'importFromCloud',
				content: 'url',
				url: 'https://example.com/a.png',
				options: { batches: ['Mon'], priority: 5000, returnIds: true },
			} as never),
		});
		expect(wordsOf(imported).trim()).toBe('');
		const assetId = imported.items[0].json.assetId as string;
		expect(hub.state.assets.get(assetId)!.batches).toEqual([project.batches[0]._id]);
		const prioritized = await engine.run({
			node: node({
				...base,
				operation: 'setPriority',
				asset: byId(assetId),
				priority: 9000,
			} as never),
		});
		expect(wordsOf(prioritized).trim()).toBe('');
		const storage = 'b'.repeat(24);
		await engine.run({
			node: node({
				...base,
				operation: 'addAttachments',
				externalId: 'a.png',
				attachments: {
					attachment: [
						{ type: 'IMAGE', value: 'https://example.com/r.png', storage: byId(storage) },
					],
				},
			} as never),
		});
		expect(hub.state.assets.get(assetId)!.attachments).toEqual([
			{ type: 'IMAGE', value: `https://example.com/r.png?integrationId=${storage}` },
		]);
		const refused = await engine.run({
			node: node({ ...base, operation: 'getAll', filters: { isPreLabeled: true } } as never),
		});
		expect(wordsOf(refused)).toMatch(/legacy platform cannot filter/);
	});
});
