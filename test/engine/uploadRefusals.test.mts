import { tmpdir } from 'node:os';
import { fileItem, tick, wordsOf } from './setup.mts';
import { assetsOf, upload, uploadSetup } from './uploadSetup.mts';

describe('Asset: Upload of what cannot become an asset', () => {
	const { here, run } = uploadSetup();

	it('takes the extension from the MIME type, and types it does not check when asked', async () => {
		const project = here.setup.hub.seedProject();
		const result = await run(upload(project._id, { checkType: false }), [
			await fileItem(here.setup, 'scan', 'x', { mimeType: 'image/jpeg' }),
			await fileItem(here.setup, 'a.webp', 'x', { mimeType: 'image/webp' }),
		]);
		expect(result.items.map(({ json }) => json.fileName)).toEqual(['scan.jpg', 'a.webp']);
	});

	it('says which field has no file', async () => {
		const project = here.setup.hub.seedProject();
		const result = await run(upload(project._id, {}, { fileFields: 'photo' }), [
			await fileItem(here.setup, 'a.png'),
		]);
		expect(wordsOf(result)).toMatch(/photo/);
	});

	it('says what to do when n8n has lost the file, and not where it was', async () => {
		const { hub } = here.setup;
		const project = hub.seedProject();
		const item = await fileItem(here.setup, 'lost.png');
		const lost = { ...item.binary!.data, id: `${item.binary!.data.id}-deleted` };
		const result = await run(upload(project._id), [{ json: {}, binary: { data: lost } }]);
		expect(wordsOf(result)).toMatch(/does not have the file 'lost\.png'.*queue mode/);
		expect(wordsOf(result)).not.toContain(tmpdir());
		expect(assetsOf(here.setup, project._id)).toHaveLength(0);
	});

	it('refuses projects for multi-sensor fusion', async () => {
		const project = here.setup.hub.seedProject({ type: 'pct', name: 'Lidar' });
		const result = await run(upload(project._id), [await fileItem(here.setup, 'a.png')]);
		expect(wordsOf(result)).toMatch(/'Lidar' is for multi-sensor fusion.*Import From Cloud/);
	});

	it('sends bad items to the error output and registers the others', async () => {
		const { hub } = here.setup;
		const project = hub.seedProject();
		const items = [
			await fileItem(here.setup, 'one.png'),
			await fileItem(here.setup, 'empty.png', ''),
			await fileItem(here.setup, 'three.png'),
		];
		const result = await run(upload(project._id), items, { onError: 'continueErrorOutput' });
		expect(result.items.map(({ json }) => json.externalId)).toEqual(['one.png', 'three.png']);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(result.errorItems).toHaveLength(1);
		expect(result.errorItems[0].json.error).toMatch(
			/'empty.png' is empty\. .*Check the node before/,
		);
		expect(assetsOf(here.setup, project._id)).toHaveLength(2);
	});

	it('registers the others when one file cannot be stored, and says so', async () => {
		const { hub } = here.setup;
		const project = hub.seedProject();
		hub.faults.rules.push({
			match: { host: 'storage', method: 'PUT' },
			times: 1,
			action: { status: 400, body: 'bad digest' },
		});
		const items = await Promise.all(
			['a.png', 'b.png', 'c.png'].map(async (name) => await fileItem(here.setup, name)),
		);
		const result = await run(upload(project._id), items);
		expect(result.status).toBe('error');
		expect(wordsOf(result)).toMatch(/1 of 3 items could not be processed; the others are done/);
		expect(assetsOf(here.setup, project._id)).toHaveLength(2);
	});

	it('gives each item an error of its own when they share a cause', async () => {
		const { hub } = here.setup;
		const project = hub.seedProject();
		hub.faults.rules.push({
			match: { method: 'POST', path: '/cloud' },
			action: { status: 403, body: { status: 'fail', message: 'Only managers may add assets' } },
		});
		const items = await Promise.all(
			['a.png', 'b.png'].map(async (name) => await fileItem(here.setup, name)),
		);
		const result = await run(upload(project._id), items, { onError: 'continueErrorOutput' });
		const words = result.errorItems.map(({ json }) => json.error as string);
		expect(words[0]).toMatch(
			/^Not allowed: Only managers may add assets\. The API key acts as its user/,
		);
		expect(words[0].match(/acts as its user/g)).toHaveLength(1);
		expect(words[1]).toBe(words[0]);
		expect(result.errorItems.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
		]);
	});

	it('halves a refused chunk until the bad entry stands alone', async () => {
		const { hub } = here.setup;
		const project = hub.seedProject();
		const names = Array.from({ length: 9 }, (_, index) => `n${index}.png`);
		const items = await Promise.all(names.map(async (name) => await fileItem(here.setup, name)));
		// A batch that vanishes between the check and the registration.
		items[4].json = { batch: 'gone' };
		const gone = hub.seedProject({ batches: ['gone'] });
		expect(gone.batches).toHaveLength(1);
		hub.state.project(project._id).batches.push(...gone.batches);
		hub.faults.rules.push({ match: { path: '/getUploadUrl' }, action: { delayMs: 5 } });
		const running = here.setup.engine.start({
			node: here.setup.node(upload(project._id, { batches: '={{ $json.batch ?? [] }}' }) as never, {
				onError: 'continueErrorOutput',
			}),
			items,
		});
		while (!hub.requests.some(({ path }) => path.endsWith('/getUploadUrl'))) await tick();
		hub.state.project(project._id).batches.length = 0;
		const result = await running.result;
		expect(result.errorItems).toHaveLength(1);
		expect(result.errorItems[0].pairedItem).toEqual({ item: 4 });
		expect(
			assetsOf(here.setup, project._id)
				.map(({ externalId }) => externalId)
				.sort(),
		).toEqual(names.filter((name) => name !== 'n4.png'));
	});
});
