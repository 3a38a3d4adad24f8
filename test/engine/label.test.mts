import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Project } from '../local-hub/index.mts';
import { byId, jsonOf, NO_ID, openSetup, runner, tick, wordsOf, type Setup } from './setup.mts';
import { box, labelSet, labelSetup } from './labelSetup.mts';

describe('Label', () => {
	const { here, run, sent, bodies } = labelSetup();

	describe('Import', () => {
		it('labels waiting tasks, with all items in one call', async () => {
			const { hub } = here.setup;
			const other = hub.seedAsset(here.project._id, { externalId: 'b.png' });
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
				{
					projectId: here.project._id,
					externalId: 'a.png',
					imported: true,
					objects: 2,
					classifications: 1,
					relations: 1,
				},
				{
					projectId: here.project._id,
					externalId: 'b.png',
					imported: true,
					objects: 0,
					classifications: 2,
					relations: 0,
				},
			]);
			expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
			expect(bodies('/import/labels')).toEqual([
				{
					project: here.project._id,
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
			expect(hub.taskOf(here.asset).answer.tools).toHaveLength(2);
			expect(hub.taskOf(other).answer.classifications).toHaveLength(2);
		});

		const tools = [{ title: 'Car', objectId: 'c1', 'bounding-box': box(1) }];
		it.each([
			['an export or a trigger', { externalId: 'a.png', taskId: NO_ID, task: { tools } }],
			['a list of tasks', { externalId: 'a.png', taskId: NO_ID, answer: { tools } }],
		])('takes a whole item of %s as labels', async (_from, json) => {
			const result = await run('import', { labels: '={{ $json }}' }, [{ json }]);
			expect(wordsOf(result).trim()).toBe('');
			expect(jsonOf(result)).toMatchObject([{ externalId: 'a.png', imported: true, objects: 1 }]);
			expect(here.setup.hub.taskOf(here.asset).answer.tools).toHaveLength(1);
		});

		it('takes predictions of several pictures in one item, and says what became of each', async () => {
			const { hub } = here.setup;
			const other = hub.seedAsset(here.project._id, { externalId: 'b.png' });
			const coco = {
				images: [
					{ id: 1, file_name: 'a.png', width: 100, height: 80 },
					{ id: 2, file_name: 'b.png', width: 100, height: 80 },
					{ id: 3, file_name: 'none.png', width: 100, height: 80 },
				],
				categories: [{ id: 7, name: 'car' }],
				annotations: [
					{ id: 1, image_id: 1, category_id: 7, bbox: [1, 2, 30, 40], score: 0.9 },
					{ id: 2, image_id: 1, category_id: 7, bbox: [5, 6, 7, 8], score: 0.1 },
					{ id: 3, image_id: 2, category_id: 7, bbox: [9, 8, 7, 6], score: 0.8 },
				],
			};
			const parameters = {
				format: 'coco',
				predictionOptions: {
					minConfidence: 0.5,
					renameClasses: { class: [{ from: 'car', to: 'Car' }] },
				},
			};
			const result = await run('import', parameters, [{ json: coco }]);
			expect(wordsOf(result).trim()).toBe('');
			expect(jsonOf(result)).toMatchObject([
				{
					externalId: 'a.png',
					imported: true,
					objects: 1,
					report: { leftOut: [{ reason: 'belowConfidence', count: 1 }] },
				},
				{ externalId: 'b.png', imported: true, objects: 1 },
				{ externalId: 'none.png', imported: false, objects: 0 },
			]);
			expect(bodies('/import/labels')).toHaveLength(1);
			expect(hub.taskOf(here.asset).answer.tools).toMatchObject([
				{ title: 'Car', 'bounding-box': { x: 1, y: 2, width: 30, height: 40 } },
			]);
			expect(hub.taskOf(other).answer.tools).toHaveLength(1);
		});

		it('names the pictures of an item that got no labels', async () => {
			const picture = (id: number, name: string) => ({ id, file_name: name, width: 9, height: 9 });
			const coco = {
				images: [picture(1, 'a.png'), picture(2, 'gone.png')],
				categories: [{ id: 7, name: 'Car' }],
				annotations: [1, 2].map((id) => ({
					id,
					image_id: id,
					category_id: 7,
					bbox: [1, 2, 3, 4],
				})),
			};
			const parameters = { format: 'coco', options: { patience: 0 } };
			const result = await run('import', parameters, [{ json: coco as unknown as IDataObject }]);
			expect(wordsOf(result)).toMatch(
				/1 of 2 pictures were not labeled.*no asset with the external ID 'gone.png'.*Pictures without labels: gone.png/,
			);
			expect(here.setup.hub.taskOf(here.asset).answer.tools).toHaveLength(1);
		});

		it.each([
			['size', 'automatic', { x: 10, y: 20, width: 30, height: 40 }],
			['center', 'automatic', { x: 25, y: 40, width: 30, height: 40 }],
			['center', 'normalized', { x: 0.25, y: 0.5, width: 0.3, height: 0.5 }],
			['corners', 'automatic', { x1: 10, y1: 20, x2: 40, y2: 60 }],
		])('takes flat boxes by %s, %s', async (boxFormat, coordinates, numbers) => {
			const parameters = {
				format: 'boxes',
				predictions: '={{ $json.boxes }}',
				width: '100',
				height: '80',
				findBy: 'data',
				predictionOptions: { boxFormat, coordinates, minConfidence: 0.3 },
			};
			const boxes = [
				{ ...numbers, class: 'Car', score: 0.7 },
				{ ...numbers, class: 'Car', score: 0.2 },
			];
			const result = await run('import', parameters, [{ json: { url: here.asset.data, boxes } }]);
			expect(wordsOf(result).trim()).toBe('');
			expect(jsonOf(result)).toMatchObject([{ url: here.asset.data, imported: true, objects: 1 }]);
			expect(here.setup.hub.taskOf(here.asset).answer.tools).toMatchObject([
				{ 'bounding-box': { x: 10, y: 20, width: 30, height: 40 } },
			]);
		});

		it('says which predictions were left out, and takes shares of the picture for what they are', async () => {
			const shares = { cx: 0.25, cy: 0.5, w: 0.3, h: 0.5 };
			const boxes = [{ ...shares, class: 'Car' }, { ...shares, class: 'Truck' }, { class: 'Car' }];
			const sized = {
				format: 'boxes',
				predictions: '={{ $json.boxes }}',
				width: '100',
				height: '80',
			};
			const items = [{ json: { externalId: 'a.png', boxes } }];
			const result = await run('import', sized, items);
			expect(result.hints.map(({ message }) => message)).toEqual([
				"Some predictions were left out (1 unknownClass, 1 notFinite). The field 'report' says which and why.",
			]);
			expect(here.setup.hub.taskOf(here.asset).answer.tools).toMatchObject([
				{ 'bounding-box': { x: 10, y: 20, width: 30, height: 40 } },
			]);
			const pixels = { ...sized, predictionOptions: { coordinates: 'pixels' } };
			const { hints } = await run('import', pixels, items);
			expect(hints[1].message).toMatch(/set the option 'Coordinates' to 'Normalized'/);
		});

		it('takes a picture without predictions as it is', async () => {
			const items = [
				{ json: { externalId: 'a.png', objects: [], count: 0 } },
				{ json: { externalId: 'a.png', boxes: [] } },
			];
			const given = await run('import', { labels: '={{ $json }}' }, [items[0]]);
			const boxes = { format: 'boxes', predictions: '={{ $json.boxes }}' };
			const read = await run('import', boxes, [items[1]]);
			for (const result of [given, read]) {
				expect(wordsOf(result).trim()).toBe('');
				expect(jsonOf(result)).toMatchObject([
					{ externalId: 'a.png', imported: false, objects: 0 },
				]);
			}
			expect(sent('/import/labels')).toHaveLength(0);
		});

		it('finds assets by their URL, and takes labels as tasks and exports have them', async () => {
			const { hub } = here.setup;
			const source = hub.labelTask(hub.taskOf(hub.seedAsset(here.project._id))._id, {
				objects: [{ schemaId: 'id-Car', 'bounding-box': box(4) }],
				classifications: [{ schemaId: 'id-Weather', answer: 'option-sunny' }],
			});
			const { tools, classifications } = source.answer;
			const items = [
				{ json: { url: here.asset.data, task: { tools, classifications, relations: [] } } },
			];
			const result = await run('import', { findBy: 'data', labels: '={{ $json.task }}' }, items);
			expect(jsonOf(result)).toMatchObject([{ url: here.asset.data, imported: true, objects: 1 }]);
			expect(hub.taskOf(here.asset).answer).toMatchObject({
				tools: [{ title: 'Car', 'bounding-box': box(4) }],
				classifications: [{ answer: 'sunny' }],
			});
		});

		it('takes the asset that the labels themselves name', async () => {
			const labels = '{"externalId": "a.png", "objects": [{"title": "Sky"}]}';
			const result = await run('import', { externalId: 'other.png', labels });
			expect(jsonOf(result)).toMatchObject([{ externalId: 'a.png', imported: true }]);
		});

		it.each(['objects', 'tools', 'classifications', 'relations'])(
			'says that %s have to be a list, also beside answers',
			async (key) => {
				const answers = { label: [{ class: 'Weather', answers: ['sunny'] }] };
				const labels = JSON.stringify({ [key]: { title: 'Car' } });
				const told = wordsOf(await run('import', { labels, answers }));
				expect(told).toMatch(new RegExp(`^'${key}' in 'Labels' has to be a list Give {"objects"`));
			},
		);

		const bad = (answer: string) => ({
			json: { externalId: 'a.png', labels: { classifications: [{ title: 'Weather', answer }] } },
		});

		it('sends the good items and says of the others what is wrong', async () => {
			const { hub } = here.setup;
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
					/'Car': has no 'bounding-box'\. A right one looks like {"bounding-box".*}\. Also: objects\[1\]: .*no class 'Bus'/,
				),
				expect.stringMatching(/^'External ID' is empty\. Say which asset/),
				expect.stringMatching(
					/^'Labels' has to be a JSON object\. .*with all boxes and all answers of the asset/,
				),
				expect.stringMatching(/^'Labels' and 'Answers' hold no labels/),
			]);
			expect((bodies('/import/labels')[0].jsonContent as unknown[]).length).toBe(1);
			expect(hub.taskOf(here.asset).answer.tools).toHaveLength(1);
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
			expect(here.setup.hub.taskOf(here.asset).answer.tools).toHaveLength(1);
		});

		it('sends what does not fit when it is told to', async () => {
			const parameters = { labels: '={{ $json.labels }}', options: { check: false } };
			const result = await run('import', parameters, [bad('snowy')]);
			expect(jsonOf(result)).toMatchObject([{ imported: true }]);
			expect(here.setup.hub.taskOf(here.asset).answer.classifications[0].answer).toBe('snowy');
		});

		it('says why labels reached no task', async () => {
			const { hub } = here.setup;
			const [moved, twin] = ['moved.png', 'twins.png'].map((externalId) =>
				hub.seedAsset(here.project._id, { externalId }),
			);
			const second = hub.seedAsset(here.project._id, { externalId: 'twins.png' });
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
					/asset 'moved.png' is not waiting for labels any more\. The stage is now 'First Pass'\. .*'Annotate Task'/,
				),
				expect.stringMatching(/no asset with the external ID 'nowhere.png'.*'Wait for Assets'/),
				expect.stringMatching(
					/the 2 assets with the external ID 'twins.png' are not waiting .* now 'Complete' or 'First Pass'/,
				),
				expect.stringMatching(/no asset with the URL https:\/\/example.com\/no.png waits/),
			]);
		});

		it('annotates tasks that have left Start, where that is wanted', async () => {
			const { hub } = here.setup;
			const [moved, labeled] = ['moved.png', 'labeled.png'].map((externalId) =>
				hub.seedAsset(here.project._id, { externalId }),
			);
			for (const asset of [moved, labeled]) hub.submit(hub.taskOf(asset)._id);
			const theirs = [{ schemaId: 'id-Car', objectId: 'old', 'bounding-box': box(1) }];
			hub.save(hub.taskOf(labeled)._id, { objects: theirs });
			const objects = [{ title: 'Car', objectId: 'new', 'bounding-box': box(9) }];
			const items = ['a.png', 'moved.png', 'labeled.png', 'gone.png'].map((externalId) => ({
				json: { externalId, objects } as never,
			}));
			const options = { whenMoved: 'annotate', patience: 0 };
			const result = await run('import', { labels: '={{ $json }}', options }, items, {
				onError: 'continueErrorOutput',
			});
			expect(jsonOf(result)).toMatchObject([
				{ externalId: 'a.png', imported: true },
				{ externalId: 'moved.png', imported: false, annotated: true },
			]);
			expect(result.errorItems.map(({ json }) => json.error)).toEqual([
				expect.stringMatching(/'labeled.png' has left Start, and has labels already/),
				expect.stringMatching(/no asset with the external ID 'gone.png'/),
			]);
			const idsOf = (asset: typeof moved) =>
				hub.taskOf(asset).answer.tools.map(({ objectId }) => objectId);
			expect([moved, labeled, here.asset].map(idsOf)).toEqual([['new'], ['old'], ['new']]);
			expect(hub.taskOf(moved).stage).toBe('Label');
		});

		it('waits for assets that cannot be seen yet', async () => {
			const { hub } = here.setup;
			const fresh = hub.seedAsset(here.project._id, { externalId: 'fresh.png' });
			const { hidden } = hub.state.room(here.project._id);
			hidden.set(fresh._id, { at: 0, listRequests: Infinity });
			const parameters = {
				externalId: 'fresh.png',
				labels: '{"objects": [{"title": "Sky"}]}',
				options: { patience: 60 },
			};
			const running = here.setup.engine.start({
				node: here.setup.node({
					resource: 'label',
					operation: 'import',
					project: byId(here.project._id),
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
			const { hub } = here.setup;
			const names = Array.from({ length: 8 }, (_, index) => `n${index}.png`);
			for (const externalId of names) hub.seedAsset(here.project._id, { externalId });
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
			const { hub } = here.setup;
			hub.seedAsset(here.project._id, { externalId: 'a.png' });
			const moved = hub.seedAsset(here.project._id, { externalId: 'moved.png' });
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

		const boxItem = (x: number, more: object = {}): INodeExecutionData => ({
			json: {
				externalId: 'a.png',
				labels: { objects: [{ title: 'Car', 'bounding-box': box(x) }], ...more },
			},
		});

		it('puts the items of an asset into one entry, in their order', async () => {
			const { hub } = here.setup;
			hub.seedAsset(here.project._id, { externalId: 'b.png' });
			const sunny = { classifications: [{ title: 'Weather', answer: 'sunny' }] };
			const items = [
				boxItem(1, sunny),
				{ json: { externalId: 'b.png', labels: { objects: [{ title: 'Sky', objectId: 'o1' }] } } },
				boxItem(2, sunny),
				{
					json: {
						externalId: 'b.png',
						labels: { relations: [{ title: 'Follows', from: 'o1', to: 'o1' }] },
					},
				},
				boxItem(3),
			];
			const result = await run('import', { labels: '={{ $json.labels }}' }, items);
			expect(jsonOf(result)).toMatchObject([
				{ externalId: 'a.png', imported: true, objects: 1 },
				{ externalId: 'b.png', imported: true, objects: 1 },
				{ externalId: 'a.png', imported: true },
				{ externalId: 'b.png', imported: true, relations: 1 },
				{ externalId: 'a.png', imported: true },
			]);
			expect(bodies('/import/labels')).toHaveLength(1);
			const [first, second] = bodies('/import/labels')[0].jsonContent as IDataObject[];
			expect((first.objects as IDataObject[]).map((one) => one['bounding-box'])).toEqual([
				box(1),
				box(2),
				box(3),
			]);
			expect(first.classifications).toMatchObject([{ answer: 'sunny' }]);
			expect(second).toMatchObject({ objects: [{ objectId: 'o1' }], relations: [{ from: 'o1' }] });
			expect(hub.taskOf(here.asset).answer.tools).toHaveLength(3);
		});

		it('refuses items of an asset that contradict the ones before, and sends the others', async () => {
			const answer = (text: string, objectId: string): INodeExecutionData => ({
				json: {
					externalId: 'a.png',
					labels: {
						objects: [{ title: 'Sky', objectId }],
						classifications: [{ title: 'Weather', answer: text }],
					},
				},
			});
			const items = [
				answer('sunny', 'o1'),
				answer('rainy', 'o2'),
				answer('sunny', 'o1'),
				answer('sunny', 'o3'),
			];
			const parameters = { labels: '={{ $json.labels }}' };
			const result = await run('import', parameters, items, { onError: 'continueErrorOutput' });
			expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 3 }]);
			expect(result.errorItems.map(({ json }) => json.error)).toEqual([
				expect.stringMatching(
					/Two items answer 'Weather' for the asset 'a.png': 'sunny' and 'rainy'/,
				),
				expect.stringMatching(
					/Two items have an object with the objectId 'o1' for the asset 'a.png'/,
				),
			]);
			const [entry] = bodies('/import/labels')[0].jsonContent as IDataObject[];
			expect(entry).toMatchObject({
				objects: [{ objectId: 'o1' }, { objectId: 'o3' }],
				classifications: [{ answer: 'sunny' }],
			});
		});

		it('says when coordinates look like fractions of the picture, and takes numbers that are texts', async () => {
			const fraction = { x: '0.1', y: 0.25, width: '5e-1', height: 0.5 };
			const labels = { objects: [{ title: 'Car', 'bounding-box': fraction, page: '0' }] };
			const result = await run('import', { externalId: 'a.png', labels });
			expect(result.hints.map(({ message }) => message)).toEqual([
				expect.stringMatching(/lie between 0 and 1.*taken as pixels/),
			]);
			expect(bodies('/import/labels')[0].jsonContent).toMatchObject([
				{ objects: [{ 'bounding-box': { x: 0.1, y: 0.25, width: 0.5, height: 0.5 }, page: 0 }] },
			]);
			const pixels = await run('import', { externalId: 'a.png', labels: '={{ $json.labels }}' }, [
				boxItem(1),
			]);
			expect(pixels.hints).toEqual([]);
		});

		it('tells of a project that is not there', async () => {
			const labels = '{"objects": [{"title": "Sky"}]}';
			const result = await run('import', { project: byId(NO_ID), externalId: 'a.png', labels });
			expect(wordsOf(result)).toMatch(/There is no project/);
			expect(sent('/import/labels')).toHaveLength(0);
		});
	});
});

