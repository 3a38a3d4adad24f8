import { byId, openSetup, runner, wordsOf, type Setup } from './setup.mts';
import { AWS, KEY_FILE, storageSetup } from './storageSetup.mts';

describe('Storage', () => {
	const { here, run, bodies } = storageSetup();

	describe('create', () => {
		it.each([
			[AWS, { publicKey: AWS.publicKey, privateKey: AWS.privateKey, credentials: null }],
			[
				{ ...AWS, provider: 'GCP', credentials: JSON.stringify(KEY_FILE) },
				{ publicKey: null, privateKey: null, credentials: JSON.stringify(KEY_FILE) },
			],
			[
				{ name: 'x', provider: 'GCP', credentials: '={{ JSON.stringify($json.keyFile) }}' },
				{ publicKey: null, privateKey: null, credentials: JSON.stringify(KEY_FILE) },
			],
			[
				{ name: 'x', provider: 'AZURE', accountName: 'n', accountKey: 'p', region: ' westeurope ' },
				{ publicKey: 'n', privateKey: 'p', credentials: null, region: 'westeurope' },
			],
		])('sends the keys of %j and gives none back', async (parameters, wire) => {
			const result = await run('create', parameters, [{ json: { keyFile: KEY_FILE } }]);
			expect(wordsOf(result).trim()).toBe('');
			expect(bodies()).toEqual([
				{
					name: parameters.name,
					provider: parameters.provider,
					region: 'eu-central-1',
					...wire,
				},
			]);
			expect(result.items[0].json).toMatchObject({
				name: parameters.name,
				provider: parameters.provider,
				_id: expect.stringMatching(/^[0-9a-f]{24}$/),
			});
			expect(JSON.stringify(result.items)).not.toMatch(
				/publicKey|privateKey|credentials|secret-of-the-test|AKIA/,
			);
		});

		it.each([
			[{ ...AWS, privateKey: '={{ " " }}' }, /'Secret Access Key' is empty/],
			[
				{ name: 'x', provider: 'GCP', credentials: '={{ "" }}' },
				/'Service Account Key \(JSON\)' is empty/,
			],
			[
				{ name: 'x', provider: 'GCP', credentials: 'key.json' },
				/'Service Account Key \(JSON\)' is not the key/,
			],
			[
				{ name: 'x', provider: 'AZURE', accountName: 'p' },
				/'Account Key' and 'Credentials' are both empty/,
			],
			[{ ...AWS, name: '={{ $json.none }}' }, /'Name' is empty/],
		])('refuses %j before anything is sent', async (parameters, message) => {
			expect(wordsOf(await run('create', parameters))).toMatch(message);
			expect(here.setup.hub.requests).toEqual([]);
		});

		it.each([
			['Keys are wrong.', /^Keys are wrong(?!\.\.)/],
			['Keys are looked at...', /^Keys are looked at\.\.\./],
			[`Invalid value ${AWS.privateKey}!`, /refused the request with status 400.*left out/],
			[`Invalid value ${AWS.privateKey.slice(0, 25)}...`, /repeats a key/],
		])('hands on the reason %s without keys', async (message, words) => {
			here.setup.hub.faults.rules = [
				{ action: { status: 400, body: { status: 'fail', message } } },
			];
			const result = await run('create', AWS, [{ json: {} }], { onError: 'continueErrorOutput' });
			expect(result.errorItems[0].json.error).toMatch(words);
			expect(JSON.stringify(result.errorItems)).not.toContain('secret-of-the-test');
			const stopped = await run('create', AWS);
			expect(wordsOf(stopped)).toMatch(words);
			// n8n adds the node with its parameters, as it does to every error of a node.
			const { node, ...error } = stopped.error as Error & { node?: unknown };
			expect(node).toBeDefined();
			expect(JSON.stringify(error) + stopped.error!.stack).not.toContain('secret-of-the-test');
		});

		it('connects a storage once although the answer is lost', async () => {
			here.setup.hub.faults.rules = [
				{ match: { method: 'POST' }, times: 1, action: 'reset-after' },
			];
			expect(wordsOf(await run('create', AWS))).toMatch(/the connection was closed/);
			expect(here.setup.hub.requests).toHaveLength(1);
		});
	});

	it('gets one storage, and lists all of them page by page, without keys', async () => {
		for (let index = 0; index < 101; index++) await run('create', { ...AWS, name: `S${index}` });
		here.setup.hub.clearRequests();
		const one = await run('get', { storage: byId(here.storage) });
		expect(one.items.map(({ json }) => json._id)).toEqual([here.storage]);
		expect(here.setup.hub.requests[0].query._id).toBe(here.storage);
		const all = await run('getAll', { returnAll: true });
		expect(new Set(all.items.map(({ json }) => json._id)).size).toBe(102);
		expect((await run('getAll', { limit: 2 })).items).toHaveLength(2);
		expect(JSON.stringify([one.items, all.items])).not.toMatch(
			/publicKey|privateKey|credentials|secret-of-the-test|AKIA/,
		);
		expect(wordsOf(await run('get', { storage: byId('f'.repeat(24)) }))).toMatch(
			/There is no storage with the ID f+/,
		);
	});

	it('disconnects a storage', async () => {
		const items = [{ json: { id: here.storage } }, { json: { id: 'f'.repeat(24) } }];
		const result = await run('delete', { storage: byId('={{ $json.id }}') }, items, {
			onError: 'continueErrorOutput',
		});
		expect(result.items).toEqual([
			expect.objectContaining({
				json: { deleted: true, storageId: here.storage },
				pairedItem: { item: 0 },
			}),
		]);
		expect(result.errorItems[0].json.error).toMatch(/No storage with the id/);
		expect(result.errorItems[0].pairedItem).toEqual({ item: 1 });
		expect(here.setup.hub.state.storages.has(here.storage)).toBe(false);
	});
});

