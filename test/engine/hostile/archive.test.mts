import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import type { IDataObject } from 'n8n-workflow';
import { archiveOf, type Parts } from '../../unit/zipArchive.mts';
import { CRASH, isBewitched } from './json.mts';
import { openHostSetup } from './hostSetup.mts';
import type { HostileServer } from './server.mts';
import { byId, tick, wordsOf, type Setup } from '../setup.mts';

const TASK = '{"assetId":"a1","externalId":"a.png","task":{"taskId":"t1"}}';
const json = (text: string, name = 'export.json'): Parts => ({ name, content: Buffer.from(text) });
const bomb = Buffer.concat([Buffer.from('['), Buffer.alloc(80 * 1024 ** 2, ' ')]);

/** Archives that end a run, and what it says. */
const REFUSED: Array<[string, () => Buffer, RegExp]> = [
	['a bomb', () => archiveOf([{ content: bomb }]), /far more than labels can be/],
	[
		'a bomb without sizes',
		() => archiveOf([{ content: bomb, descriptor: 'signed' }]),
		/far more than labels can be/,
	],
	[
		'a wrong checksum',
		() => archiveOf([{ ...json(`[${TASK}]`), crc: crc32('x') }]),
		/archive is damaged/,
	],
	['half an archive', () => archiveOf([json(`[${TASK}]`)]).subarray(0, 60), /is cut off|damaged/],
	[
		'deflated data without its end',
		() => archiveOf([{ ...json('[]'), packed: deflateRawSync(`[${TASK}]`).subarray(0, 9) }]),
		/damaged/,
	],
	['a web page', () => Buffer.from('<html>Sign in</html>'), /not a ZIP archive/],
	['nothing', () => Buffer.alloc(0), /not a ZIP archive/],
	['a list that does not end', () => archiveOf([json(`[${TASK}`)]), /middle of its list/],
	['something else than a list', () => archiveOf([json('"text"')]), /not a list/],
];

describe('An export that is made to do harm', () => {
	let setup: Setup;
	let host: HostileServer;
	let project: string;
	beforeAll(async () => {
		({ setup, host } = await openHostSetup());
	});
	afterAll(async () => await setup.close());
	beforeEach(() => {
		setup.hub.resetFaults();
		project = setup.hub.seedProject({ name: '../..\\P\0:*' })._id;
	});

	const run = async (archive: Buffer, parameters: IDataObject = {}) => {
		host.answer = (_request, response) => {
			response.writeHead(200, { 'content-type': 'application/zip' }).end(archive);
		};
		const data = { exportPath: `${host.url}/../../x/export.zip` };
		setup.hub.faults.rules = [
			{ match: { path: '/v2/export' }, action: { status: 200, body: { status: 'success', data } } },
		];
		const result = await setup.engine.run({
			node: setup.node({
				resource: 'export',
				operation: 'tasks',
				project: byId(project),
				...parameters,
			}),
		});
		expect(wordsOf(result)).not.toMatch(CRASH);
		return result;
	};

	it.each(REFUSED)('%s is refused in words', async (_what, archive, words) => {
		for (const output of ['items', 'file']) {
			const result = await run(archive(), { output });
			expect(wordsOf(result)).toMatch(words);
			expect(result.items).toEqual([]);
		}
	});

	it('objects that are no JSON are refused where they become items', async () => {
		const archive = archiveOf([json('[{"a":}]')]);
		expect(wordsOf(await run(archive))).toMatch(/not a list of JSON objects/);
	});

	it.each([
		['one folder up', '../../../../escaped.json'],
		['from the root', '/escaped.json'],
		['on a drive', 'C:\\escaped.json'],
		['as a prototype', '__proto__.json'],
		['with a null', 'a\0escaped.json'],
	])('a name that leads %s names nothing', async (_where, name) => {
		const archive = archiveOf([json(`[${TASK}]`, name)]);
		const items = await run(archive);
		expect(items.items.map(({ json: { assetId } }) => assetId)).toEqual(['a1']);
		for (const output of ['file', 'zip']) {
			const { items: files } = await run(archive, { output });
			const { fileName } = files[0].binary!.data;
			expect(fileName).toMatch(/^[^/\\\0:*]+ tasks \d{4}-\d\d-\d\d\.(json|zip)$/);
			expect(fileName).not.toContain('escaped');
		}
		const folder = process.env.N8N_USER_FOLDER!;
		const written = readdirSync(folder, { recursive: true })
			.map(String)
			.filter((path) => statSync(join(folder, path)).isFile());
		expect(written.filter((path) => path.includes('escaped'))).toEqual([]);
	});

	it('tasks whose keys are prototypes stay plain', async () => {
		const task = `{"assetId":"a1","__proto__":{"polluted":1},"batches":[null],
			"task":{"taskId":"t1","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},
			"tools":[{"title":"__proto__","__proto__":{"polluted":1},"classifications":[{"title":"__proto__","answer":"x"}]}]}}`;
		for (const oneItemPer of ['task', 'object', 'answer', 'stageVisit']) {
			const result = await run(archiveOf([json(`[${task}]`)]), { oneItemPer });
			expect(result.error).toBeUndefined();
			expect(isBewitched(result.items.map((item) => item.json))).toBe(false);
		}
		expect(Object.keys(Object.prototype)).toEqual([]);
	});

	it('more objects than n8n can hold are refused before they fill the memory', async () => {
		const objects = Array.from({ length: 1_000_100 }, (_, n) => `{"a":${n}}`).join('\n');
		const archive = archiveOf([{ ...json(objects, 'issues.ndjson'), method: 0 }]);
		const result = await run(archive, { operation: 'issues' });
		expect(wordsOf(result)).toMatch(/more than a million items/);
		const { items } = await run(archive, { operation: 'issues', output: 'file' });
		expect(items[0].json.count).toBe(1_000_100);
	}, 600_000);

	it('a server that does not end its archive can be left', async () => {
		let asked = 0;
		host.answer = (_request, response) => {
			asked++;
			response.writeHead(200, { 'content-type': 'application/zip' });
			response.write(archiveOf([{ content: Buffer.alloc(1000), method: 0 }]).subarray(0, 500));
		};
		const data = { exportPath: `${host.url}/export.zip` };
		setup.hub.faults.rules = [
			{ match: { path: '/v2/export' }, action: { status: 200, body: { status: 'success', data } } },
		];
		const execution = setup.engine.start({
			node: setup.node({ resource: 'export', operation: 'tasks', project: byId(project) }),
		});
		while (asked === 0) await tick();
		execution.cancel();
		expect((await execution.result).status).toBe('canceled');
		while ((await host.connections()) > 0) await tick();
		expect(asked).toBe(1);
	});
});
