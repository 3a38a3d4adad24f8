import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { byId } from './setup.mts';
import { archive } from '../unit/zipArchive.mts';
import { exportQueries, exportSetup, seed } from './exportSetup.mts';

const fixture = (name: string) =>
	readFileSync(join(import.meta.dirname, `../fixtures/zip/${name}.zip`));

/** The cells of a row of a CSV file. */
const cellsOf = (row: string) =>
	[...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
		([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
	);

const today = new Date().toISOString().slice(0, 10);

describe('Export into files', () => {
	const { here, run, serve, fileOf } = exportSetup({ binaryMode: 'filesystem' });

	describe('Tasks as a file', () => {
		it('writes JSON and NDJSON', async () => {
			const { project } = seed(here.setup.hub);
			const [json] = (await run(project._id, { output: 'file', stages: 'all' })).items;
			expect(json.json).toEqual({
				projectId: project._id,
				fileName: `Street - Scenes tasks ${today}.json`,
				format: 'json',
				count: 3,
			});
			expect(json.binary?.data).toMatchObject({
				mimeType: 'application/json',
				fileName: `Street - Scenes tasks ${today}.json`,
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

		it('has the names of items, and keeps every digit of what Ango Hub sent', async () => {
			const { project, done } = seed(here.setup.hub);
			const record = `{"asset":"https://x.test/a.png","externalId":"a.png","metadata":{},"batches":["Week 12"],"contextData":{"big":12345678901234567890},"task":{"taskId":"${done._id}","stage":"Complete","tools":[],"exact":0.10}}`;
			const lines = async (parameters: IDataObject) => {
				serve(project._id, archive({ content: Buffer.from(`[${record}]`) }));
				const wanted = { output: 'file', fileFormat: 'ndjson', ...parameters };
				return (await fileOf((await run(project._id, wanted)).items[0])).toString();
			};

			const simplified = await lines({});
			expect(JSON.parse(simplified)).toEqual({
				taskId: done._id,
				assetId: null,
				projectId: project._id,
				externalId: 'a.png',
				url: 'https://x.test/a.png',
				stageId: 'Complete',
				stageName: 'Complete',
				batchNames: ['Week 12'],
				contextData: { big: Number('12345678901234567890') },
				task: { taskId: done._id, stage: 'Complete', tools: [], exact: 0.1 },
			});
			expect(simplified).toContain('"contextData":{"big":12345678901234567890}');
			expect(simplified).toContain('"exact":0.10');
			expect(await lines({ simplify: false })).toBe(`${record}\n`);
		});

		it('writes what One Item Per says', async () => {
			const { project } = seed(here.setup.hub);
			const [item] = (await run(project._id, { output: 'file', oneItemPer: 'object' })).items;
			expect(item.json.count).toBe(2);
			const objects = JSON.parse((await fileOf(item)).toString()) as IDataObject[];
			expect(objects.map(({ objectId, tool, batchNames }) => [objectId, tool, batchNames])).toEqual(
				[
					['o1', 'bounding-box', ['Week 12']],
					['o2', 'bounding-box', ['Week 12']],
				],
			);
		});

		it('writes a table with a column for each value and answer', async () => {
			const { project } = seed(here.setup.hub);
			const table = async (parameters: IDataObject) => {
				const wanted = { output: 'file', fileFormat: 'csv', stages: 'all', ...parameters };
				const [item] = (await run(project._id, wanted)).items;
				expect(item.binary?.data).toMatchObject({
					mimeType: 'text/csv',
					fileName: `Street - Scenes tasks ${today}.csv`,
				});
				const rows = (await fileOf(item)).toString().trimEnd().split('\r\n');
				const [header, ...cells] = rows.map(cellsOf);
				expect(cells).toHaveLength(item.json.count as number);
				return cells.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at]])));
			};

			const tasks = await table({});
			expect(tasks.map(({ externalId, stageName }) => [externalId, stageName])).toEqual([
				['done.png', 'Complete'],
				['waiting.png', 'Label'],
				['fresh.png', 'Start'],
			]);
			expect(tasks[0]).toMatchObject({ batchNames: 'Week 12', objects: '2', Sky: 'Blue' });
			expect(tasks[2]).toMatchObject({ objects: '0', Sky: '' });
			const [object] = await table({ oneItemPer: 'object' });
			expect(object).toMatchObject({ x: '1', y: '2', width: '3', height: '4', Color: 'Red' });
			expect(object.Color_Shade).toBe('dark "wine"');
		});

		it('says which filters nothing passes', async () => {
			const { project } = seed(here.setup.hub);
			const filters = { batches: 'Week 12', updatedAfter: '2040-01-01T00:00:00Z' };
			const { items, hints } = await run(project._id, { output: 'file', filters });
			expect(items[0].json.count).toBe(0);
			expect(hints.map(({ message }) => message)).toEqual([
				"Nothing was found where 'Stages' is 'Complete', 'Batch Names or IDs' is 'Week 12', 'Updated After' is '2040-01-01T00:00:00.000Z'.",
			]);
			expect((await run(project._id, { filters })).hints).toEqual(hints);
		});

		it('writes an empty list', async () => {
			const [item] = (await run(here.setup.hub.seedProject()._id, { output: 'file' })).items;
			expect(item.json.count).toBe(0);
			expect(JSON.parse((await fileOf(item)).toString())).toEqual([]);
		});

		it('passes the archive on as it is', async () => {
			const { project } = seed(here.setup.hub);
			serve(project._id, fixture('infozip-encrypted'));
			const [item] = (await run(project._id, { output: 'zip', archiveFormat: 'split' })).items;
			expect(item.json).toEqual({
				projectId: project._id,
				fileName: `Street - Scenes tasks ${today}.zip`,
				format: 'zip',
			});
			expect(item.binary?.data.mimeType).toBe('application/zip');
			expect(await fileOf(item)).toEqual(fixture('infozip-encrypted'));
			expect(exportQueries(here.setup.hub)[0].format).toBe('split');
		});

		it('keeps what is not an archive from being taken for one', async () => {
			const { project } = seed(here.setup.hub);
			serve(project._id, Buffer.from('<html>Sign in</html>'));
			expect((await run(project._id, { output: 'zip' })).error?.message).toBe(
				'The export is not a ZIP archive',
			);
		});

		it('cannot filter an archive by completion, and says so before anything is exported', async () => {
			const { project } = seed(here.setup.hub);
			const { error } = await run(project._id, {
				output: 'zip',
				filters: { completedBy: 'ada@example.com' },
			});
			expect(error?.message).toContain('cannot filter an archive');
			expect(exportQueries(here.setup.hub)).toEqual([]);
		});

		it('reads a large archive again when its stream breaks', async () => {
			const project = here.setup.hub.seedProject();
			for (let n = 0; n < 300; n++) here.setup.hub.seedAsset(project._id);
			here.setup.hub.faults.rules.push({
				match: { host: 'storage' },
				times: 2,
				action: 'truncate',
			});
			const [item] = (await run(project._id, { output: 'file', stages: 'all' })).items;
			expect(item.json.count).toBe(300);
			expect(JSON.parse((await fileOf(item)).toString())).toHaveLength(300);
			expect(here.setup.hub.storage.requests).toHaveLength(3);
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
			const { project } = seed(here.setup.hub);
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
			['python-bzip2', 'The ZIP archive uses an unsupported compression method (12)'],
		])('says what is wrong with %s, and asks for it once', async (name, message) => {
			const { project } = seed(here.setup.hub);
			serve(project._id, fixture(name));
			const { errorItems } = await run(project._id, {}, { onError: 'continueErrorOutput' });
			expect(errorItems).toHaveLength(1);
			expect(errorItems[0].json.error).toMatch(message);
			expect(here.setup.hub.storage.requests.length).toBeLessThanOrEqual(2);
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
			const { project } = seed(here.setup.hub, own);
			here.setup.hub.faults.rules.push({ match: { host: 'storage' }, action: { status: 403 } });
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
			const { project } = seed(here.setup.hub, own);
			here.setup.hub.faults.rules.push({
				match: { path: '/v2/export' },
				action: {
					status: 200,
					body: { status: 'success', data: { exportPath: 's3://labels/out' } },
				},
			});
			expect((await run(project._id)).items[0].json).toMatchObject({ path: 's3://labels/out' });
		});

		it('reads the archive when its link opens', async () => {
			const { project } = seed(here.setup.hub, own);
			expect((await run(project._id)).items[0].json.externalId).toBe('done.png');
		});
	});

	describe('what may go wrong', () => {
		it('says that there is no link', async () => {
			const { project } = seed(here.setup.hub);
			here.setup.hub.faults.rules.push({
				match: { path: '/v2/export' },
				action: { status: 200, body: { status: 'success', data: {} } },
			});
			expect((await run(project._id)).error?.message).toBe(
				'Ango Hub returned no link to the export',
			);
		});

		it('says that a project is not known, or may not be exported', async () => {
			const { errorItems } = await run(
				'0123456789abcdef01234567',
				{},
				{ onError: 'continueErrorOutput' },
			);
			expect(errorItems[0].json.error).toContain('There is no project');
			const { project } = seed(here.setup.hub);
			here.setup.hub.faults.rules.push({
				match: { path: '/v2/export' },
				action: { status: 403, body: { status: 'fail', message: 'Reviewers cannot export' } },
			});
			const refused = await run(project._id, {}, { onError: 'continueErrorOutput' });
			expect(refused.errorItems[0].json.error).toMatch(/Reviewers cannot export.*role/);
		});

		it('says that a link has expired', async () => {
			const { project } = seed(here.setup.hub);
			here.setup.hub.faults.rules.push({ match: { host: 'storage' }, action: 'expire' });
			const { error } = await run(project._id);
			expect(error?.message).toContain('refused the file transfer');
			expect(JSON.stringify(error)).not.toContain('X-Amz-Signature');
		});

		it('names the date that is none, and the batch that is not there', async () => {
			const { project } = seed(here.setup.hub);
			const wrong = async (filters: IDataObject) =>
				(await run(project._id, { filters })).error?.message;
			expect(await wrong({ createdAfter: 'yesterday' })).toBe("'Created After' is not a date");
			expect(await wrong({ batches: ['Week 13'] })).toBe(
				"There is no batch 'Week 13' in the project",
			);
			expect(exportQueries(here.setup.hub)).toEqual([]);
		});

		it('falls back to the older address, unless a filter needs the newer one', async () => {
			const { project } = seed(here.setup.hub);
			here.setup.hub.faults.rules.push({
				match: { path: /\/v2\/export\?/ },
				action: { status: 404 },
			});
			expect((await run(project._id)).items[0].json.externalId).toBe('done.png');
			expect(exportQueries(here.setup.hub)[1]).not.toHaveProperty('taskTypes');
			const { error } = await run(project._id, { filters: { updatedAfter: '2024-01-01' } });
			expect(error?.message).toContain('too old to filter an export by the last update');
		});

		it('lets go of the archive when the execution is canceled', async () => {
			const { project } = seed(here.setup.hub);
			const zip = fixture('infozip-stored');
			const server = createServer((_, response) => {
				response.writeHead(200, { 'content-length': zip.length });
				response.write(zip.subarray(0, zip.length / 2));
			});
			server.listen(0, '127.0.0.1');
			await once(server, 'listening');
			const { port } = server.address() as AddressInfo;
			const exportPath = `http://127.0.0.1:${port}/export.zip`;
			here.setup.hub.faults.rules.push({
				match: { path: '/v2/export' },
				action: { status: 200, body: { status: 'success', data: { exportPath } } },
			});
			const asked = once(server, 'request') as Promise<[unknown, ServerResponse]>;
			const execution = here.setup.engine.start({
				node: here.setup.node({
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
});
