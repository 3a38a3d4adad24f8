import { crc32, deflateSync } from 'node:zlib';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { readPng } from '../../nodes/AngoHub/labels/png.ts';
import type { Asset, Project } from '../local-hub/index.mts';
import { byId, fileItem, openStage, sha256, wordsOf, type Stage } from './stage.mts';

const made = (tool: string, title: string, more: object = {}) => ({
	tool,
	title,
	schemaId: `id-${title}`,
	options: [],
	classifications: [],
	...more,
});
const options = (...values: string[]) =>
	values.map((value) => ({ value, schemaId: `option-${value}` }));

const labelSet = () => ({
	tools: [
		made('bounding-box', 'Car', {
			classifications: [made('text', 'Plate')],
		}),
		made('brush', 'Sky'),
	],
	classifications: [
		made('radio', 'Weather', {
			options: options('sunny', 'rainy'),
			classifications: [made('text', 'Remark')],
		}),
		made('checkbox', 'Tags', { options: options('wet', 'dark') }),
	],
	relations: [made('one-to-one', 'Follows')],
});

const STAGES = [
	{ id: 'Start', type: 'Start', name: 'Start', next: ['Label'], autoForward: false },
	{ id: 'Label', type: 'Label', name: 'First Pass', next: ['Complete'], assignedTo: [] },
	{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
];

const box = (x: number) => ({ x, y: 1, width: 2, height: 3 });
const jsonOf = ({ items }: { items: INodeExecutionData[] }) => items.map(({ json }) => json);
const NO_ID = 'ffffffffffffffffffffffff';

/** A PNG of one row of RGBA pixels, packed by zlib. */
function png(...pixels: number[][]): Buffer {
	const chunk = (type: string, content: Buffer) => {
		const typed = Buffer.concat([Buffer.from(type), content]);
		const frame = Buffer.alloc(8);
		frame.writeUInt32BE(content.length, 0);
		frame.writeUInt32BE(crc32(typed), 4);
		return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)]);
	};
	const header = Buffer.alloc(13);
	header.writeUInt32BE(pixels.length, 0);
	header.writeUInt32BE(1, 4);
	header.set([8, 6, 0, 0, 0], 8);
	return Buffer.concat([
		Buffer.from('89504e470d0a1a0a', 'hex'),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(Buffer.from([0, ...pixels.flat()]))),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

const RED = [255, 0, 0, 255];
const BLUE = [0, 0, 255, 255];
const CLEAR = [0, 0, 0, 0];

describe('Label', () => {
	let stage: Stage;
	let project: Project;
	let asset: Asset;
	beforeAll(async () => {
		stage = await openStage({ binaryMode: 'filesystem' });
	});
	afterAll(async () => await stage.close());
	beforeEach(() => {
		const { hub } = stage;
		hub.resetFaults();
		project = hub.seedProject({ stages: STAGES, categorySchema: labelSet() });
		asset = hub.seedAsset(project._id, { externalId: 'a.png' });
		hub.clearRequests();
	});

	const run = async (
		operation: string,
		parameters: object,
		items?: INodeExecutionData[],
		spec: object = {},
	) =>
		await stage.engine.run({
			node: stage.node(
				{ resource: 'label', operation, project: byId(project._id), ...parameters } as never,
				spec,
			),
			items,
		});
	const sent = (path: string) => stage.hub.requests.filter((one) => one.path.includes(path));
	const bodies = (path: string) => sent(path).map(({ body }) => body as IDataObject);

	describe('Import', () => {
		it('labels waiting tasks, with all items in one call', async () => {
			const { hub } = stage;
			const other = hub.seedAsset(project._id, { externalId: 'b.png' });
			const items = [
				{
					json: {
						externalId: 'a.png',
						labels: {
							objects: [
								{ title: 'Car', objectId: 'c1', 'bounding-box': box(1) },
								{ schemaId: 'id-Car', objectId: 'c2', 'bounding-box': box(9) },
							],
							relations: [{ title: 'Follows', from: 'c1', to: 'c2' }],
						},
					},
				},
				{
					json: {
						externalId: 'b.png',
						labels: { classifications: [{ title: 'Tags', answer: ['wet'] }] },
					},
				},
			];
			const parameters = {
				labels: '={{ $json.labels }}',
				answers: { label: [{ class: 'Weather', answers: ['rainy'] }] },
			};
			const result = await run('import', parameters, items);
			expect(wordsOf(result).trim()).toBe('');
			expect(jsonOf(result)).toEqual([
				{ externalId: 'a.png', imported: true, objects: 2, classifications: 1, relations: 1 },
				{ externalId: 'b.png', imported: true, objects: 0, classifications: 2, relations: 0 },
			]);
			expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
			expect(bodies('/import/labels')).toEqual([
				{
					project: project._id,
					jsonContent: [
						{
							externalId: 'a.png',
							objects: [
								{ title: 'Car', schemaId: 'id-Car', objectId: 'c1', 'bounding-box': box(1) },
								{ schemaId: 'id-Car', objectId: 'c2', 'bounding-box': box(9) },
							],
							classifications: [expect.objectContaining({ answer: 'rainy' })],
							relations: [{ title: 'Follows', schemaId: 'id-Follows', from: 'c1', to: 'c2' }],
						},
						{
							externalId: 'b.png',
							classifications: [
								{ title: 'Tags', schemaId: 'id-Tags', answer: ['wet'] },
								expect.objectContaining({ schemaId: 'id-Weather', answer: 'rainy' }),
							],
						},
					],
				},
			]);
			expect(hub.taskOf(asset).answer.tools).toHaveLength(2);
			expect(hub.taskOf(other).answer.classifications).toHaveLength(2);
		});

		it('finds assets by their URL, and takes labels as tasks and exports have them', async () => {
			const { hub } = stage;
			const source = hub.labelTask(hub.taskOf(hub.seedAsset(project._id))._id, {
				objects: [{ schemaId: 'id-Car', 'bounding-box': box(4) }],
				classifications: [{ schemaId: 'id-Weather', answer: 'option-sunny' }],
			});
			const { tools, classifications } = source.answer;
			const items = [
				{ json: { url: asset.data, task: { tools, classifications, relations: [] } } },
			];
			const result = await run('import', { findBy: 'data', labels: '={{ $json.task }}' }, items);
			expect(jsonOf(result)).toMatchObject([{ data: asset.data, imported: true, objects: 1 }]);
			expect(hub.taskOf(asset).answer).toMatchObject({
				tools: [{ title: 'Car', 'bounding-box': box(4) }],
				classifications: [{ answer: 'sunny' }],
			});
		});

		it('takes the asset that the labels themselves name', async () => {
			const labels = '{"externalId": "a.png", "objects": [{"title": "Sky"}]}';
			const result = await run('import', { externalId: 'other.png', labels });
			expect(jsonOf(result)).toMatchObject([{ externalId: 'a.png', imported: true }]);
		});

		const bad = (answer: string) => ({
			json: { externalId: 'a.png', labels: { classifications: [{ title: 'Weather', answer }] } },
		});

		it('sends the good items and says of the others what is wrong', async () => {
			const { hub } = stage;
			const items = [
				bad('snowy'),
				{ json: { externalId: 'a.png', labels: { objects: [{ title: 'Sky' }] } } },
				{
					json: { externalId: 'a.png', labels: { objects: [{ title: 'Car' }, { title: 'Bus' }] } },
				},
				{ json: { labels: { objects: [{ title: 'Sky' }] } } },
				{ json: { externalId: 'a.png', labels: [{ objects: [] }] } },
				{ json: { externalId: 'a.png' } },
			];
			const parameters = { labels: '={{ $json.labels }}' };
			const result = await run('import', parameters, items, { onError: 'continueErrorOutput' });
			expect(jsonOf(result)).toMatchObject([{ externalId: 'a.png', imported: true }]);
			expect(result.items[0].pairedItem).toEqual({ item: 1 });
			expect(result.errorItems.map(({ json }) => json.error)).toEqual([
				expect.stringMatching(
					/^The labels do not fit .*classifications\[0\] 'Weather': 'snowy' is not an answer.*'Check Against Label Set'/,
				),
				expect.stringMatching(
					/'Car': has no 'bounding-box'\. Also: objects\[1\]: .*no class 'Bus'/,
				),
				expect.stringMatching(/^'External ID' is empty\. Say which asset/),
				expect.stringMatching(/^'Labels' has to be a JSON object\. .*split into items/),
				expect.stringMatching(/^'Labels' and 'Answers' hold no labels/),
			]);
			expect((bodies('/import/labels')[0].jsonContent as unknown[]).length).toBe(1);
			expect(hub.taskOf(asset).answer.tools).toHaveLength(1);
		});

		it('ends the run with the first item that did not work, which tells of the others', async () => {
			const items = [
				bad('snowy'),
				{ json: { externalId: 'a.png', labels: { objects: [{ title: 'Sky' }] } } },
				bad('foggy'),
			];
			const result = await run('import', { labels: '={{ $json.labels }}' }, items);
			expect(result.status).toBe('error');
			expect(wordsOf(result)).toMatch(/'snowy' is not an answer.*\[item 2\] .*'foggy' is not/s);
			expect(wordsOf(result)).toMatch(/2 of 3 items could not be processed; the others are done/);
			expect(result.error).toMatchObject({ context: { itemIndex: 0 } });
			expect(stage.hub.taskOf(asset).answer.tools).toHaveLength(1);
		});

		it('sends what does not fit when it is told to', async () => {
			const parameters = { labels: '={{ $json.labels }}', options: { check: false } };
			const result = await run('import', parameters, [bad('snowy')]);
			expect(jsonOf(result)).toMatchObject([{ imported: true }]);
			expect(stage.hub.taskOf(asset).answer.classifications[0].answer).toBe('snowy');
		});

		it('says why labels reached no task', async () => {
			const { hub } = stage;
			const [moved, twin] = ['moved.png', 'twins.png'].map((externalId) =>
				hub.seedAsset(project._id, { externalId }),
			);
			const second = hub.seedAsset(project._id, { externalId: 'twins.png' });
			hub.submit(hub.taskOf(moved)._id);
			hub.submit(hub.taskOf(twin)._id);
			hub.labelTask(hub.taskOf(second)._id);
			const names = ['moved.png', 'a.png', 'nowhere.png', 'twins.png'];
			const items: INodeExecutionData[] = names.map((externalId) => ({ json: { externalId } }));
			items.push({ json: { externalId: '', url: 'https://example.com/no.png' } });
			const parameters = {
				findBy: '={{ $json.url ? "data" : "externalId" }}',
				labels: '{"objects": [{"title": "Sky"}]}',
			};
			const result = await run('import', parameters, items, { onError: 'continueErrorOutput' });
			expect(jsonOf(result)).toMatchObject([{ externalId: 'a.png', imported: true }]);
			expect(result.errorItems.map(({ json }) => json.error)).toEqual([
				expect.stringMatching(
					/asset 'moved.png' is not waiting for labels any more, but in 'First Pass'\. .*'Annotate Task'/,
				),
				expect.stringMatching(/no asset with the external ID 'nowhere.png'.*'Wait for Assets'/),
				expect.stringMatching(
					/the 2 assets with the external ID 'twins.png' are not waiting .* in 'Complete' and 'First Pass'/,
				),
				expect.stringMatching(/no asset with the URL https:\/\/example.com\/no.png waits/),
			]);
		});

		it('waits for assets that cannot be seen yet', async () => {
			const { hub } = stage;
			const fresh = hub.seedAsset(project._id, { externalId: 'fresh.png' });
			const { hidden } = hub.state.room(project._id);
			hidden.set(fresh._id, { at: 0, listRequests: Infinity });
			const parameters = {
				externalId: 'fresh.png',
				labels: '{"objects": [{"title": "Sky"}]}',
				options: { patience: 60 },
			};
			const running = stage.engine.start({
				node: stage.node({
					resource: 'label',
					operation: 'import',
					project: byId(project._id),
					...parameters,
				} as never),
			});
			while (sent('/import/labels')[0]?.status !== 200) await tick();
			hidden.delete(fresh._id);
			const result = await running.result;
			expect(jsonOf(result)).toMatchObject([{ externalId: 'fresh.png', imported: true }]);
			expect(hub.taskOf(fresh).answer.tools).toHaveLength(1);
			expect(sent('/import/labels').length).toBeGreaterThan(1);
		});

		it('halves a refused chunk until the bad items stand alone', async () => {
			const { hub } = stage;
			const names = Array.from({ length: 8 }, (_, index) => `n${index}.png`);
			for (const externalId of names) hub.seedAsset(project._id, { externalId });
			const items = names.map((externalId, index) => ({
				json: { externalId, labels: { objects: [index === 5 ? 'no object' : { title: 'Sky' }] } },
			}));
			const parameters = { labels: '={{ $json.labels }}', options: { check: false } };
			const result = await run('import', parameters, items, { onError: 'continueErrorOutput' });
			expect(result.errorItems.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 5 }]);
			expect(result.errorItems[0].json.error).toMatch(/objects\[0\].*expected an object/);
			expect(result.items).toHaveLength(7);
		});

		it('finds the item that reached nothing when tasks are counted instead of items', async () => {
			const { hub } = stage;
			hub.seedAsset(project._id, { externalId: 'a.png' });
			const moved = hub.seedAsset(project._id, { externalId: 'moved.png' });
			hub.submit(hub.taskOf(moved)._id);
			const project2of3 = { status: 'success', data: { project: '2 / 3 tasks are labeled.' } };
			hub.faults.rules.push({
				match: { path: '/import/labels' },
				times: 1,
				action: { status: 200, body: project2of3 },
			});
			const items = [{ json: { externalId: 'a.png' } }, { json: { externalId: 'moved.png' } }];
			const labels = '{"objects": [{"title": "Sky"}]}';
			const result = await run('import', { labels }, items, { onError: 'continueErrorOutput' });
			expect(jsonOf(result)).toMatchObject([{ externalId: 'a.png', imported: true }]);
			expect(result.errorItems.map(({ json }) => json.error)).toEqual([
				expect.stringMatching(/'moved.png' is not waiting/),
			]);
		});

		it('hints at items for the same asset', async () => {
			const items = [{ json: { externalId: 'a.png' } }, { json: { externalId: 'a.png' } }];
			const labels = '{"objects": [{"title": "Sky"}]}';
			const result = await run('import', { labels }, items);
			expect(result.items).toHaveLength(2);
			expect(result.hints.map(({ message }) => message)).toEqual([
				expect.stringMatching(/^2 items have labels for the asset 'a.png'/),
			]);
		});

		it('tells of a project that is not there', async () => {
			const labels = '{"objects": [{"title": "Sky"}]}';
			const result = await run('import', { project: byId(NO_ID), externalId: 'a.png', labels });
			expect(wordsOf(result)).toMatch(/Invalid project/);
			expect(sent('/import/labels')).toHaveLength(0);
		});
	});

	describe('Annotate Task', () => {
		const taskId = () => stage.hub.taskOf(asset)._id;
		const answer = () => stage.hub.taskOf(asset).answer;
		const posts = () => sent('/annotate/');
		const sky = '{"objects": [{"title": "Sky"}]}';

		beforeEach(() => {
			stage.hub.save(taskId(), {
				objects: [{ schemaId: 'id-Car', objectId: 'old', 'bounding-box': box(1), lock: true }],
				classifications: [
					{ schemaId: 'id-Weather', answer: 'option-sunny' },
					{ schemaId: 'id-Tags', answer: ['option-wet'] },
				],
				relations: [{ schemaId: 'id-Follows', from: 'old', to: 'old' }],
			});
			Object.assign(stage.hub.taskOf(asset), {
				brushDataUrl: `${stage.hub.storageUrl}/old.png`,
				medicalBrushDataUrl: `${stage.hub.storageUrl}/old.seg.nrrd`,
			});
		});

		it('lays new labels over those of the task, which go back as they are', async () => {
			const before = structuredClone(answer());
			const result = await run('annotate', {
				task: byId(taskId()),
				labels: {
					objects: [{ title: 'Car', objectId: 'new', 'bounding-box': box(7) }],
					relations: [{ title: 'Follows', from: 'old', to: 'new' }],
				},
				answers: { label: [{ class: 'Weather', answers: ['rainy'] }] },
			});
			expect(wordsOf(result).trim()).toBe('');
			expect(posts()).toHaveLength(1);
			expect(posts()[0].query).toEqual({ nextStage: 'false', isPlugin: 'false' });
			expect(posts()[0].body).toEqual({
				answer: {
					objects: [
						...before.tools,
						{ title: 'Car', schemaId: 'id-Car', objectId: 'new', 'bounding-box': box(7) },
					],
					classifications: [
						before.classifications[1],
						expect.objectContaining({ schemaId: 'id-Weather', answer: 'rainy' }),
					],
					relations: [
						...before.relations,
						{ title: 'Follows', schemaId: 'id-Follows', from: 'old', to: 'new' },
					],
				},
				brushDataUrl: `${stage.hub.storageUrl}/old.png`,
				medicalBrushDataUrl: `${stage.hub.storageUrl}/old.seg.nrrd`,
				duration: 0,
			});
			expect(jsonOf(result)).toMatchObject([
				{ _id: taskId(), stageName: 'Start', answer: { tools: [{}, {}] } },
			]);
			expect(sent(`/task/${taskId()}`)[0].query).toEqual({ includeAnswer: 'true' });
		});

		it('overwrites all labels and masks, and submits, without reading the task', async () => {
			const result = await run('annotate', {
				task: byId(taskId()),
				labels: sky,
				existing: 'overwrite',
				submit: true,
				options: { duration: 1234 },
				simplify: false,
			});
			expect(sent('/v2/task/')).toHaveLength(0);
			expect(posts()[0].query).toEqual({ nextStage: 'true', isPlugin: 'false' });
			expect(posts()[0].body).toEqual({
				answer: {
					objects: [{ title: 'Sky', schemaId: 'id-Sky' }],
					classifications: [],
					relations: [],
				},
				brushDataUrl: null,
				medicalBrushDataUrl: null,
				duration: 1234,
			});
			expect(jsonOf(result)).toMatchObject([{ stage: 'Label', duration: 1234 }]);
		});

		it('submits a task as it is', async () => {
			const before = structuredClone(answer());
			const result = await run('annotate', { task: byId(taskId()), submit: true });
			expect(jsonOf(result)).toMatchObject([{ stageName: 'First Pass' }]);
			expect(answer()).toMatchObject(before);
		});

		it('does not submit twice when the answer is lost', async () => {
			const { hub } = stage;
			hub.faults.rules.push({ match: { path: '/annotate/' }, action: 'reset-after', times: 1 });
			const submitted = await run('annotate', { task: byId(taskId()), submit: true });
			expect(wordsOf(submitted)).toMatch(/No answer/);
			expect(hub.taskOf(asset).stage).toBe('Label');
			expect(posts()).toHaveLength(1);

			hub.faults.rules.push({ match: { path: '/annotate/' }, action: 'reset-after', times: 1 });
			const saved = await run('annotate', { task: byId(taskId()), labels: sky });
			expect(wordsOf(saved).trim()).toBe('');
			expect(posts()).toHaveLength(3);
			expect(answer().tools).toHaveLength(2);
		});

		it('loses nothing when many items write onto the same task', async () => {
			stage.hub.faults.latencyMs = 5;
			const items = Array.from({ length: 10 }, (_, index) => ({
				json: { id: `o${index}`, x: index },
			}));
			const labels =
				'={{ { objects: [{ title: "Car", objectId: $json.id, "bounding-box": { x: $json.x, y: 0, width: 1, height: 1 } }] } }}';
			const result = await run('annotate', { task: byId(taskId()), labels }, items);
			expect(wordsOf(result).trim()).toBe('');
			expect(answer().tools.map(({ objectId }) => objectId)).toEqual([
				'old',
				...items.map(({ json }) => json.id),
			]);
			expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
				items.map((_, item) => ({ item })),
			);
		});

		it('says what is wrong and goes on with the others', async () => {
			const labels = (content: object) => ({ json: { task: taskId(), labels: content } });
			const items = [
				labels({ objects: [{ title: 'Bus' }] }),
				labels({ relations: [{ title: 'Follows', from: 'old', to: 'gone' }] }),
				labels({}),
				{ json: { task: NO_ID, labels: { objects: [{ title: 'Sky' }] } } },
				labels({ objects: [{ title: 'Sky' }] }),
			];
			const parameters = { task: byId('={{ $json.task }}'), labels: '={{ $json.labels }}' };
			const result = await run('annotate', parameters, items, { onError: 'continueErrorOutput' });
			expect(result.errorItems.map(({ json }) => json.error)).toEqual([
				expect.stringMatching(/no class 'Bus'/),
				expect.stringMatching(/no object with the objectId 'gone'/),
				expect.stringMatching(/'Labels' and 'Answers' hold no labels.*turn on 'Submit'/),
				expect.stringMatching(/No task with the id f+/),
			]);
			expect(result.errorItems.map(({ pairedItem }) => pairedItem)).toEqual(
				[0, 1, 2, 3].map((item) => ({ item })),
			);
			expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 4 }]);
			expect(posts()).toHaveLength(1);
		});

		it('does not remove all labels by mistake', async () => {
			const parameters = { task: byId(taskId()), existing: 'overwrite', submit: true };
			const result = await run('annotate', { ...parameters, labels: '={{ $json.nothing }}' });
			expect(wordsOf(result)).toMatch(/hold no labels.*'Overwrite' would remove/);
			expect(posts()).toHaveLength(0);
		});

		describe('with a brush mask', () => {
			const fresh = png(BLUE, CLEAR, BLUE);
			const mask = async (content: Buffer, name = 'mask.png', mimeType = 'image/png') => [
				await fileItem(stage, name, content, { mimeType }),
			];
			const annotate = async (items: INodeExecutionData[], more: object = {}) =>
				await run('annotate', { task: byId(taskId()), options: { brush: 'data', ...more } }, items);
			const stored = (url: string) =>
				stage.hub.storage.objects.get(decodeURIComponent(new URL(url).pathname))!;
			const bytesOf = (url: string) => {
				const { source, size } = stored(url);
				return Buffer.concat([...source!(0, size)]);
			};
			const existing = (content: Buffer) => {
				const url = stage.hub.storage.put(`/${project._id}/brushes/old.png`, content);
				stage.hub.taskOf(asset).brushDataUrl = url;
				return url;
			};

			it('uploads it and puts its URL in the place of the old one', async () => {
				const old = existing(png(RED));
				const result = await annotate(await mask(fresh));
				expect(wordsOf(result).trim()).toBe('');
				const { brushDataUrl, medicalBrushDataUrl } = stage.hub.taskOf(asset);
				expect(brushDataUrl).not.toBe(old);
				expect(new URL(brushDataUrl!).pathname).toMatch(
					new RegExp(`^/${project._id}/brushes/[0-9a-f]{32}\\.png$`),
				);
				expect(stored(brushDataUrl!).sha256).toBe(sha256(fresh));
				expect(medicalBrushDataUrl).toBe(`${stage.hub.storageUrl}/old.seg.nrrd`);
				expect(answer().tools).toHaveLength(1);
				const [put] = stage.hub.storage.requests.filter(({ method }) => method === 'PUT');
				expect(put.headers).toMatchObject({
					'content-type': 'image/png',
					'content-length': String(fresh.length),
				});
				expect(JSON.stringify(stage.hub.storage.requests)).not.toContain(stage.hub.apiKey);
			});

			it('lays it over the one that the task has', async () => {
				existing(png(RED, RED, CLEAR));
				const result = await annotate(await mask(fresh), { existingMask: 'combine' });
				expect(wordsOf(result).trim()).toBe('');
				const combined = await readPng(bytesOf(stage.hub.taskOf(asset).brushDataUrl!), 'mask');
				expect([...combined.rgba]).toEqual([BLUE, RED, BLUE].flat());
				expect(sent('/getSignedUrl')[0].query).toMatchObject({ type: 'brushes' });
			});

			it('takes it as it is where the task has none', async () => {
				stage.hub.taskOf(asset).brushDataUrl = null;
				await annotate(await mask(fresh), { existingMask: 'combine' });
				expect(stored(stage.hub.taskOf(asset).brushDataUrl!).sha256).toBe(sha256(fresh));
			});

			it.each<[string, Buffer, Buffer, RegExp]>([
				['another size', png(RED), png(BLUE, BLUE), /2 × 1 pixels, the existing one 1 × 1/],
				['an old mask that is no PNG', Buffer.from('old'), png(BLUE), /'of the task' is not a PNG/],
				['a new mask that is no PNG', png(RED), Buffer.from('new'), /'mask.png' is not a PNG/],
			])(
				'refuses to combine %s, and leaves the task as it is',
				async (_case, old, bytes, words) => {
					const url = existing(old);
					const result = await annotate(await mask(bytes), { existingMask: 'combine' });
					expect(wordsOf(result)).toMatch(words);
					expect(wordsOf(result)).toMatch(/'Existing Mask' to 'Replace'/);
					expect(stage.hub.taskOf(asset).brushDataUrl).toBe(url);
					expect(posts()).toHaveLength(0);
				},
			);

			it('refuses files of other types, empty ones, and fields without a file', async () => {
				const other = await annotate(await mask(fresh, 'mask.jpg', 'image/jpeg'));
				expect(wordsOf(other)).toMatch(/'mask.jpg' is not a file of the type \.png/);
				const empty = await annotate(await mask(Buffer.alloc(0)));
				expect(wordsOf(empty)).toMatch(/'mask.png' is empty/);
				const none = await annotate(await mask(fresh), { brush: 'photo' });
				expect(wordsOf(none)).toMatch(/photo/);
				expect(posts()).toHaveLength(0);
			});

			it('uploads a medical one, and does not combine it', async () => {
				const nrrd = Buffer.from('NRRD0004\n');
				const items = await mask(nrrd, 'scan.seg.nrrd', 'application/octet-stream');
				const parameters = { task: byId(taskId()), options: { medical: 'data' } };
				const result = await run('annotate', parameters, items);
				expect(wordsOf(result).trim()).toBe('');
				const { brushDataUrl, medicalBrushDataUrl } = stage.hub.taskOf(asset);
				expect(new URL(medicalBrushDataUrl!).pathname).toMatch(
					new RegExp(`^/${project._id}/medicalBrushes/[0-9a-f]{32}\\.seg\\.nrrd$`),
				);
				expect(stored(medicalBrushDataUrl!).sha256).toBe(sha256(nrrd));
				expect(brushDataUrl).toBe(`${stage.hub.storageUrl}/old.png`);

				const combine = { ...parameters.options, existingMask: 'combine' };
				const refused = await run('annotate', { ...parameters, options: combine }, items);
				expect(wordsOf(refused)).toMatch(/NRRD masks cannot be combined.*'Replace'/);
				expect(posts()).toHaveLength(1);
			});
		});
	});
});

