import { fileItem, sha256, wordsOf } from './setup.mts';
import { assetsOf, digits, storedAt, upload, uploadSetup } from './uploadSetup.mts';

describe('Asset: Upload with options', () => {
	const { here, run } = uploadSetup();

	describe('Combine Into One Asset', () => {
		it('makes one asset of several fields, in their order', async () => {
			const { hub, engine } = here.setup;
			const project = hub.seedProject();
			const file = async (fileName: string) =>
				await engine.binary(Buffer.from(fileName), { fileName, mimeType: 'image/png' });
			const binary = { back: await file('2.png'), front: await file('1.png') };
			const result = await run(
				upload(project._id, { combine: 'fields', returnIds: true }, { fileFields: 'front, back' }),
				[{ json: {}, binary }],
			);
			expect(wordsOf(result).trim()).toBe('');
			expect(result.items).toHaveLength(1);
			const [asset] = assetsOf(here.setup, project._id);
			expect(asset.dataset!.map((url) => storedAt(here.setup, url).sha256)).toEqual([
				sha256('1.png'),
				sha256('2.png'),
			]);
			expect(asset.externalId).toBe('1.png');
			expect(result.items[0].json.assetId).toBe(asset._id);
		});

		it('makes one asset of each group, ordered by file name, and answers for each item', async () => {
			const { hub } = here.setup;
			const project = hub.seedProject();
			const names = ['s1-10.dcm', 's2-1.dcm', 's1-2.dcm', 's1-1.dcm'];
			const items = await Promise.all(
				names.map(
					async (name) =>
						await fileItem(here.setup, name, name, { json: { series: name.slice(0, 2) } }),
				),
			);
			const result = await run(
				upload(project._id, {
					combine: 'group',
					groupBy: '={{ $json.series }}',
					combineOrder: 'fileName',
					externalId: '={{ $json.series }}',
				}),
				items,
			);
			expect(wordsOf(result).trim()).toBe('');
			expect(result.items.map(({ json }) => [json.externalId, json.fileName])).toEqual([
				['s1', 's1-10.dcm'],
				['s2', 's2-1.dcm'],
				['s1', 's1-2.dcm'],
				['s1', 's1-1.dcm'],
			]);
			const assets = assetsOf(here.setup, project._id);
			expect(assets).toHaveLength(2);
			const s1 = assets.find(({ externalId }) => externalId === 's1')!;
			expect(s1.dataset!.map((url) => storedAt(here.setup, url).sha256)).toEqual(
				['s1-1.dcm', 's1-2.dcm', 's1-10.dcm'].map(sha256),
			);
		});
	});

	describe('If Asset Exists', () => {
		const rerun = async (project: string, ifExists: string, more: object = {}) =>
			await run(upload(project, { ifExists, returnIds: true, ...more }), [
				await fileItem(here.setup, 'old.png', 'new bytes'),
				await fileItem(here.setup, 'fresh.png'),
			]);

		it('skips it', async () => {
			const project = here.setup.hub.seedProject();
			const old = here.setup.hub.seedAsset(project._id, { externalId: 'old.png' });
			const result = await rerun(project._id, 'skip');
			expect(result.items.map(({ json }) => [json.status, json.assetId === old._id])).toEqual([
				['skipped', true],
				['created', false],
			]);
			const [skipped, created] = result.items.map(({ json }) => json);
			expect(Object.keys(skipped).sort()).toEqual(Object.keys(created).sort());
			expect(skipped).toMatchObject({ url: old.data, fileName: 'old.png', size: 9 });
			expect(assetsOf(here.setup, project._id)).toHaveLength(2);
		});

		it('fails before anything is sent', async () => {
			const project = here.setup.hub.seedProject();
			here.setup.hub.seedAsset(project._id, { externalId: 'old.png' });
			const result = await rerun(project._id, 'fail');
			expect(wordsOf(result)).toMatch(/'old.png' is in the project already/);
			expect(assetsOf(here.setup, project._id)).toHaveLength(1);
		});

		it('replaces it after the new one is there', async () => {
			const project = here.setup.hub.seedProject();
			const old = here.setup.hub.seedAsset(project._id, { externalId: 'old.png' });
			const result = await rerun(project._id, 'replace', { deleteLabels: true });
			expect(wordsOf(result).trim()).toBe('');
			expect(result.items.map(({ json }) => json.status)).toEqual(['replaced', 'created']);
			const left = assetsOf(here.setup, project._id);
			expect(left).toHaveLength(2);
			expect(left.map(({ _id }) => _id)).not.toContain(old._id);
		});

		it('adds an external ID that comes twice in one run once, and says so', async () => {
			const project = here.setup.hub.seedProject();
			const result = await run(upload(project._id, { ifExists: 'skip' }), [
				await fileItem(here.setup, 'twin.png', '1'),
				await fileItem(here.setup, 'twin.png', '2'),
			]);
			expect(result.items.map(({ json }) => json.status)).toEqual(['created', 'duplicate']);
			expect(result.items[1].json).toMatchObject({
				assetId: result.items[0].json.assetId,
				url: result.items[0].json.url,
			});
			expect(result.hints.map(({ message }) => message).join()).toMatch(
				/share an external ID.*'twin.png'/,
			);
			expect(assetsOf(here.setup, project._id)).toHaveLength(1);
		});
	});

	describe('Pre-Labels', () => {
		const answers = { label: [{ class: 'Digit', answers: ['={{ $json.digit }}'] }] };

		it('are imported by the URL of the new asset, not by its external id', async () => {
			const { hub } = here.setup;
			const project = hub.seedProject({ categorySchema: digits() });
			const other = hub.seedAsset(project._id, { externalId: 'same.png' });
			hub.faults.assetVisibility = { ms: 1_500 };
			const result = await run(upload(project._id, {}, { answers }), [
				await fileItem(here.setup, 'same.png', 'x', { json: { digit: '3' } }),
			]);
			expect(wordsOf(result).trim()).toBe('');
			expect(result.items[0].json.preLabel).toBe('imported');
			const [mine] = assetsOf(here.setup, project._id).filter(({ _id }) => _id !== other._id);
			expect(hub.taskOf(mine).answer.classifications[0]).toMatchObject({
				answer: '3',
				title: 'Digit',
			});
			expect(hub.taskOf(other).answer.classifications).toHaveLength(0);
		});

		it('stop before the upload where tasks leave Start at once, or are annotated', async () => {
			const { hub } = here.setup;
			const project = hub.seedProject({ categorySchema: digits() });
			const start = hub.state.project(project._id).stages.find(({ type }) => type === 'Start')!;
			start.autoForward = true;
			const item = await fileItem(here.setup, 'a.png', 'x', { json: { digit: '4' } });
			const refused = await run(upload(project._id, {}, { answers }), [item]);
			expect(wordsOf(refused)).toMatch(/Start stage forwards tasks at once/);
			expect(hub.storage.requests).toHaveLength(0);

			const annotated = await run(
				upload(project._id, { preLabelsWhenMoved: 'annotate' }, { answers }),
				[item],
			);
			expect(wordsOf(annotated).trim()).toBe('');
			expect(annotated.items[0].json.preLabel).toBe('annotated');
			const [asset] = assetsOf(here.setup, project._id);
			expect(hub.taskOf(asset).answer.classifications[0]).toMatchObject({ answer: '4' });
		});
	});
});
