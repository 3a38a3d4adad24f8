import { byId, jsonOf, NO_ID, wordsOf } from './setup.mts';
import { annotationStage, box } from './labelSetup.mts';

describe('Label: Annotate Task', () => {
	const { here, run, sent, taskId, answer, posts, sky } = annotationStage();

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
			brushDataUrl: `${here.setup.hub.storageUrl}/old.png`,
			medicalBrushDataUrl: `${here.setup.hub.storageUrl}/old.seg.nrrd`,
			duration: 0,
		});
		expect(jsonOf(result)).toMatchObject([
			{ taskId: taskId(), stageName: 'Start', answer: { tools: [{}, {}] } },
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
		const { hub } = here.setup;
		hub.faults.rules.push({ match: { path: '/annotate/' }, action: 'reset-after', times: 1 });
		const submitted = await run('annotate', { task: byId(taskId()), submit: true });
		expect(wordsOf(submitted)).toMatch(/No answer/);
		expect(hub.taskOf(here.asset).stage).toBe('Label');
		expect(posts()).toHaveLength(1);

		hub.faults.rules.push({ match: { path: '/annotate/' }, action: 'reset-after', times: 1 });
		const saved = await run('annotate', { task: byId(taskId()), labels: sky });
		expect(wordsOf(saved).trim()).toBe('');
		expect(posts()).toHaveLength(3);
		expect(answer().tools).toHaveLength(2);
	});

	it('loses nothing when many items write onto the same task', async () => {
		here.setup.hub.faults.latencyMs = 5;
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
});
