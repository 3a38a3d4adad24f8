import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { IDataObject } from 'n8n-workflow';
import yauzl from 'yauzl';
import { AngoHubLabels } from '../../nodes/AngoHubLabels/AngoHubLabels.node.ts';
import { createEngine, type Engine } from '../engine/harness/index.mts';
import { filesOfZip } from '../engine/labelCases/archives.mts';
import { runLabels } from '../engine/labelCases/observe.mts';
import { FIXTURE_SETS, type Edges, type FixtureSet, type Tool } from './fixtureSets.mts';
import { cocoIn, comparable, ourReading, type CocoObject } from './ourReadings.mts';
import { scoredScenes, SHAPES } from './scoredScenes.mts';
import { STORED_READINGS, storedReadings } from './storedReadings.mts';

const run = promisify(execFile);
const venv = join(import.meta.dirname, '.venv');
const python = join(venv, 'bin/python');

/** Ultralytics' wheel, which has the check of label files. */
const labelCheckWheel = () => {
	const wheels = join(venv, 'wheels');
	return join(
		wheels,
		readdirSync(wheels).find((name) => name.endsWith('.whl'))!,
	);
};

type Job = { kind: string } & Record<string, unknown>;

/** What the tools read, job by job, in one process. */
function judged(jobs: Job[]): unknown[] {
	const script = join(import.meta.dirname, 'judge.py');
	const output = execFileSync(python, [script], {
		input: JSON.stringify(jobs),
		maxBuffer: 2 ** 28,
	});
	const answers = JSON.parse(output.toString()) as Array<{ reading: unknown; error?: string }>;
	return answers.map(({ reading, error }, at) => {
		if (error) throw new Error(`${jobs[at].kind}: ${error}`);
		return reading;
	});
}

/** A dataset in a folder of its own, and what a tool reads of it. */
interface Judged {
	set: FixtureSet;
	zip: Buffer;
	files: Map<string, Buffer>;
	reading: unknown;
}

const tools = Object.keys(FIXTURE_SETS) as Tool[];
const names = tools.flatMap((tool) => FIXTURE_SETS[tool].map(({ name }) => [tool, name] as const));

