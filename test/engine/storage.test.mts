import type { INodeExecutionData } from 'n8n-workflow';
import { byId, openStage, wordsOf, type Stage } from './stage.mts';

const AWS = {
	name: 'Camera archive',
	provider: 'AWS',
	publicKey: 'AKIAEXAMPLEEXAMPLE00',
	privateKey: 'aws-secret-of-the-test-0123456789',
};
const KEY_FILE = { type: 'service_account', private_key: 'gcp-secret-of-the-test-0123456789' };

type Run = (
	operation: string,
	parameters?: object,
	items?: INodeExecutionData[],
	spec?: object,
) => Promise<Awaited<ReturnType<Stage['engine']['run']>>>;

function runnerOf(stage: () => Stage): Run {
	return async (operation, parameters = {}, items, spec = {}) =>
		await stage().engine.run({
			node: stage().node({ resource: 'storage', operation, ...parameters } as never, spec),
			items,
		});
}

describe('Storage', () => {
	let stage: Stage;
	let storage: string;
	let project: string;
	beforeEach(async () => {
		stage = await openStage();
		storage = stage.hub.state.newId();
		stage.hub.state.storages.set(storage, {
			_id: storage,
			organization: stage.hub.state.organization,
			createdAt: stage.hub.state.timestamp(),
			...AWS,
			region: 'eu-central-1',
			credentials: JSON.stringify(KEY_FILE),
		});
		project = stage.hub.seedProject({ batches: ['Mon'] })._id;
		stage.hub.clearRequests();
	});
	afterEach(async () => await stage.close());

	const run = runnerOf(() => stage);
	const put = (...paths: string[]) => {
		for (const path of paths) stage.hub.storage.put(`/bucket/${path}`, 'content');
	};
	const bodies = () => stage.hub.requests.map(({ body }) => body);
	const imported = () =>
		[...stage.hub.state.assets.values()].map(({ externalId }) => externalId).sort();

	describe('create', () => {
		it.each([
			[AWS, { publicKey: AWS.publicKey, privateKey: AWS.privateKey, credentials: null }],
			[
				{ ...AWS, provider: 'GCP', credentials: JSON.stringify(KEY_FILE) },
				{ publicKey: null, privateKey: null, credentials: JSON.stringify(KEY_FILE) },
			],
			[
				{ name: 'x', provider: 'GCP', credentials: '={{ $json.keyFile }}' },
				{ publicKey: null, privateKey: null, credentials: JSON.stringify(KEY_FILE) },
			],
			[
				{ name: 'x', provider: 'AZURE', privateKey: 'p', region: ' westeurope ' },
				{ publicKey: null, privateKey: 'p', credentials: null, region: 'westeurope' },
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
			[{ ...AWS, privateKey: '={{ " " }}' }, /A storage of AWS needs 'Public Key' and/],
			[{ name: 'x', provider: 'GCP' }, /A storage of GCP needs 'Credentials'/],
			[{ name: 'x', provider: 'GCP', credentials: 'key.json' }, /not the JSON key of a service/],
			[
				{ name: 'x', provider: 'AZURE', publicKey: 'p' },
				/A storage of Azure needs 'Private Key' or/,
			],
			[{ ...AWS, name: '={{ $json.none }}' }, /'Name' is empty/],
		])('refuses %j before anything is sent', async (parameters, message) => {
			expect(wordsOf(await run('create', parameters))).toMatch(message);
			expect(stage.hub.requests).toEqual([]);
		});

		it.each([
			['Keys are wrong.', /Keys are wrong\./],
			[`Invalid value ${AWS.privateKey}!`, /did not take the storage, with status 400.*left out/],
			[`Invalid value ${AWS.privateKey.slice(0, 25)}...`, /repeats a key/],
		])('hands on the reason %s without keys', async (message, words) => {
			stage.hub.faults.rules = [{ action: { status: 400, body: { status: 'fail', message } } }];
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
			stage.hub.faults.rules = [{ match: { method: 'POST' }, times: 1, action: 'reset-after' }];
			expect(wordsOf(await run('create', AWS))).toMatch(/the connection was closed/);
			expect(stage.hub.requests).toHaveLength(1);
		});
	});

	it('gets one storage, and lists all of them page by page, without keys', async () => {
		for (let index = 0; index < 101; index++) await run('create', { ...AWS, name: `S${index}` });
		stage.hub.clearRequests();
		const one = await run('get', { storage: byId(storage) });
		expect(one.items.map(({ json }) => json._id)).toEqual([storage]);
		expect(stage.hub.requests[0].query._id).toBe(storage);
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
		const items = [{ json: { id: storage } }, { json: { id: 'f'.repeat(24) } }];
		const result = await run('delete', { storage: byId('={{ $json.id }}') }, items, {
			onError: 'continueErrorOutput',
		});
		expect(result.items).toEqual([
			expect.objectContaining({ json: { deleted: true, id: storage }, pairedItem: { item: 0 } }),
		]);
		expect(result.errorItems[0].json.error).toMatch(/No storage with the id/);
		expect(result.errorItems[0].pairedItem).toEqual({ item: 1 });
		expect(stage.hub.state.storages.has(storage)).toBe(false);
	});

	describe('getFiles', () => {
		it('gives one item for each file', async () => {
			put('a/1.png', 'a/b/2.png', 'c/3.png');
			const parameters = { storage: byId(storage), bucket: 'bucket' };
			const below = await run('getFiles', { ...parameters, path: 'a/' });
			expect(below.items.map(({ json }) => json.path)).toEqual(['a/1.png', 'a/b/2.png']);
			expect(below.items[0].json).not.toHaveProperty('signedUrl');
			const signed = await run('getFiles', {
				...parameters,
				options: { signedUrls: true, retryOnSlowDown: false },
				limit: 1,
			});
			expect(signed.items).toHaveLength(1);
			expect((await fetch(String(signed.items[0].json.signedUrl))).status).toBe(200);
			expect(stage.hub.requests.map(({ query }) => query)).toEqual([
				{ bucketName: 'bucket', path: 'a/', getSignedUrls: 'false', retryOnSlowDown: 'true' },
				{ bucketName: 'bucket', path: '', getSignedUrls: 'true', retryOnSlowDown: 'false' },
			]);
		});

		it.each([
			[
				['x.png', 'y.png'],
				[{ path: 'x.png' }, { path: 'y.png' }],
			],
			[{ objects: [{ Key: 'x' }] }, [{ Key: 'x' }]],
			[{ result: { total: 1, list: [{ Key: 'x' }] } }, [{ Key: 'x' }]],
			[{ names: ['other'], files: [{ name: 'x' }] }, [{ name: 'x' }]],
			[{ message: 'Listing is under way.' }, [{ message: 'Listing is under way.' }]],
			[{ files: [] }, []],
		])('finds the files in %j', async (data, items) => {
			stage.hub.faults.rules = [{ action: { status: 200, body: { status: 'success', data } } }];
			const result = await run('getFiles', { storage: byId(storage), bucket: 'bucket' });
			expect(wordsOf(result).trim()).toBe('');
			expect(result.items.map(({ json }) => json)).toEqual(items);
		});

		it('reports a storage that is not there', async () => {
			const result = await run(
				'getFiles',
				{ storage: byId('f'.repeat(24)), bucket: 'bucket' },
				[{ json: {} }],
				{ onError: 'continueErrorOutput' },
			);
			expect(result.errorItems[0].json.error).toMatch(/No storage with the id/);
		});
	});

	describe('exploreFiles', () => {
		const explore = async (parameters: object = {}) =>
			await run('exploreFiles', { storage: byId(storage), bucket: 'bucket', ...parameters });

		it('lists the folders and files of one folder, page by page', async () => {
			put('a/1.png', 'a/2.png', 'a/3.jpg', 'a/b/4.png', 'c/5.png');
			stage.hub.faults.fileExplorerPage = 2;
			const result = await explore({ folder: 'a' });
			expect(wordsOf(result).trim()).toBe('');
			expect(result.items.map(({ json }) => [json.isFolder, json.path])).toEqual([
				[true, 'a/b/'],
				[false, 'a/1.png'],
				[false, 'a/2.png'],
				[false, 'a/3.jpg'],
			]);
			expect(bodies()).toEqual([
				{ storageId: storage, bucket: 'bucket', folder: 'a' },
				{ storageId: storage, bucket: 'bucket', folder: 'a', scrollToken: '2' },
			]);
			stage.hub.clearRequests();
			expect((await explore({ folder: 'a', limit: 3 })).items).toHaveLength(3);
			expect(stage.hub.requests).toHaveLength(1);
		});

		it('asks for some extensions', async () => {
			put('1.png', '2.JPG', '3.txt');
			const result = await explore({ options: { extensions: '.png, *.jpg' } });
			expect(result.items.map(({ json }) => json.path)).toEqual(['1.png', '2.JPG']);
			expect(bodies()).toEqual([
				{ storageId: storage, bucket: 'bucket', extensions: ['png', 'jpg'] },
			]);
		});

		it('ends when a scroll token comes again, and hands on what it does not know', async () => {
			const answer = (data: object) => [
				{ action: { status: 200, body: { status: 'success', data } } },
			];
			stage.hub.faults.rules = answer({ files: ['x.png'], scrollToken: 'same' });
			expect((await explore()).items).toHaveLength(2);
			expect(stage.hub.requests).toHaveLength(2);
			stage.hub.faults.rules = answer({ entries: 3 });
			expect((await explore()).items.map(({ json }) => json)).toEqual([{ entries: 3 }]);
			stage.hub.faults.rules = answer({ success: false, message: 'No such bucket.' });
			expect(wordsOf(await explore())).toMatch(/could not look into the folder.*No such bucket\./);
		});

		it('asks again after a passing fault', async () => {
			put('1.png');
			stage.hub.faults.rules = [{ times: 1, action: { status: 503 } }];
			expect((await explore()).items).toHaveLength(1);
		});
	});

	describe('importFolder', () => {
		const importFolder = async (parameters: object = {}, items?: INodeExecutionData[], spec = {}) =>
			await run(
				'importFolder',
				{ project: byId(project), storage: byId(storage), bucket: 'bucket', ...parameters },
				items,
				spec,
			);

		it('imports each file of a folder once, page by page', async () => {
			put('a/1.png', 'a/2.png', 'a/b/3.png', 'c/4.png');
			stage.hub.faults.fileExplorerPage = 2;
			const result = await importFolder({ folder: 'a' });
			expect(wordsOf(result).trim()).toBe('');
			expect(result.items.map(({ json }) => json)).toEqual([
				{
					projectId: project,
					storageId: storage,
					bucket: 'bucket',
					folder: 'a',
					batches: [],
					pages: 2,
					imported: 3,
					files: ['a/1.png', 'a/2.png', 'a/b/3.png'],
				},
			]);
			expect(imported()).toEqual(['a/1.png', 'a/2.png', 'a/b/3.png']);
			expect(bodies()[1]).toEqual({
				projectId: project,
				storageId: storage,
				bucket: 'bucket',
				folder: 'a',
				upload: true,
				scrollToken: '2',
			});
		});

		it('puts the files into batches, and takes only some extensions', async () => {
			put('1.png', '2.txt');
			const result = await importFolder({
				options: {
					batches: ['Mon', 'Tue'],
					createMissingBatches: true,
					extensions: '={{ ["png"] }}',
				},
			});
			expect(wordsOf(result).trim()).toBe('');
			const ids = stage.hub.state.project(project).batches.map(({ _id }) => _id);
			expect(ids).toHaveLength(2);
			expect(bodies().at(-1)).toMatchObject({ batches: ids, extensions: ['png'] });
			expect([...stage.hub.state.assets.values()]).toEqual([
				expect.objectContaining({ externalId: '1.png', batches: ids, storage }),
			]);
		});

		it('names the nearest batch of an unknown one before anything is imported', async () => {
			put('1.png');
			expect(wordsOf(await importFolder({ options: { batches: ['Mno'] } }))).toMatch(
				/no batch 'Mno'.*'Mon'/,
			);
			expect(imported()).toEqual([]);
		});

		it('works item by item', async () => {
			put('a/1.png', 'b/2.png');
			const items = ['a', 'b'].map((folder, index) => ({
				json: { folder, project: index === 0 ? 'f'.repeat(24) : project },
			}));
			const result = await importFolder(
				{ project: byId('={{ $json.project }}'), folder: '={{ $json.folder }}' },
				items,
				{ onError: 'continueErrorOutput' },
			);
			expect(result.items.map(({ json, pairedItem }) => [json.files, pairedItem])).toEqual([
				[['b/2.png'], { item: 1 }],
			]);
			expect(result.errorItems[0].json.error).toMatch(/Invalid project/);
		});

		it('never imports a page twice, and says what was imported before a page failed', async () => {
			put('1.png', '2.png', '3.png');
			stage.hub.faults.fileExplorerPage = 2;
			stage.hub.faults.rules = [
				{ match: { path: '/v2/file-explorer' }, skip: 1, action: { status: 503 } },
			];
			const result = await importFolder({}, [{ json: {} }], { onError: 'continueErrorOutput' });
			expect(result.errorItems[0].json.error).toMatch(
				/Ango Hub could not answer.*Before this, 1 pages with 2 files were imported/,
			);
			expect(stage.hub.requests).toHaveLength(2);
			expect(imported()).toEqual(['1.png', '2.png']);
		});

		it('hands on the words of an Ango Hub that does not list the files', async () => {
			const data = { message: 'Import is under way.' };
			stage.hub.faults.rules = [{ action: { status: 200, body: { status: 'success', data } } }];
			const { json } = (await importFolder()).items[0];
			expect(json).toMatchObject({ pages: 1, answers: [data] });
			expect(json).not.toHaveProperty('imported');
		});
	});
});

describe('Storage on the legacy platform', () => {
	let stage: Stage;
	beforeEach(async () => {
		stage = await openStage({ platform: 'legacy' });
	});
	afterEach(async () => await stage.close());
	const run = runnerOf(() => stage);

	it('lists integrations, and finds one among them, by `_id` or `id`', async () => {
		const ids = ['A', 'B'].map((name) => {
			const { state } = stage.hub;
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
		stage.hub.faults.rules = [{ action: { status: 200, body: { status: 'success', data } } }];
		expect((await run('getAll')).items[0].json).toEqual({ _id: ids[0], id: ids[0], name: 'A' });
	});

	it.each([
		['create', /no way to create storages/],
		['delete', /no way to delete storages/],
		['getFiles', /no way to list the files/],
		['exploreFiles', /no file explorer/],
		['importFolder', /no file explorer/],
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
		expect(stage.hub.requests).toEqual([]);
	});
});