describe('Label on the legacy platform', () => {
	let setup: Setup;
	let project: Project;
	beforeAll(async () => {
		setup = await openSetup({ platform: 'legacy' });
		project = setup.hub.seedProject({ categorySchema: labelSet() });
	});
	afterAll(async () => await setup.close());

	const run = runner('label', () => ({ setup, project: project._id }));

	it('imports labels for open tasks', async () => {
		const asset = setup.hub.seedAsset(project._id, { externalId: 'a.png' });
		const done = setup.hub.seedAsset(project._id, { externalId: 'done.png' });
		setup.hub.submit(setup.hub.taskOf(done)._id);
		const labels = '{"objects": [{"title": "Sky"}]}';
		const result = await run('import', { externalId: 'a.png', labels });
		expect(jsonOf(result)).toMatchObject([{ imported: true }]);
		expect(setup.hub.taskOf(asset).answer.tools).toHaveLength(1);
		const late = await run('import', { externalId: 'done.png', labels });
		expect(wordsOf(late)).toMatch(/'done.png' is not waiting for labels.*status .* is TODO/);
	});

	it('cannot annotate tasks', async () => {
		const asset = setup.hub.seedAsset(project._id, { externalId: 'b.png' });
		setup.hub.clearRequests();
		const task = byId(setup.hub.taskOf(asset)._id);
		const result = await run('annotate', { task, labels: '{"objects": [{"title": "Sky"}]}' });
		expect(wordsOf(result)).toMatch(/The legacy platform cannot annotate tasks/);
		expect(setup.hub.requests).toHaveLength(0);
	});
});