describe('Tools that others wrote read what Convert To writes', () => {
	const found = new Map<string, Judged>();
	let engine: Engine;
	let folder: string;

	const written = async (tool: Tool, set: FixtureSet): Promise<[Judged, Job]> => {
		const parameters = {
			...{ operation: 'convertTo', format: set.format, output: 'zip', options: set.options },
		};
		const [{ json, binary }] = await runLabels(engine, parameters, set.items);
		const zip = await engine.readBinary(binary!.data);
		const files = filesOfZip(zip);
		const own = join(folder, set.name.replace(/\W/g, '-'));
		for (const [name, content] of files) {
			if (name.endsWith('/')) continue;
			mkdirSync(dirname(join(own, name)), { recursive: true });
			writeFileSync(join(own, name), content);
		}
		const classes = json.classes as string[];
		const pictures = (prefix: string) =>
			Object.fromEntries(Object.entries(set.sizes).map(([name, size]) => [prefix + name, size]));
		const jobs: Record<Tool, () => object> = {
			coco: () => ({
				file: join(
					own,
					[...files.keys()].find((name) => name.endsWith('.json'))!,
				),
			}),
			yolo: () => ({ folder: own, wheel: labelCheckWheel() }),
			voc: () => ({ folder: own, names: classes }),
			// KITTI's columns are told apart by blanks.
			kitti: () => ({
				folder: own,
				names: classes.map((title) => title.replaceAll(' ', '_')),
				sizes: pictures('train/image_2/'),
			}),
			yolo_boxes: () => ({ folder: own, sizes: pictures('images/train/') }),
		};
		return [
			{ set, zip, files, reading: undefined },
			{ kind: tool, ...jobs[tool]() },
		];
	};

	beforeAll(async () => {
		engine = await createEngine({
			nodeTypes: { 'n8n-nodes-ango-hub.angoHubLabels': AngoHubLabels },
		});
		folder = mkdtempSync(join(tmpdir(), 'ango-hub-oracles-'));
		const all: Array<[Judged, Job]> = [];
		for (const tool of tools) {
			for (const set of FIXTURE_SETS[tool]) all.push(await written(tool, set));
		}
		const readings = judged(all.map(([, job]) => job));
		for (const [at, [one]] of all.entries()) {
			found.set(one.set.name, { ...one, reading: readings[at] });
		}
		if (process.env.UPDATE_READINGS) {
			const entries = [...found].map(([name, { reading }]) => [name, reading]);
			const text = JSON.stringify(Object.fromEntries(entries), null, '\t');
			writeFileSync(STORED_READINGS, `${text}\n`);
		}
	});
	afterAll(async () => {
		rmSync(folder, { recursive: true, force: true });
		await engine.dispose();
	});

	it.each(names)('%s reads what stands in %s', (tool, name) => {
		const { reading, files } = found.get(name)!;
		if (tool === 'yolo_boxes') return; // in pixels: by its edges, below
		const ours = comparable(tool, ourReading(tool, files));
		const readers =
			tool === 'voc' || tool === 'kitti' ? Object.values(reading as object) : [reading];
		for (const one of readers) expect(comparable(tool, one)).toEqual(ours);
	});

	it.each(names)('%s reads of %s what was kept of an earlier run', (_, name) => {
		expect(found.get(name)!.reading).toEqual(storedReadings()[name]);
	});

	it('pycocotools counts the pixels that an area says', () => {
		const { reading, files } = found.get('cocoSegmentation')!;
		const objects = Object.values(reading as Record<string, CocoObject[]>).flat();
		const { annotations } = cocoIn(files);
		let [masks, rings] = [0, 0];
		for (const [at, { maskArea, rle }] of objects.entries()) {
			const { area, segmentation } = annotations[at];
			if (rle !== undefined) {
				masks++;
				expect(maskArea).toBe(area);
			} else if (Array.isArray(segmentation) && segmentation.length === 1) {
				rings++;
				// pycocotools walks outlines on a grid of its own: at most so many pixels for each pixel of outline.
				expect(Math.abs(maskArea! - area)).toBeLessThanOrEqual(
					0.19 * lengthOf(segmentation[0]) + 1,
				);
			}
		}
		expect(masks).toBeGreaterThan(0);
		expect(rings).toBeGreaterThan(10);
	});

	// By how many pixels an edge may be off for what is written: rounding, and YOLO's shares of the size.
	it.each([
		['voc: known boxes', 0.5],
		['kitti: known boxes', 0.005],
		['yoloDetect: known boxes', 0.002],
	])('other readers find the boxes of %s at their places', (name, tolerance) => {
		const { set, reading } = found.get(name)!;
		const shift = name.startsWith('voc') ? 1 : 0; // of the first pixel, which these readers do not take back
		for (const boxes of Object.values(reading as Record<string, Record<string, Edges[]>>)) {
			expect(Object.keys(boxes).sort()).toEqual(Object.keys(set.edges!).sort());
			for (const [picture, expected] of Object.entries(set.edges!)) {
				const own = boxes[picture];
				expect(own.map(([title]) => title)).toEqual(expected.map(([title]) => title));
				for (const [at, [, ...edges]] of expected.entries()) {
					const [, left, top, right, bottom] = own[at];
					for (const [side, edge] of [left - shift, top - shift, right, bottom].entries()) {
						expect(Math.abs(edge - edges[side])).toBeLessThanOrEqual(tolerance + 1e-9);
					}
				}
			}
		}
	});

	it.each(names)('unzip, yauzl and Python read the ZIP of %s %s', async (_, name) => {
		const { zip, files } = found.get(name)!;
		const file = join(folder, 'whole.zip');
		writeFileSync(file, zip);
		expect(execFileSync('unzip', ['-t', file]).toString()).toContain('No errors detected');
		expect(judged([{ kind: 'archive', file }])).toEqual([[...files.keys()]]);
		expect(await yauzlFiles(zip)).toEqual(new Map(files));
	});

	it.each([
		['boxes', 'bbox'],
		['masks', 'segm'],
	] as const)('Compare gives the average precision of pycocotools for %s', async (shapes, of) => {
		const scenes = scoredScenes(8, SHAPES[shapes]);
		const jobs = scenes.map(({ dataset, results }, at): Job => {
			const [file, found] = ['truth', 'results'].map((part) => join(folder, `${part}-${at}.json`));
			writeFileSync(file, JSON.stringify(dataset));
			writeFileSync(found, JSON.stringify(results));
			return { kind: 'evaluation', file, results: found, of };
		});
		const judgements = judged(jobs) as Array<Record<string, Precision | null>>;
		let seen = 0;
		for (const [at, { items }] of scenes.entries()) {
			const parameters = { operation: 'compare', shapes, options: { also50to95: true } };
			const [{ json }] = await runLabels(engine, parameters, items);
			const classes = json.classes as Record<string, IDataObject>;
			for (const [name, precision] of Object.entries(judgements[at])) {
				if (precision === null) continue;
				seen++;
				expect(classes[name].averagePrecision).toBeCloseTo(precision.at50, 4);
				expect(classes[name].averagePrecision50to95).toBeCloseTo(precision.from50to95, 4);
			}
		}
		expect(seen).toBeGreaterThan(15);
	});
});

interface Precision {
	at50: number;
	from50to95: number;
}

function lengthOf(ring: number[]): number {
	let length = 0;
	for (let at = 0; at < ring.length; at += 2) {
		const next = (at + 2) % ring.length;
		length += Math.hypot(ring[next] - ring[at], ring[next + 1] - ring[at + 1]);
	}
	return length;
}

async function yauzlFiles(zip: Buffer): Promise<Map<string, Buffer>> {
	const archive = await yauzl.fromBufferPromise(zip);
	const files = new Map<string, Buffer>();
	for await (const entry of archive.eachEntry()) {
		const chunks: Buffer[] = [];
		for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk);
		files.set(entry.fileName, Buffer.concat(chunks));
	}
	return files;
}

describe('The tools of others are skipped', () => {
	let server: Server;
	beforeAll(async () => {
		server = createServer((_, answer) => answer.writeHead(404).end());
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterAll(() => void server.close());

	/** What the step says of an index at a port, in a process of its own as the step has it. */
	const ask = async (port: number) => {
		const args = [
			...['download', '--quiet', '--no-deps', '--no-cache-dir', '--retries', '1'],
			...['--index-url', `http://127.0.0.1:${port}/simple`, '--dest', tmpdir(), 'no-such-package'],
		];
		const script = `
			import { askIndex } from ${JSON.stringify(join(import.meta.dirname, 'prepare.mjs'))};
			console.log(await askIndex(...${JSON.stringify([join(venv, 'bin/pip'), args])}));`;
		return (await run(process.execPath, ['--input-type=module', '-e', script])).stdout;
	};

	it('where the index cannot be reached', async () => {
		expect(await ask(9)).toMatch(/connection/i);
	});

	it('and not where it lacks a package, which fails', async () => {
		const { port } = server.address() as AddressInfo;
		await expect(ask(port)).rejects.toThrow(/pip download failed.*no-such-package/s);
	});
});
