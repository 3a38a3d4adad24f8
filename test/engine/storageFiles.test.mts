import type { INodeExecutionData } from 'n8n-workflow';
import { byId, wordsOf } from './setup.mts';
import { storageSetup } from './storageSetup.mts';

describe('Files of a storage', () => {
	const { here, run, put, bodies, imported } = storageSetup();

	describe('getFiles', () => {
		it('gives one item for each file', async () => {
			put('a/1.png', 'a/b/2.png', 'c/3.png');
			const parameters = { storage: byId(here.storage), bucket: 'bucket' };
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
			expect(here.setup.hub.requests.map(({ query }) => query)).toEqual([
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
			here.setup.hub.faults.rules = [
				{ action: { status: 200, body: { status: 'success', data } } },
			];
			const result = await run('getFiles', { storage: byId(here.storage), bucket: 'bucket' });
			expect(wordsOf(result).trim()).toBe('');
			expect(result.items.map(({ json }) => json)).toEqual(
				items.map((item) => expect.objectContaining({ storageId: expect.any(String), ...item })),
			);
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
			await run('exploreFiles', { storage: byId(here.storage), bucket: 'bucket', ...parameters });

		it('lists the folders and files of one folder, page by page', async () => {
			put('a/1.png', 'a/2.png', 'a/3.jpg', 'a/b/4.png', 'c/5.png');
			here.setup.hub.faults.fileExplorerPage = 2;
			const result = await explore({ folder: 'a' });
			expect(wordsOf(result).trim()).toBe('');
			expect(result.items.map(({ json }) => [json.isFolder, json.path])).toEqual([
				[true, 'a/b/'],
				[false, 'a/1.png'],
				[false, 'a/2.png'],
				[false, 'a/3.jpg'],
			]);
			expect(bodies()).toEqual([
				{ storageId: here.storage, bucket: 'bucket', folder: 'a' },
				{ storageId: here.storage, bucket: 'bucket', folder: 'a', scrollToken: '2' },
			]);
			here.setup.hub.clearRequests();
			expect((await explore({ folder: 'a', limit: 3 })).items).toHaveLength(3);
			expect(here.setup.hub.requests).toHaveLength(1);
		});

		it('asks for some extensions', async () => {
			put('1.png', '2.JPG', '3.txt');
			const result = await explore({ options: { extensions: '.png, *.jpg' } });
			expect(result.items.map(({ json }) => json.path)).toEqual(['1.png', '2.JPG']);
			expect(bodies()).toEqual([
				{ storageId: here.storage, bucket: 'bucket', extensions: ['png', 'jpg'] },
			]);
		});

		it('ends when a scroll token comes again, and hands on what it does not know', async () => {
			const answer = (data: object) => [
				{ action: { status: 200, body: { status: 'success', data } } },
			];
			here.setup.hub.faults.rules = answer({ files: ['x.png'], scrollToken: 'same' });
			expect((await explore()).items).toHaveLength(2);
			expect(here.setup.hub.requests).toHaveLength(2);
			here.setup.hub.faults.rules = answer({ entries: 3 });
			expect((await explore()).items.map(({ json }) => json)).toMatchObject([
				{ bucket: 'bucket', entries: 3 },
			]);
			here.setup.hub.faults.rules = answer({ success: false, message: 'No such bucket.' });
			expect(wordsOf(await explore())).toMatch(/could not look into the folder.*No such bucket\./);
		});

		it('says where nothing was found', async () => {
			const { hints } = await explore({ folder: 'nowhere' });
			expect(hints.map(({ message }) => message)).toEqual([
				"Nothing was found where 'Bucket' is 'bucket', 'Folder' is 'nowhere'.",
			]);
		});

		it('asks again after a passing fault', async () => {
			put('1.png');
			here.setup.hub.faults.rules = [{ times: 1, action: { status: 503 } }];
			expect((await explore()).items).toHaveLength(1);
		});
	});

	describe('importFolder', () => {
		const importFolder = async (parameters: object = {}, items?: INodeExecutionData[], spec = {}) =>
			await run(
				'importFolder',
				{
					project: byId(here.project),
					storage: byId(here.storage),
					bucket: 'bucket',
					...parameters,
				},
				items,
				spec,
			);

		it('imports each file of a folder once, page by page', async () => {
			put('a/1.png', 'a/2.png', 'a/b/3.png', 'c/4.png');
			here.setup.hub.faults.fileExplorerPage = 2;
			const result = await importFolder({ folder: 'a' });
			expect(wordsOf(result).trim()).toBe('');
			expect(result.items.map(({ json }) => json)).toEqual([
				{
					projectId: here.project,
					storageId: here.storage,
					bucket: 'bucket',
					folder: 'a',
					batchNames: [],
					pages: 2,
					imported: 3,
					files: ['a/1.png', 'a/2.png', 'a/b/3.png'],
				},
			]);
			expect(imported()).toEqual(['a/1.png', 'a/2.png', 'a/b/3.png']);
			expect(bodies()[1]).toEqual({
				projectId: here.project,
				storageId: here.storage,
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
			expect(result.items[0].json.batchNames).toEqual(['Mon', 'Tue']);
			const ids = here.setup.hub.state.project(here.project).batches.map(({ _id }) => _id);
			expect(ids).toHaveLength(2);
			expect(bodies().at(-1)).toMatchObject({ batches: ids, extensions: ['png'] });
			expect([...here.setup.hub.state.assets.values()]).toEqual([
				expect.objectContaining({ externalId: '1.png', batches: ids, storage: here.storage }),
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
				json: { folder, project: index === 0 ? 'f'.repeat(24) : here.project },
			}));
			const result = await importFolder(
				{ project: byId('={{ $json.project }}'), folder: '={{ $json.folder }}' },
				items,
				{ onError: 'continueErrorOutput' },
			);
			expect(result.items.map(({ json, pairedItem }) => [json.files, pairedItem])).toEqual([
				[['b/2.png'], { item: 1 }],
			]);
			expect(result.errorItems[0].json.error).toMatch(/There is no project/);
		});

		it('never imports a page twice, and says what was imported before a page failed', async () => {
			put('1.png', '2.png', '3.png');
			here.setup.hub.faults.fileExplorerPage = 2;
			here.setup.hub.faults.rules = [
				{ match: { path: '/v2/file-explorer' }, skip: 1, action: { status: 503 } },
			];
			const result = await importFolder({}, [{ json: {} }], { onError: 'continueErrorOutput' });
			expect(result.errorItems[0].json.error).toMatch(
				/Ango Hub could not answer.*Before this, 1 pages with 2 files were imported/,
			);
			expect(here.setup.hub.requests).toHaveLength(2);
			expect(imported()).toEqual(['1.png', '2.png']);
		});

		it('hands on the words of an Ango Hub that does not list the files', async () => {
			const data = { message: 'Import is under way.' };
			here.setup.hub.faults.rules = [
				{ action: { status: 200, body: { status: 'success', data } } },
			];
			const { json } = (await importFolder()).items[0];
			expect(json).toMatchObject({ pages: 1, answers: [data] });
			expect(json).not.toHaveProperty('imported');
		});
	});
});
