import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { LocalHub, Project } from '../local-hub/index.mts';
import { byId, openStage, type Stage } from './stage.mts';

const fixture = (name: string) =>
	readFileSync(join(import.meta.dirname, `../fixtures/zip/${name}.zip`));

const box = (objectId: string) => ({
	objectId,
	schemaId: 'car',
	title: 'Car',
	'bounding-box': { x: 1, y: 2, width: 3, height: 4 },
	classifications: [
		{
			schemaId: 'color',
			tool: 'radio',
			title: 'Color',
			answer: 'Red',
			classifications: [{ schemaId: 'shade', tool: 'text', title: 'Shade', answer: 'dark "wine"' }],
		},
	],
	metadata: { createdBy: 'ada@example.com' },
});

const answer = {
	objects: [box('o1'), box('o2')],
	classifications: [{ schemaId: 'sky', tool: 'radio', title: 'Sky', answer: 'Blue' }],
};

/** A project with a batch, and one task in each of Complete, Label and Start. */
function seed(hub: LocalHub, values: Partial<Project> = {}) {
	const project = hub.seedProject({ name: 'Street / Scenes', ...values, batches: ['Week 12'] });
	const [done, waiting, fresh] = ['done.png', 'waiting.png', 'fresh.png'].map((externalId) =>
		hub.seedAsset(project._id, {
			externalId,
			batches: externalId === 'done.png' ? [project.batches[0]._id] : [],
		}),
	);
	hub.labelTask(hub.taskOf(done)._id, answer, 'ada@example.com');
	if (hub.platform === 'current') hub.submit(hub.taskOf(waiting)._id);
	return { project, done, waiting, fresh };
}

const exportQueries = (hub: LocalHub) =>
	hub.requests.filter(({ path }) => path.startsWith('/v2/export')).map(({ query }) => query);