describe('Storage on the legacy platform', () => {
	let setup: Setup;
	beforeEach(async () => {
		setup = await openSetup({ platform: 'legacy' });
	});
	afterEach(async () => await setup.close());
	const run = runner('storage', () => ({ setup }));

	it('lists integrations, and finds one among them, by `_id` or `id`', async () => {
		const ids = ['A', 'B'].map((name) => {
			const { state } = setup.hub;
			const _id = state.newId();
			const organization = state.organization;
			state.storages.set(_id, { _id, name, organization, createdAt: state.timestamp() });
			return _id;
		});
		const all = await run('getAll', { returnAll: true });
		expect(all.items.map(({ json }) => json.name).sort()).toEqual(['A', 'B']);
		expect((await run('getAll', { limit: 1 })).items).toHaveLength(1);
		const one = await run('get', { storage: byId(ids[1]) });
		expect(one.items[0].json).toMatchObject({ _id: ids[1], name: 'B' });
		expect(wordsOf(await run('get', { storage: byId('f'.repeat(24)) }))).toMatch(/no storage with/);
		const data = { integrations: [{ id: ids[0], name: 'A', privateKey: 'p', credentials: 'c' }] };
		setup.hub.faults.rules = [{ action: { status: 200, body: { status: 'success', data } } }];
		expect((await run('getAll')).items[0].json).toEqual({
			storageId: ids[0],
			_id: ids[0],
			id: ids[0],
			name: 'A',
		});
	});

	it.each([
		['create', /can only list storages/],
		['delete', /can only list storages/],
		['getFiles', /can only list storages/],
		['exploreFiles', /can only list storages/],
		['importFolder', /can only list storages/],
	])('says that it cannot %s before anything is sent', async (operation, message) => {
		const id = byId('a'.repeat(24));
		const options = { batches: ['New'], createMissingBatches: true };
		const result = await run(operation, {
			...AWS,
			storage: id,
			project: id,
			bucket: 'b',
			...(operation === 'importFolder' ? { options } : {}),
		});
		expect(wordsOf(result)).toMatch(message);
		expect(setup.hub.requests).toEqual([]);
	});
});
