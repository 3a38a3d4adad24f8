import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { createHash } from 'node:crypto';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { syntheticSource } from '../local-hub/index.mts';
import type { BinaryMode } from './harness/index.mts';
import { byId, fileItem, openStage, sha256, wordsOf, type Stage } from './stage.mts';

const NAMES = [
	'plain.png',
	'with space.jpeg',
	'Ünïcödé 图像.pdf',
	'hash#tag.txt',
	'100%.md',
	'a+b.mp4',
	'"quoted" \'name\'.wav',
	'folder/inside\\other.tif',
	'volume.nii.gz',
	'mask.seg.nrrd',
];

const upload = (project: string, options: object = {}, more: object = {}) => ({
	resource: 'asset',
	operation: 'upload',
	project: byId(project),
	options,
	...more,
});

/** The stored object behind an asset URL. */
function storedAt({ hub }: Stage, url: string) {
	return hub.storage.objects.get(decodeURIComponent(new URL(url).pathname))!;
}

function assetsOf({ hub }: Stage, projectId: string) {
	return [...hub.state.assets.values()].filter((asset) => asset.project === projectId);
}

describe.each<[BinaryMode | 'combined']>([['filesystem'], ['memory'], ['combined']])(
	'Asset: Upload with files kept in %s mode',
	(mode) => {
		let stage: Stage;
		beforeAll(async () => {
			stage = await openStage({ binaryMode: mode === 'memory' ? 'memory' : 'filesystem' });
		});
		afterAll(async () => await stage.close());

		it('stores exactly the bytes, whatever the name, and never shows the key to the storage', async () => {
			const { hub, engine, node } = stage;
			const project = hub.seedProject();
			const contents = NAMES.map((name, index) => Buffer.from(`${index} ${name}`.repeat(1000)));
			const items: INodeExecutionData[] = await Promise.all(
				NAMES.map(async (name, index) => {
					const item = await fileItem(stage, name, contents[index]);
					if (mode !== 'combined') return item;
					const { data } = item.binary!;
					return { json: { _files: [data], data } as unknown as IDataObject };
				}),
			);
			const run = await engine.run({
				node: node(upload(project._id)),
				items,
				...(mode === 'combined' && { settings: { binaryMode: 'combined' } }),
			});
			expect(wordsOf(run).trim()).toBe('');
			expect(run.items.map(({ json }) => json.externalId)).toEqual(
				NAMES.map((name) => name.split(/[/\\]/).pop()),
			);
			for (const [index, { json, pairedItem }] of run.items.entries()) {
				expect(pairedItem).toEqual({ item: index });
				const stored = storedAt(stage, json.url as string);
				expect(stored.sha256).toBe(sha256(contents[index]));
				expect(json).toMatchObject({ status: 'created', size: contents[index].length });
			}
			expect(run.items[8].json.url).toMatch(/\.nii\.gz$/);
			expect(run.items[9].json.url).toMatch(/\.seg\.nrrd$/);
			expect(assetsOf(stage, project._id)).toHaveLength(NAMES.length);
			expect(hub.storage.requests.length).toBeGreaterThanOrEqual(NAMES.length);
			expect(JSON.stringify(hub.storage.requests)).not.toContain(hub.apiKey);
		});
	},
);