describe('Export', () => {
	let stage: Stage;
	beforeAll(async () => {
		stage = await openStage({ binaryMode: 'filesystem' });
	});
	afterEach(() => {
		stage.hub.clearRequests();
		stage.hub.resetFaults();
	});
	afterAll(async () => await stage.close());

	const run = async (projectId: string, parameters: IDataObject = {}, spec: object = {}) => {
		const node = stage.node(
			{ resource: 'export', operation: 'tasks', project: byId(projectId), ...parameters },
			spec,
		);
		return await stage.engine.run({ node });
	};

	/** Lets the next export be this archive. */
	const serve = (projectId: string, zip: Buffer) => {
		const { hub } = stage;
		const url = hub.storage.put(`/${projectId}/exports/other.zip`, zip, 'application/zip');
		const exportPath = hub.storage.signedUrl('GET', url, 3600);
		hub.faults.rules.push({
			match: { path: '/v2/export' },
			action: { status: 200, body: { status: 'success', data: { exportPath } } },
		});
	};

	const fileOf = async (item: { binary?: Record<string, never> | object }, field = 'data') =>
		await stage.engine.readBinary((item.binary as never)[field]);

	describe('Tasks as items', () => {
		it('gives one item for each task that is complete', async () => {
			const { project, done } = seed(stage.hub);
			const { items, error } = await run(project._id);
			expect(error).toBeUndefined();
			const task = stage.hub.taskOf(done);
			expect(items).toHaveLength(1);
			expect(items[0].pairedItem).toEqual({ item: 0 });
			expect(items[0].json).toMatchObject({
				taskId: task._id,
				assetId: done._id,
				projectId: project._id,
				externalId: 'done.png',
				stageId: 'Complete',
				stageName: 'Complete',
				batchNames: ['Week 12'],
				task: { updatedAt: task.updatedAt, tools: answer.objects },
			});
			expect(exportQueries(stage.hub)).toEqual([
				{
					project: project._id,
					format: 'ndjson',
					type: 'task',
					sendEmail: 'false',
					doNotNotify: 'true',
					includeMetadata: 'true',
					includeHistory: 'true',
					includeOnlyKeyFrames: 'false',
					includeIdleBlurDurations: 'false',
					taskTypes: '["default"]',
					stage: '["Complete"]',
				},
			]);
		});

		it('never sends the API key to the storage', async () => {
			const { project } = seed(stage.hub);
			await run(project._id);
			expect(stage.hub.storage.requests).toHaveLength(1);
			expect(JSON.stringify(stage.hub.storage.requests)).not.toContain(stage.hub.apiKey);
		});

		it('gives one item for each object, answer and stage visit', async () => {
			const { project, done } = seed(stage.hub);
			const facts = { externalId: 'done.png', assetId: done._id, projectId: project._id };

			const objects = (await run(project._id, { oneItemPer: 'object' })).items;
			expect(objects.map(({ json }) => json.objectId)).toEqual(['o1', 'o2']);
			expect(objects[0].json).toMatchObject({
				...facts,
				stageName: 'Complete',
				tool: 'bounding-box',
				shape: { x: 1, y: 2, width: 3, height: 4 },
				answers: { Color: 'Red', 'Color / Shade': 'dark "wine"' },
			});

			const answers = (await run(project._id, { oneItemPer: 'answer' })).items;
			expect(answers.map(({ json }) => [json.path, json.answer, json.objectId])).toEqual([
				['Sky', 'Blue', undefined],
				['Car / Color', 'Red', 'o1'],
				['Car / Color / Shade', 'dark "wine"', 'o1'],
				['Car / Color', 'Red', 'o2'],
				['Car / Color / Shade', 'dark "wine"', 'o2'],
			]);
			expect(answers[0].json).toMatchObject(facts);

			const visits = (
				await run(project._id, { oneItemPer: 'stageVisit', options: { history: false } })
			).items;
			expect(visits.map(({ json }) => [json.visit, json.stageName, json.completedBy])).toEqual([
				[1, 'Start', 'ada@example.com'],
				[2, 'Label', 'ada@example.com'],
			]);
			expect(visits[1].json).toMatchObject({ ...facts, currentStageName: 'Complete' });
		});

		it('takes all stages, or those picked by name or id', async () => {
			const { project } = seed(stage.hub);
			const namesOf = async (parameters: IDataObject) =>
				(await run(project._id, parameters)).items.map(({ json }) => json.externalId);
			expect(await namesOf({ stages: 'all' })).toEqual(['done.png', 'waiting.png', 'fresh.png']);
			expect(await namesOf({ stages: 'selected', stageNames: ['Label', 'Start'] })).toEqual([
				'waiting.png',
				'fresh.png',
			]);
			const { error } = await run(project._id, { stages: 'selected', stageNames: ['Lable'] });
			expect(error?.message).toContain("'Lable'");
			expect((await run(project._id, { stages: 'selected' })).error?.message).toBe(
				"'Stage Names or IDs' is empty",
			);
		});

		it('sends every filter and option', async () => {
			const { project } = seed(stage.hub);
			await run(project._id, {
				filters: {
					batches: 'Week 12',
					createdAfter: '2024-01-31T08:00:00Z',
					updatedAfter: '2024-02-01',
					updatedBefore: '2030-01-01',
					taskTypes: ['default', 'consensus'],
				},
				options: {
					history: false,
					metadata: false,
					onlyKeyFrames: true,
					idleAndBlurDurations: true,
					sendEmail: true,
					notify: true,
				},
			});
			expect(exportQueries(stage.hub)).toEqual([
				{
					project: project._id,
					format: 'ndjson',
					type: 'task',
					sendEmail: 'true',
					doNotNotify: 'false',
					includeMetadata: 'false',
					includeHistory: 'false',
					includeOnlyKeyFrames: 'true',
					includeIdleBlurDurations: 'true',
					taskTypes: '["default","consensus"]',
					batches: JSON.stringify([project.batches[0]._id]),
					createdAt: '{"$gt":"2024-01-31T08:00:00.000000Z"}',
					updatedAt: '{"$gt":"2024-02-01T00:00:00.000000Z","$lt":"2030-01-01T00:00:00.000000Z"}',
				},
			]);
		});

		it('filters by who completed a stage and when, itself', async () => {
			const { project } = seed(stage.hub);
			const namesOf = async (filters: IDataObject, options: IDataObject = {}) => {
				const { items, error } = await run(project._id, { stages: 'all', filters, options });
				if (error) throw error;
				return items.map(({ json }) => json.externalId);
			};
			expect(await namesOf({ completedBy: 'Ada@example.com, bob@example.com' })).toEqual([
				'done.png',
			]);
			expect(await namesOf({ completedBy: ['bob@example.com'] })).toEqual([]);
			expect(
				await namesOf({ completedAfter: '2020-01-01', completedBefore: '2020-02-01' }),
			).toEqual([]);
			expect(await namesOf({ completedAfter: '2020-01-01' })).toEqual(['done.png', 'waiting.png']);
			expect(await namesOf({ completedBy: ' ', completedAfter: '' })).toHaveLength(3);

			const { items } = await run(project._id, {
				filters: { completedBy: 'ada@example.com' },
				options: { history: false },
			});
			expect(items).toHaveLength(1);
			expect(items[0].json.task).not.toHaveProperty('stageHistory');
		});

		it('reads parameters for each item and pairs the results', async () => {
			const [a, b] = [seed(stage.hub), seed(stage.hub)];
			const { items } = await stage.engine.run({
				node: stage.node({
					resource: 'export',
					operation: 'tasks',
					project: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
					stages: '={{ $json.stages }}',
				}),
				items: [
					{ json: { id: a.project._id, stages: 'all' } },
					{ json: { id: b.project._id, stages: 'complete' } },
				],
			});
			expect(items.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([
				0, 0, 0, 1,
			]);
			expect(items[3].json.projectId).toBe(b.project._id);
		});

		it('gives nothing for a project without tasks', async () => {
			const { status, items } = await run(stage.hub.seedProject()._id);
			expect([status, items]).toEqual(['success', []]);
		});
	});

	describe('Tasks as a file', () => {
		it('writes JSON and NDJSON', async () => {
			const { project } = seed(stage.hub);
			const [json] = (await run(project._id, { output: 'file', stages: 'all' })).items;
			expect(json.json).toEqual({
				projectId: project._id,
				fileName: 'Street - Scenes tasks.json',
				format: 'json',
				count: 3,
			});
			expect(json.binary?.data).toMatchObject({
				mimeType: 'application/json',
				fileName: 'Street - Scenes tasks.json',
			});
			const list = JSON.parse((await fileOf(json)).toString()) as IDataObject[];
			expect(list.map(({ externalId }) => externalId)).toEqual([
				'done.png',
				'waiting.png',
				'fresh.png',
			]);

			const [lines] = (
				await run(project._id, {
					output: 'file',
					fileFormat: 'ndjson',
					field: 'labels',
					stages: 'all',
					filters: { completedAfter: '2020-01-01' },
					options: { fileName: 'labels.ndjson' },
				})
			).items;
			expect(lines.json).toMatchObject({ fileName: 'labels.ndjson', count: 2 });
			const text = (await fileOf(lines, 'labels')).toString();
			expect(text.endsWith('\n')).toBe(true);
			const parsed = text
				.trim()
				.split('\n')
				.map((line) => JSON.parse(line) as IDataObject);
			expect(parsed.map(({ externalId }) => externalId)).toEqual(['done.png', 'waiting.png']);
		});

		it('writes an empty list', async () => {
			const [item] = (await run(stage.hub.seedProject()._id, { output: 'file' })).items;
			expect(item.json.count).toBe(0);
			expect(JSON.parse((await fileOf(item)).toString())).toEqual([]);
		});

		it('passes the archive on as it is', async () => {
			const { project } = seed(stage.hub);
			serve(project._id, fixture('infozip-encrypted'));
			const [item] = (await run(project._id, { output: 'zip', archiveFormat: 'split' })).items;
			expect(item.json).toEqual({
				projectId: project._id,
				fileName: 'Street - Scenes tasks.zip',
				format: 'zip',
			});
			expect(item.binary?.data.mimeType).toBe('application/zip');
			expect(await fileOf(item)).toEqual(fixture('infozip-encrypted'));
			expect(exportQueries(stage.hub)[0].format).toBe('split');
		});

		it('keeps what is not an archive from being taken for one', async () => {
			const { project } = seed(stage.hub);
			serve(project._id, Buffer.from('<html>Sign in</html>'));
			expect((await run(project._id, { output: 'zip' })).error?.message).toBe(
				'The export is not a ZIP archive',
			);
		});

		it('cannot filter an archive by completion, and says so before anything is exported', async () => {
			const { project } = seed(stage.hub);
			const { error } = await run(project._id, {
				output: 'zip',
				filters: { completedBy: 'ada@example.com' },
			});
			expect(error?.message).toContain('cannot filter an archive');
			expect(exportQueries(stage.hub)).toEqual([]);
		});

		it('reads a large archive again when its stream breaks', async () => {
			const project = stage.hub.seedProject();
			for (let n = 0; n < 300; n++) stage.hub.seedAsset(project._id);
			stage.hub.faults.rules.push({ match: { host: 'storage' }, times: 2, action: 'truncate' });
			const [item] = (await run(project._id, { output: 'file', stages: 'all' })).items;
			expect(item.json.count).toBe(300);
			expect(JSON.parse((await fileOf(item)).toString())).toHaveLength(300);
			expect(stage.hub.storage.requests).toHaveLength(3);
			const { items } = await run(project._id, { stages: 'all' });
			expect(items).toHaveLength(300);
		});
	});

	describe('archives of all kinds', () => {
		it.each([
			['yazl-zip64-streamed', 150],
			['infozip-streamed', 150],
			['infozip-several', 300],
			['python-climbing-name', 150],
		])('reads %s', async (name, count) => {
			const { project } = seed(stage.hub);
			serve(project._id, fixture(name));
			const { items, error } = await run(project._id);
			expect(error).toBeUndefined();
			expect(items).toHaveLength(count);
			expect(items.at(-1)?.json).toMatchObject({ externalId: 'front-149.png', assetId: null });
		});

		it.each([
			['infozip-encrypted', 'The ZIP archive is encrypted'],
			['infozip-no-json', 'The export is not a list of JSON objects'],
			['python-empty', 'The ZIP archive of the export has no file in it'],
			['python-bzip2', 'The ZIP archive is packed in a way that is not known (12)'],
		])('says what is wrong with %s, and asks for it once', async (name, message) => {
			const { project } = seed(stage.hub);
			serve(project._id, fixture(name));
			const { errorItems } = await run(project._id, {}, { onError: 'continueErrorOutput' });
			expect(errorItems).toHaveLength(1);
			expect(errorItems[0].json.error).toMatch(message);
			expect(stage.hub.storage.requests.length).toBeLessThanOrEqual(2);
		});
	});

	describe('in the own storage of the customer', () => {
		const own = {
			exportStorageEnabled: true,
			exportStorageId: '6554c81ac3b0d000147ea0f1',
			exportStorageBucket: 'labels',
			exportStoragePath: 'out',
		};

		it('says where the archive is when its link does not open', async () => {
			const { project } = seed(stage.hub, own);
			stage.hub.faults.rules.push({ match: { host: 'storage' }, action: { status: 403 } });
			for (const output of ['items', 'file', 'zip']) {
				const { items, hints } = await run(project._id, { output });
				expect(items).toHaveLength(1);
				expect(items[0].json).toEqual({
					projectId: project._id,
					status: 'inOwnStorage',
					storageId: own.exportStorageId,
					bucket: 'labels',
					folder: 'out',
					path: expect.stringMatching(/\.zip$/),
				});
				expect(hints[0].message).toContain('your own storage');
			}
		});

		it('says where the archive is when there is no link at all', async () => {
			const { project } = seed(stage.hub, own);
			stage.hub.faults.rules.push({
				match: { path: '/v2/export' },
				action: {
					status: 200,
					body: { status: 'success', data: { exportPath: 's3://labels/out' } },
				},
			});
			expect((await run(project._id)).items[0].json).toMatchObject({ path: 's3://labels/out' });
		});

		it('reads the archive when its link opens', async () => {
			const { project } = seed(stage.hub, own);
			expect((await run(project._id)).items[0].json.externalId).toBe('done.png');
		});
	});

	describe('what may go wrong', () => {
		it('says that there is no link', async () => {
			const { project } = seed(stage.hub);
			stage.hub.faults.rules.push({
				match: { path: '/v2/export' },
				action: { status: 200, body: { status: 'success', data: {} } },
			});
			expect((await run(project._id)).error?.message).toBe('Ango Hub gave no link to the export');
		});

		it('says that a project is not known, or may not be exported', async () => {
			const { errorItems } = await run(
				'0123456789abcdef01234567',
				{},
				{ onError: 'continueErrorOutput' },
			);
			expect(errorItems[0].json.error).toContain('Invalid project');
			const { project } = seed(stage.hub);
			stage.hub.faults.rules.push({
				match: { path: '/v2/export' },
				action: { status: 403, body: { status: 'fail', message: 'Reviewers cannot export' } },
			});
			const refused = await run(project._id, {}, { onError: 'continueErrorOutput' });
			expect(refused.errorItems[0].json.error).toMatch(/Reviewers cannot export.*role/);
		});

		it('says that a link has expired', async () => {
			const { project } = seed(stage.hub);
			stage.hub.faults.rules.push({ match: { host: 'storage' }, action: 'expire' });
			const { error } = await run(project._id);
			expect(error?.message).toContain('refused the file transfer');
			expect(JSON.stringify(error)).not.toContain('X-Amz-Signature');
		});

		it('names the date that is none, and the batch that is not there', async () => {
			const { project } = seed(stage.hub);
			const wrong = async (filters: IDataObject) =>
				(await run(project._id, { filters })).error?.message;
			expect(await wrong({ createdAfter: 'yesterday' })).toBe("'Created After' is not a date");
			expect(await wrong({ batches: ['Week 13'] })).toBe(
				"There is no batch 'Week 13' in the project",
			);
			expect(exportQueries(stage.hub)).toEqual([]);
		});

		it('falls back to the older address, unless a filter needs the newer one', async () => {
			const { project } = seed(stage.hub);
			stage.hub.faults.rules.push({ match: { path: /\/v2\/export\?/ }, action: { status: 404 } });
			expect((await run(project._id)).items[0].json.externalId).toBe('done.png');
			expect(exportQueries(stage.hub)[1]).not.toHaveProperty('taskTypes');
			const { error } = await run(project._id, { filters: { updatedAfter: '2024-01-01' } });
			expect(error?.message).toContain('too old to export by the date of the last update');
		});

		it('lets go of the archive when the execution is cancelled', async () => {
			const { project } = seed(stage.hub);
			const zip = fixture('infozip-stored');
			const server = createServer((_, response) => {
				response.writeHead(200, { 'content-length': zip.length });
				response.write(zip.subarray(0, zip.length / 2));
			});
			server.listen(0, '127.0.0.1');
			await once(server, 'listening');
			const { port } = server.address() as AddressInfo;
			const exportPath = `http://127.0.0.1:${port}/export.zip`;
			stage.hub.faults.rules.push({
				match: { path: '/v2/export' },
				action: { status: 200, body: { status: 'success', data: { exportPath } } },
			});
			const asked = once(server, 'request') as Promise<[unknown, ServerResponse]>;
			const execution = stage.engine.start({
				node: stage.node({
					resource: 'export',
					operation: 'tasks',
					project: byId(project._id),
					output: 'file',
				}),
			});
			const [, response] = await asked;
			const closed = once(response, 'close');
			execution.cancel();
			await closed;
			expect((await execution.result).items).toEqual([]);
			server.close();
		});
	});

	describe('Issues', () => {
		it('gives issues as items and as a file', async () => {
			const { project, done } = seed(stage.hub);
			const { hub } = stage;
			await fetch(`${hub.url}/v2/issues`, {
				method: 'POST',
				headers: { apikey: hub.apiKey, 'content-type': 'application/json' },
				body: JSON.stringify({
					content: 'Too small',
					labelTask: hub.taskOf(done)._id,
					position: '[1, 2]',
				}),
			});
			const { items, error } = await run(project._id, {
				operation: 'issues',
				filters: { createdAfter: '2020-01-01', batches: ['Week 12'] },
			});
			expect(error).toBeUndefined();
			expect(items).toHaveLength(1);
			expect(items[0].json).toMatchObject({
				projectId: project._id,
				content: 'Too small',
				asset: { externalId: 'done.png', batches: ['Week 12'] },
			});
			expect(exportQueries(hub)[0]).toEqual({
				project: project._id,
				format: 'ndjson',
				type: 'issue',
				sendEmail: 'false',
				doNotNotify: 'true',
				includeMetadata: 'true',
				includeHistory: 'true',
				includeOnlyKeyFrames: 'false',
				includeIdleBlurDurations: 'false',
				taskTypes: '["default"]',
				batches: JSON.stringify([project.batches[0]._id]),
				createdAt: '{"$gt":"2020-01-01T00:00:00.000000Z"}',
			});
			const [file] = (await run(project._id, { operation: 'issues', output: 'file' })).items;
			expect(file.json).toMatchObject({ fileName: 'Street - Scenes issues.json', count: 1 });
		});
	});
});

describe('Export on the legacy platform', () => {
	let stage: Stage;
	beforeAll(async () => {
		stage = await openStage({ platform: 'legacy' });
	});
	afterEach(() => stage.hub.clearRequests());
	afterAll(async () => await stage.close());

	const run = async (projectId: string, parameters: IDataObject = {}) =>
		await stage.engine.run({
			node: stage.node({
				resource: 'export',
				operation: 'tasks',
				project: byId(projectId),
				...parameters,
			}),
		});

	it('gives one item for each task, with all fields', async () => {
		const { project, done } = seed(stage.hub);
		const { items, error } = await run(project._id);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(items[0].json).toMatchObject({
			taskId: stage.hub.taskOf(done)._id,
			assetId: null,
			projectId: project._id,
			stageId: null,
			stageName: null,
			batchNames: ['Week 12'],
			labeledAt: expect.any(String),
			task: { completedBy: 'ada@example.com', objects: answer.objects },
		});
		const [query] = exportQueries(stage.hub);
		expect(query).toMatchObject({
			format: 'json',
			mask: 'true',
			updateInfo: 'true',
			doNotNotify: 'true',
		});
		expect(query).not.toHaveProperty('stage');

		const objects = (await run(project._id, { oneItemPer: 'object' })).items;
		expect(objects.map(({ json }) => json.tool)).toEqual(['bounding-box', 'bounding-box']);
	});

	it('sends its own filters and field toggles', async () => {
		const { project } = seed(stage.hub);
		await run(project._id, {
			filters: {
				batches: ['Week 12'],
				completedBy: 'ada@example.com',
				completedAfter: '2024-01-01',
				updatedBefore: '2030-01-01',
			},
			options: { legacyFields: ['completion', 'annotationMetadata'], metadata: false },
		});
		expect(exportQueries(stage.hub)).toEqual([
			{
				project: project._id,
				format: 'json',
				sendEmail: 'false',
				doNotNotify: 'true',
				completion: 'true',
				assignee: '["ada@example.com"]',
				tag: JSON.stringify([project.batches[0]._id]),
				'completedAt[gt]': '2024-01-01T00:00:00.000Z',
				'updatedAt[lt]': '2030-01-01T00:00:00.000Z',
			},
		]);
	});

	it('writes NDJSON from the JSON that the platform has', async () => {
		const { project } = seed(stage.hub);
		const [item] = (await run(project._id, { output: 'file', fileFormat: 'ndjson' })).items;
		const text = (await stage.engine.readBinary(item.binary!.data)).toString();
		expect(
			text
				.trim()
				.split('\n')
				.map((line) => JSON.parse(line)),
		).toHaveLength(1);
	});

	it.each([
		[{ stages: 'all' }, 'The legacy platform has no stages to export from'],
		[{ filters: { createdAfter: '2024-01-01' } }, 'no exports by date of creation'],
		[{ filters: { taskTypes: ['consensus'] } }, 'no task types'],
		[{ options: { onlyKeyFrames: true } }, 'no exports of key frames only'],
		[{ options: { idleAndBlurDurations: true } }, 'no idle and blur durations'],
		[{ output: 'zip', archiveFormat: 'split' }, 'no exports in another format than JSON'],
		[{ oneItemPer: 'stageVisit' }, 'keeps no history of stages'],
		[{ operation: 'issues' }, 'no export of issues'],
	])('says before anything is sent that it cannot do %j', async (parameters, message) => {
		const { project } = seed(stage.hub);
		expect((await run(project._id, parameters)).error?.message).toContain(message);
		expect(exportQueries(stage.hub)).toEqual([]);
	});
});
