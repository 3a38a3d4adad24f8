import type { IDataObject } from 'n8n-workflow';
import { byId, fileItem, openSetup, runner, wordsOf, type Setup } from './setup.mts';

const EVERY_SETTING = {
	benchmarkCutoff: true,
	benchmarkEnabled: true,
	benchmarkRatio: 10,
	description: 'Streets',
	errorCodesEnabled: true,
	errorSchema: '{"codes": ["blurred"]}',
	exportStorageBucket: 'labels',
	exportStorageEnabled: false,
	exportStoragePath: 'exports/a',
	gcSyncEnabled: false,
	idleTimeout: 120,
	instructions: 'https://example.com/how.pdf',
	name: 'Renamed',
	ocrLanguage: 'de',
	pluginPresets: '[{"plugin": 1}]',
	projectPlugins: '{"a": {"on": true}}',
	taskSkipEnabled: true,
	unassignSkippedTask: true,
};

describe('Project', () => {
	let setup: Setup;
	let project: string;
	beforeAll(async () => {
		setup = await openSetup({ binaryMode: 'filesystem' });
	});
	afterAll(async () => await setup.close());
	beforeEach(() => {
		setup.hub.resetFaults();
		setup.hub.clearRequests();
		project = setup.hub.seedProject({ batches: ['Mon', 'Tue'], description: 'before' })._id;
	});

	const run = runner('project', () => ({ setup, project }));
	const sent = (path: string) => setup.hub.requests.filter((request) => request.path === path);

	it('creates a project with the default workflow', async () => {
		const result = await run('create', { name: 'Streets', options: { description: 'left side' } });
		expect(wordsOf(result).trim()).toBe('');
		const made = setup.hub.state.project(result.items[0].json._id as string);
		expect(made).toMatchObject({ name: 'Streets', description: 'left side' });
		expect(made.stages.map(({ type }) => type)).toEqual(['Start', 'Label', 'Complete']);
	});

	it('lists projects, newest first, up to the limit', async () => {
		const names = ['One', 'Two', 'Three'];
		for (const name of names) setup.hub.seedProject({ name });
		const result = await run('getAll', { limit: 2 });
		expect(result.items.map(({ json }) => json.name)).toEqual(['Three', 'Two']);
		const all = await run('getAll', { returnAll: true });
		expect(all.items.map(({ json }) => json._id)).toContain(project);
	});

	it('reads a project, simplified or raw, and says when there is none', async () => {
		const simple = await run('get', {});
		expect(simple.items[0].json).toMatchObject({
			projectId: project,
			batches: [{ name: 'Mon' }, { name: 'Tue' }],
			stages: [{ type: 'Start' }, { type: 'Label' }, { type: 'Complete' }],
		});
		expect(simple.items[0].json).not.toHaveProperty('categorySchema');
		const raw = await run('get', { simplify: false });
		expect(raw.items[0].json).toHaveProperty('categorySchema');
		const none = await run('get', { project: byId('nope') });
		expect(wordsOf(none)).toMatch(/There is no project 'nope'/);
	});

	it('creates a project for point clouds', async () => {
		const result = await run('create', { name: 'Clouds', options: { type: 'pct' } });
		expect(wordsOf(result).trim()).toBe('');
		expect(sent('/v2/project')[0].body).toEqual({
			name: 'Clouds',
			description: '',
			type: 'pct',
		});
	});

	describe('Update', () => {
		it('sends every setting under its wire name, and shows what changed', async () => {
			const result = await run('update', { updateFields: EVERY_SETTING });
			expect(wordsOf(result).trim()).toBe('');
			const body = {
				...EVERY_SETTING,
				errorSchema: { codes: ['blurred'] },
				pluginPresets: [{ plugin: 1 }],
				projectPlugins: { a: { on: true } },
			};
			expect(sent(`/v2/project/${project}`)).toMatchObject([{ method: 'POST', body }]);
			expect(result.items[0].json).toMatchObject({ projectId: project, ...body });
			expect(result.items[0].json).not.toHaveProperty('queueVersion');
			expect(result.items[0].json.batches).toHaveLength(2);
		});

		it('leaves out what is blank, but empties texts that may be empty', async () => {
			const result = await run('update', {
				updateFields: { description: '', name: ' ', ocrLanguage: '', exportStorageId: byId('') },
				simplify: false,
			});
			expect(sent(`/v2/project/${project}`)[0].body).toEqual({ description: '' });
			expect(result.items[0].json).toHaveProperty('queueVersion');
		});

		it('takes the export storage from its picker', async () => {
			const storage = '6554c81ac3b0d000147ea001';
			await run('update', { updateFields: { exportStorageId: byId(storage) } });
			expect(sent(`/v2/project/${project}`)[0].body).toEqual({ exportStorageId: storage });
		});

		it('reads expressions for each item, and goes on after one that failed', async () => {
			const other = setup.hub.seedProject()._id;
			const items = [project, 'f'.repeat(24), other].map((id, index) => ({
				json: { id, name: `N${index}` },
			}));
			const result = await run(
				'update',
				{ project: byId('={{ $json.id }}'), updateFields: { name: '={{ $json.name }}' } },
				items,
				{ onError: 'continueErrorOutput' },
			);
			expect(result.items.map(({ json, pairedItem }) => [json.name, pairedItem])).toEqual([
				['N0', { item: 0 }],
				['N2', { item: 2 }],
			]);
			expect(result.errorItems).toMatchObject([
				{
					json: { error: expect.stringContaining('There is no project') },
					pairedItem: { item: 1 },
				},
			]);
		});

		it.each([
			[{}, /'Update Fields' is empty/],
			[{ updateFields: { name: '' } }, /'Update Fields' is empty/],
			[{ updateFields: { errorSchema: '[]' } }, /'Error Schema' has to be a JSON object/],
			[{ updateFields: { pluginPresets: '{"a": 1}' } }, /'Plugin Presets' has to be a JSON list/],
			[{ updateFields: { projectPlugins: '{' } }, /'Project Plugins' is not valid JSON/],
		])('refuses %j', async (parameters, message) => {
			expect(wordsOf(await run('update', parameters))).toMatch(message);
			expect(setup.hub.requests).toEqual([]);
		});
	});

	it('deletes a project', async () => {
		const result = await run('delete', {});
		expect(result.items.map(({ json }) => json)).toEqual([{ deleted: true, projectId: project }]);
		expect(setup.hub.state.projects.has(project)).toBe(false);
		const again = await run('delete', {}, undefined, { onError: 'continueErrorOutput' });
		expect(again.errorItems[0].json.error).toMatch(/There is no project/);
	});

	describe('Upload Instructions', () => {
		it('sends the file under its name', async () => {
			const item = await fileItem(setup, 'how to (ä).pdf', 'read me', {
				mimeType: 'application/pdf',
			});
			const result = await run('uploadInstructions', { fileField: 'data' }, [item]);
			expect(wordsOf(result).trim()).toBe('');
			const { instructions } = setup.hub.state.project(project);
			expect(decodeURIComponent(String(instructions))).toMatch(/how to \(ä\)\.pdf$/);
			const [object] = [...setup.hub.storage.objects.values()].slice(-1);
			expect(object.bytes?.toString()).toBe('read me');
			expect(result.items[0].json.project).toMatchObject({ instructions });
		});

		it('sends storage and bucket, and another name', async () => {
			const item = await fileItem(setup, 'noname', 'text', { field: 'manual' });
			const storage = { _id: setup.hub.state.newId(), name: 'S', provider: 'AWS' };
			setup.hub.state.storages.set(storage._id, storage as never);
			const result = await run(
				'uploadInstructions',
				{
					fileField: 'manual',
					options: { fileName: 'how.md', bucket: ' b ', storage: byId(storage._id) },
				},
				[item],
			);
			expect(wordsOf(result).trim()).toBe('');
			const [request] = sent(`/v2/project/${project}/instructions`);
			expect(request.query).toEqual({ storageId: storage._id, bucket: 'b' });
			expect(request.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
			expect(setup.hub.state.project(project).instructions).toMatch(/how\.md$/);
		});

		it('asks for an extension, and for the file', async () => {
			const item = await fileItem(setup, 'noname', 'text');
			expect(wordsOf(await run('uploadInstructions', {}, [item]))).toMatch(
				/'noname' has no extension.*'File Name'/,
			);
			expect(wordsOf(await run('uploadInstructions', { fileField: 'other' }, [item]))).toMatch(
				/other/,
			);
			expect(setup.hub.requests).toEqual([]);
		});
	});

	it('gives metrics as they come', async () => {
		setup.hub.seedAsset(project);
		const metrics = [
			'AnnotationStatus',
			'AnswerDistribution',
			'AssetSize',
			'ConsensusRanges',
			'LabelStageGroups',
			'TimePerTask',
		];
		const items = metrics.map((metric) => ({ json: { metric } }));
		const result = await run('getMetrics', { metric: '={{ $json.metric }}' }, items);
		expect(wordsOf(result).trim()).toBe('');
		expect(result.items.map(({ json }) => json.metric)).toEqual(metrics);
		expect(sent(`/v2/${project}/overview/AssetSize`)).toHaveLength(1);
		const unknown = await run('getMetrics', { project: byId('f'.repeat(24)) }, [items[0]], {
			onError: 'continueErrorOutput',
		});
		expect(unknown.errorItems[0].json.error).toMatch(/There is no project/);
	});

	describe('Get Performance', () => {
		const bodyOf = async (filters: object) => {
			setup.hub.clearRequests();
			const result = await run('getPerformance', { filters });
			return { result, body: sent(`/v2/performance/${project}`)[0]?.body as IDataObject };
		};

		it('sends the interval, the batches by id, and the users', async () => {
			const asset = setup.hub.seedAsset(project);
			setup.hub.labelTask(setup.hub.taskOf(asset)._id, undefined, 'labeler@local-hub.example');
			const [mon, tue] = setup.hub.state.project(project).batches;
			const { result, body } = await bodyOf({
				after: '2026-01-01T00:00:00.000Z',
				before: '2026-02-01T00:00:00.000Z',
				batches: ['Mon', tue._id],
				users: ['labeler@local-hub.example', ' '],
			});
			expect(wordsOf(result).trim()).toBe('');
			expect(body).toEqual({
				interval: ['2026-01-01T00:00:00.000000Z', '2026-02-01T00:00:00.000000Z'],
				batches: [mon._id, tue._id],
				users: ['labeler@local-hub.example'],
			});
			expect(result.items[0].json.performance).toEqual({ users: [] });
			const all = await bodyOf({});
			expect(all.body).toEqual({});
			expect(all.result.items[0].json.performance).toMatchObject({
				users: [{ email: 'labeler@local-hub.example' }],
			});
		});

		it('fills in the end that was left out', async () => {
			const from = (await bodyOf({ after: '2026-01-01T00:00:00.000Z' })).body.interval as string[];
			expect(from[0]).toBe('2026-01-01T00:00:00.000000Z');
			expect(Math.abs(Date.parse(from[1]) - Date.now())).toBeLessThan(60_000);
			const until = (await bodyOf({ before: '2026-01-01T00:00:00.000Z' })).body.interval;
			expect(until).toEqual(['1970-01-01T00:00:00.000000Z', '2026-01-01T00:00:00.000000Z']);
		});

		it.each([
			[{ after: '2026-02-01', before: '2026-01-01' }, /'After' has to be earlier than 'Before'/],
			[{ after: '2999-01-01' }, /'After' has to be earlier than now/],
			[{ after: 'soon' }, /'After' is not a date/],
			[{ batches: ['Moon'] }, /no batch 'Moon'.*'Mon'/],
		])('refuses %j', async (filters, message) => {
			const { result, body } = await bodyOf(filters);
			expect(wordsOf(result)).toMatch(message);
			expect(body).toBeUndefined();
		});
	});
});

describe('Project on the legacy platform', () => {
	let setup: Setup;
	let project: string;
	beforeAll(async () => {
		setup = await openSetup({ platform: 'legacy' });
		project = setup.hub.seedProject()._id;
	});
	afterAll(async () => await setup.close());
	beforeEach(() => setup.hub.clearRequests());

	const run = runner('project', () => ({ setup, project }));

	it('updates what it has, and refuses the rest before anything is sent', async () => {
		const result = await run('update', { updateFields: { name: 'New', description: 'D' } });
		expect(result.items[0].json).toMatchObject({ name: 'New', description: 'D' });
		expect(JSON.stringify(result.items)).not.toMatch(/apiKey/);
		setup.hub.clearRequests();
		const refused = await run('update', { updateFields: { idleTimeout: 5, name: 'X' } });
		expect(wordsOf(refused)).toMatch(
			/legacy platform can change the name, description and label set/,
		);
		expect(setup.hub.requests).toEqual([]);
	});

	it('has neither metrics nor performance reports', async () => {
		expect(wordsOf(await run('getMetrics'))).toMatch(/legacy platform has no metrics/);
		expect(wordsOf(await run('getPerformance'))).toMatch(/legacy platform has no performance/);
		expect(setup.hub.requests).toEqual([]);
	});

	it('deletes a project', async () => {
		expect((await run('delete')).items[0].json).toEqual({ deleted: true, projectId: project });
	});
});