describe('Asset: Upload', () => {
	let stage: Stage;
	beforeAll(async () => {
		stage = await openStage({ binaryMode: 'filesystem' });
	});
	afterAll(async () => await stage.close());
	beforeEach(() => {
		stage.hub.resetFaults();
		stage.hub.clearRequests();
	});

	const run = async (parameters: object, items?: INodeExecutionData[], spec: object = {}) =>
		await stage.engine.run({ node: stage.node(parameters as IDataObject as never, spec), items });

	it('streams a file of 512 MB', async () => {
		const { hub, engine } = stage;
		const project = hub.seedProject();
		const size = 512 * 1024 ** 2;
		const hash = createHash('sha256');
		const content = Readable.from(
			(function* () {
				for (const chunk of syntheticSource(7)(0, size)) {
					hash.update(chunk);
					yield chunk;
				}
			})(),
		);
		const data = await engine.binary(content, { fileName: 'film.mp4', mimeType: 'video/mp4' });
		const result = await run(upload(project._id), [{ json: {}, binary: { data } }]);
		expect(wordsOf(result).trim()).toBe('');
		const stored = storedAt(stage, result.items[0].json.url as string);
		expect(stored.size).toBe(size);
		expect(stored.sha256).toBe(hash.digest('hex'));
		const put = hub.storage.requests.find(({ method }) => method === 'PUT')!;
		expect(put.headers['content-length']).toBe(String(size));
		expect(put.headers['transfer-encoding']).toBeUndefined();
		expect(put.headers['content-type']).toBe('video/mp4');
	});

	it('uploads a text as a file, or embeds it on one line', async () => {
		const { hub } = stage;
		const project = hub.seedProject();
		const text = 'He said "yes"\nand left.';
		const asFile = await run(
			upload(project._id, { fileName: 'note.md' }, { source: 'text', text, textAs: 'file' }),
		);
		expect(storedAt(stage, asFile.items[0].json.url as string).sha256).toBe(sha256(text));
		expect(asFile.items[0].json).toMatchObject({ externalId: 'note.md', mimeType: 'text/plain' });

		const embedded = await run(
			upload(project._id, { externalId: 'n1' }, { source: 'text', text, textAs: 'embedded' }),
		);
		expect(wordsOf(embedded).trim()).toBe('');
		const [asset] = assetsOf(stage, project._id).filter(({ externalId }) => externalId === 'n1');
		expect(asset.data).toBe("He said 'yes' and left.");
	});

	it('streams the content of a URL through, with and without a length', async () => {
		const { hub } = stage;
		const project = hub.seedProject();
		const file = Buffer.from('content behind a URL');
		hub.storage.put('/public/photo one.png', file, 'image/png', { isPublic: true });
		const url = `${hub.storageUrl}/public/photo%20one.png`;
		const result = await run(upload(project._id, {}, { source: 'url', url }));
		expect(wordsOf(result).trim()).toBe('');
		expect(result.items[0].json).toMatchObject({
			externalId: 'photo one.png',
			mimeType: 'image/png',
		});
		expect(storedAt(stage, result.items[0].json.url as string).sha256).toBe(sha256(file));
	});

	it.each([
		[
			'a length',
			(response: ServerResponse, bytes: Buffer) =>
				response.setHeader('content-length', bytes.length).end(bytes),
		],
		[
			'no length',
			(response: ServerResponse, bytes: Buffer) => {
				response.write(bytes.subarray(0, 10));
				response.end(bytes.subarray(10));
			},
		],
	])('passes on a URL whose server gives %s, named by its header', async (_case, send) => {
		const bytes = Buffer.from('x'.repeat(50_000));
		let requests = 0;
		const server = createServer((request, response) => {
			requests++;
			expect(request.headers.apikey).toBeUndefined();
			response.setHeader('content-type', 'image/png; charset=binary');
			response.setHeader('content-disposition', "attachment; filename*=UTF-8''caf%C3%A9.png");
			send(response, bytes);
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		const project = stage.hub.seedProject();
		stage.hub.faults.rules.push({
			match: { host: 'storage', method: 'PUT' },
			times: 1,
			action: 'reset-before',
		});
		const result = await run(
			upload(
				project._id,
				{ externalId: 'e1' },
				{ source: 'url', url: `http://127.0.0.1:${port}/get?id=7` },
			),
		);
		server.close();
		expect(wordsOf(result).trim()).toBe('');
		expect(result.items[0].json).toMatchObject({
			externalId: 'e1',
			fileName: 'café.png',
			mimeType: 'image/png',
		});
		expect(storedAt(stage, result.items[0].json.url as string).sha256).toBe(sha256(bytes));
		expect(requests).toBeGreaterThan(0);
	});

	it('gives context data, metadata, batches, priority and attachments to the asset', async () => {
		const { hub } = stage;
		const project = hub.seedProject({ batches: ['Week 12'] });
		const result = await run(
			upload(project._id, {
				addFileInfo: true,
				attachments: { attachment: [{ type: 'TEXT', value: 'look left' }] },
				batches: '={{ ["Week 12", $json.day] }}',
				contextData: '={{ { site: $json.site } }}',
				createMissingBatches: true,
				externalId: '={{ $json.id }}',
				frameRate: 25,
				metadata: '{"lens": "wide"}',
				priority: 7,
				returnIds: true,
			}),
			[
				await fileItem(stage, 'a.png', 'a', { json: { id: 'x-1', site: 1, day: 'Mon' } }),
				await fileItem(stage, 'b.png', 'bb', { json: { id: 'x-2', site: 2, day: 'Tue' } }),
			],
		);
		expect(wordsOf(result).trim()).toBe('');
		expect(result.items.map(({ json }) => json.externalId)).toEqual(['x-1', 'x-2']);
		const names = hub.state.project(project._id).batches.map(({ name }) => name);
		expect(names.sort()).toEqual(['Mon', 'Tue', 'Week 12']);
		for (const [index, { json }] of result.items.entries()) {
			const asset = hub.state.assets.get(json.assetId as string)!;
			expect(asset.externalId).toBe(`x-${index + 1}`);
			expect(asset.contextData).toMatchObject({
				site: index + 1,
				size: index + 1,
				mimeType: 'image/png',
			});
			expect(asset.metadata).toEqual({ lens: 'wide', frameRate: 25 });
			expect(asset.batches).toHaveLength(2);
			expect(asset.attachments).toEqual([{ type: 'TEXT', value: 'look left' }]);
			expect(hub.taskOf(asset).priority).toBe(7);
		}
		const posts = hub.requests.filter(({ path }) => path.endsWith('/cloud'));
		expect(posts).toHaveLength(1);
	});

	it.each([
		['priority out of range', { priority: 1001 }, /'Priority' .*-1000 to 1000/],
		['unknown batch', { batches: ['Wek 12'] }, /no batch 'Wek 12'.*'Week 12'/],
		[
			'context data that is no object',
			{ contextData: '[1]' },
			/'Context Data' has to be a JSON object/,
		],
		['broken JSON', { contextData: '{oops' }, /'Context Data' is not valid JSON/],
		['Replace without consent', { ifExists: 'replace' }, /deletes the labels/],
		['group without an expression', { combine: 'group' }, /'Group By' is empty/],
		[
			'unknown class',
			{ preLabels: { label: [{ class: 'Digt', answers: ['1'] }] } },
			/no class 'Digt'.*'Digit'/,
		],
		[
			'unknown answer',
			{ preLabels: { label: [{ class: 'Digit', answers: ['ten'] }] } },
			/'ten' is not an answer of 'Digit'/,
		],
		[
			'two answers for one',
			{ preLabels: { label: [{ class: 'Digit', answers: ['1', '2'] }] } },
			/takes one answer/,
		],
	])('refuses %s before anything is sent', async (_case, options, words) => {
		const { hub } = stage;
		const project = hub.seedProject({ batches: ['Week 12'], categorySchema: digits() });
		const result = await run(upload(project._id, options), [await fileItem(stage, 'a.png')]);
		expect(result.status).toBe('error');
		expect(wordsOf(result)).toMatch(words);
		expect(hub.requests.every(({ method }) => method === 'GET')).toBe(true);
		expect(hub.storage.requests).toHaveLength(0);
	});

	it.each([
		['an empty file', 'a.png', '', 'image/png', /'a.png' is empty/],
		['an unsupported type', 'a.webp', 'x', 'image/webp', /'.webp'.*Check File Type/],
		[
			'a file without extension and type',
			'README',
			'x',
			'application/octet-stream',
			/'README' has no extension/,
		],
	])('refuses %s before anything is sent', async (_case, name, content, mimeType, words) => {
		const { hub } = stage;
		const project = hub.seedProject();
		const item = await fileItem(stage, name, content, { mimeType });
		const result = await run(upload(project._id), [await fileItem(stage, 'good.png'), item]);
		expect(result.status).toBe('error');
		expect(wordsOf(result)).toMatch(words);
		expect(result.error).toMatchObject({ context: { itemIndex: 1 } });
		expect(hub.storage.requests).toHaveLength(0);
		expect(assetsOf(stage, project._id)).toHaveLength(0);
	});

	it('takes the extension from the MIME type, and types it does not check when asked', async () => {
		const project = stage.hub.seedProject();
		const result = await run(upload(project._id, { checkType: false }), [
			await fileItem(stage, 'scan', 'x', { mimeType: 'image/jpeg' }),
			await fileItem(stage, 'a.webp', 'x', { mimeType: 'image/webp' }),
		]);
		expect(result.items.map(({ json }) => json.fileName)).toEqual(['scan.jpg', 'a.webp']);
	});

	it('says which field has no file', async () => {
		const project = stage.hub.seedProject();
		const result = await run(upload(project._id, {}, { fileFields: 'photo' }), [
			await fileItem(stage, 'a.png'),
		]);
		expect(wordsOf(result)).toMatch(/photo/);
	});

	it('refuses projects for multi-sensor fusion', async () => {
		const project = stage.hub.seedProject({ type: 'pct', name: 'Lidar' });
		const result = await run(upload(project._id), [await fileItem(stage, 'a.png')]);
		expect(wordsOf(result)).toMatch(/'Lidar' is for multi-sensor fusion.*Import From Cloud/);
	});

	it('sends bad items to the error output and registers the others', async () => {
		const { hub } = stage;
		const project = hub.seedProject();
		const items = [
			await fileItem(stage, 'one.png'),
			await fileItem(stage, 'empty.png', ''),
			await fileItem(stage, 'three.png'),
		];
		const result = await run(upload(project._id), items, { onError: 'continueErrorOutput' });
		expect(result.items.map(({ json }) => json.externalId)).toEqual(['one.png', 'three.png']);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(result.errorItems).toHaveLength(1);
		expect(result.errorItems[0].json.error).toMatch(
			/'empty.png' is empty\. .*Check the node before/,
		);
		expect(assetsOf(stage, project._id)).toHaveLength(2);
	});

	it('registers the others when one file cannot be stored, and says so', async () => {
		const { hub } = stage;
		const project = hub.seedProject();
		hub.faults.rules.push({
			match: { host: 'storage', method: 'PUT' },
			times: 1,
			action: { status: 400, body: 'bad digest' },
		});
		const items = await Promise.all(
			['a.png', 'b.png', 'c.png'].map(async (name) => await fileItem(stage, name)),
		);
		const result = await run(upload(project._id), items);
		expect(result.status).toBe('error');
		expect(wordsOf(result)).toMatch(/1 of 3 items could not be processed; the others are done/);
		expect(assetsOf(stage, project._id)).toHaveLength(2);
	});

	it('gives each item an error of its own when they share a cause', async () => {
		const { hub } = stage;
		const project = hub.seedProject();
		hub.faults.rules.push({
			match: { method: 'POST', path: '/cloud' },
			action: { status: 403, body: { status: 'fail', message: 'Only managers may add assets' } },
		});
		const items = await Promise.all(
			['a.png', 'b.png'].map(async (name) => await fileItem(stage, name)),
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
		const { hub } = stage;
		const project = hub.seedProject();
		const names = Array.from({ length: 9 }, (_, index) => `n${index}.png`);
		const items = await Promise.all(names.map(async (name) => await fileItem(stage, name)));
		// A batch that vanishes between the check and the registration.
		items[4].json = { batch: 'gone' };
		const gone = hub.seedProject({ batches: ['gone'] });
		expect(gone.batches).toHaveLength(1);
		hub.state.project(project._id).batches.push(...gone.batches);
		hub.faults.rules.push({ match: { path: '/getUploadUrl' }, action: { delayMs: 5 } });
		const running = stage.engine.start({
			node: stage.node(upload(project._id, { batches: '={{ $json.batch ?? [] }}' }) as never, {
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
			assetsOf(stage, project._id)
				.map(({ externalId }) => externalId)
				.sort(),
		).toEqual(names.filter((name) => name !== 'n4.png'));
	});

	describe('Combine Into One Asset', () => {
		it('makes one asset of several fields, in their order', async () => {
			const { hub, engine } = stage;
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
			const [asset] = assetsOf(stage, project._id);
			expect(asset.dataset!.map((url) => storedAt(stage, url).sha256)).toEqual([
				sha256('1.png'),
				sha256('2.png'),
			]);
			expect(asset.externalId).toBe('1.png');
			expect(result.items[0].json.assetId).toBe(asset._id);
		});

		it('makes one asset of each group, ordered by file name, and answers for each item', async () => {
			const { hub } = stage;
			const project = hub.seedProject();
			const names = ['s1-10.dcm', 's2-1.dcm', 's1-2.dcm', 's1-1.dcm'];
			const items = await Promise.all(
				names.map(
					async (name) => await fileItem(stage, name, name, { json: { series: name.slice(0, 2) } }),
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
			const assets = assetsOf(stage, project._id);
			expect(assets).toHaveLength(2);
			const s1 = assets.find(({ externalId }) => externalId === 's1')!;
			expect(s1.dataset!.map((url) => storedAt(stage, url).sha256)).toEqual(
				['s1-1.dcm', 's1-2.dcm', 's1-10.dcm'].map(sha256),
			);
		});
	});

	describe('If Asset Exists', () => {
		const rerun = async (project: string, ifExists: string, more: object = {}) =>
			await run(upload(project, { ifExists, returnIds: true, ...more }), [
				await fileItem(stage, 'old.png', 'new bytes'),
				await fileItem(stage, 'fresh.png'),
			]);

		it('skips it', async () => {
			const project = stage.hub.seedProject();
			const old = stage.hub.seedAsset(project._id, { externalId: 'old.png' });
			const result = await rerun(project._id, 'skip');
			expect(result.items.map(({ json }) => [json.status, json.assetId === old._id])).toEqual([
				['skipped', true],
				['created', false],
			]);
			expect(assetsOf(stage, project._id)).toHaveLength(2);
		});

		it('fails before anything is sent', async () => {
			const project = stage.hub.seedProject();
			stage.hub.seedAsset(project._id, { externalId: 'old.png' });
			const result = await rerun(project._id, 'fail');
			expect(wordsOf(result)).toMatch(/'old.png' is in the project already/);
			expect(assetsOf(stage, project._id)).toHaveLength(1);
		});

		it('replaces it after the new one is there', async () => {
			const project = stage.hub.seedProject();
			const old = stage.hub.seedAsset(project._id, { externalId: 'old.png' });
			const result = await rerun(project._id, 'replace', { deleteLabels: true });
			expect(wordsOf(result).trim()).toBe('');
			expect(result.items.map(({ json }) => json.status)).toEqual(['replaced', 'created']);
			const left = assetsOf(stage, project._id);
			expect(left).toHaveLength(2);
			expect(left.map(({ _id }) => _id)).not.toContain(old._id);
		});

		it('skips a name that comes twice in one run', async () => {
			const project = stage.hub.seedProject();
			const result = await run(upload(project._id, { ifExists: 'skip' }), [
				await fileItem(stage, 'twin.png', '1'),
				await fileItem(stage, 'twin.png', '2'),
			]);
			expect(result.items.map(({ json }) => json.status)).toEqual(['created', 'skipped']);
			expect(assetsOf(stage, project._id)).toHaveLength(1);
		});
	});

	describe('Pre-Labels', () => {
		const preLabels = { label: [{ class: 'Digit', answers: ['={{ $json.digit }}'] }] };

		it('are imported by the URL of the new asset, not by its external id', async () => {
			const { hub } = stage;
			const project = hub.seedProject({ categorySchema: digits() });
			const other = hub.seedAsset(project._id, { externalId: 'same.png' });
			hub.faults.assetVisibility = { ms: 1_500 };
			const result = await run(upload(project._id, { preLabels }), [
				await fileItem(stage, 'same.png', 'x', { json: { digit: '3' } }),
			]);
			expect(wordsOf(result).trim()).toBe('');
			expect(result.items[0].json.preLabel).toBe('imported');
			const [mine] = assetsOf(stage, project._id).filter(({ _id }) => _id !== other._id);
			expect(hub.taskOf(mine).answer.classifications[0]).toMatchObject({
				answer: '3',
				title: 'Digit',
			});
			expect(hub.taskOf(other).answer.classifications).toHaveLength(0);
		});

		it('stop before the upload where tasks leave Start at once, or are annotated', async () => {
			const { hub } = stage;
			const project = hub.seedProject({ categorySchema: digits() });
			const start = hub.state.project(project._id).stages.find(({ type }) => type === 'Start')!;
			start.autoForward = true;
			const item = await fileItem(stage, 'a.png', 'x', { json: { digit: '4' } });
			const refused = await run(upload(project._id, { preLabels }), [item]);
			expect(wordsOf(refused)).toMatch(/Start stage forwards tasks at once/);
			expect(hub.storage.requests).toHaveLength(0);

			const annotated = await run(
				upload(project._id, { preLabels, preLabelsWhenMoved: 'annotate' }),
				[item],
			);
			expect(wordsOf(annotated).trim()).toBe('');
			expect(annotated.items[0].json.preLabel).toBe('annotated');
			const [asset] = assetsOf(stage, project._id);
			expect(hub.taskOf(asset).answer.classifications[0]).toMatchObject({ answer: '4' });
		});
	});
});

function digits() {
	const options = Array.from({ length: 10 }, (_, digit) => ({
		value: String(digit),
		schemaId: `o${digit}`,
	}));
	const digit = {
		tool: 'radio',
		title: 'Digit',
		required: false,
		schemaId: 'digit1',
		columnField: false,
		color: '#112233',
		shortcutKey: '',
		classifications: [],
		options,
	};
	return { tools: [], classifications: [digit], relations: [] };
}

const tick = async () => await new Promise((resolve) => setImmediate(resolve));