describe('Label on the legacy platform', () => {
	let stage: Stage;
	let project: Project;
	beforeAll(async () => {
		stage = await openStage({ platform: 'legacy' });
		project = stage.hub.seedProject({ categorySchema: labelSet() });
	});
	afterAll(async () => await stage.close());

	const run = async (operation: string, parameters: object, spec: object = {}) =>
		await stage.engine.run({
			node: stage.node(
				{ resource: 'label', operation, project: byId(project._id), ...parameters } as never,
				spec,
			),
		});

	it('imports labels for open tasks', async () => {
		const asset = stage.hub.seedAsset(project._id, { externalId: 'a.png' });
		const done = stage.hub.seedAsset(project._id, { externalId: 'done.png' });
		stage.hub.submit(stage.hub.taskOf(done)._id);
		const labels = '{"objects": [{"title": "Sky"}]}';
		const result = await run('import', { externalId: 'a.png', labels });
		expect(jsonOf(result)).toMatchObject([{ imported: true }]);
		expect(stage.hub.taskOf(asset).answer.tools).toHaveLength(1);
		const late = await run('import', { externalId: 'done.png', labels });
		expect(wordsOf(late)).toMatch(/'done.png' is not waiting for labels.*status .* is TODO/);
	});

	it('cannot annotate tasks', async () => {
		const asset = stage.hub.seedAsset(project._id, { externalId: 'b.png' });
		stage.hub.clearRequests();
		const task = byId(stage.hub.taskOf(asset)._id);
		const result = await run('annotate', { task, labels: '{"objects": [{"title": "Sky"}]}' });
		expect(wordsOf(result)).toMatch(/The legacy platform cannot annotate tasks/);
		expect(stage.hub.requests).toHaveLength(0);
	});
});

const tick = async () => await new Promise((resolve) => setImmediate(resolve));
