import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { AngoHubLabels } from '../../nodes/AngoHubLabels/AngoHubLabels.node.ts';
import { createEngine, type Engine } from '../engine/harness/index.mts';
import { filesOfZip } from '../engine/labelCases/archives.mts';
import { labelCases } from '../engine/labelCases/cases.mts';
import { runLabels } from '../engine/labelCases/observe.mts';

const venv = join(import.meta.dirname, '.venv');

/** Ultralytics' wheel, which has the check of label files. */
const labelCheckWheel = () => {
	const wheels = join(venv, 'wheels');
	return join(
		wheels,
		readdirSync(wheels).find((name) => name.endsWith('.whl'))!,
	);
};

type Job = { kind: string } & Record<string, unknown>;
type Row = unknown[];
interface CocoReading {
	bbox: number[];
	maskArea?: number;
	rle?: { written: string; again: string };
}

function judge<T>(job: Job): T {
	const python = join(venv, 'bin/python');
	const script = join(import.meta.dirname, 'judge.py');
	const output = execFileSync(python, [script], { input: JSON.stringify([job]) });
	const [{ reading, error }] = JSON.parse(output.toString()) as Array<{
		reading: T;
		error?: string;
	}>;
	if (error) throw new Error(error);
	return reading;
}

/** All labels of the cases that need no other file, each picture under a name of its own. */
const items = labelCases()
	.filter(({ operation }) => operation === 'convertTo')
	.flatMap(({ input }, at) =>
		(input as INodeExecutionData[])
			.filter(({ json }) => typeof json.externalId === 'string')
			.map(({ json }) => ({ json: { ...json, externalId: `case-${at}-${json.externalId}` } })),
	);

describe('Tools that others wrote read what Convert To writes', () => {
	let engine: Engine;
	let folder: string;
	beforeAll(async () => {
		engine = await createEngine({
			nodeTypes: { 'n8n-nodes-ango-hub.angoHubLabels': AngoHubLabels },
		});
	});
	beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'ango-hub-oracles-'))));
	afterEach(() => rmSync(folder, { recursive: true, force: true }));
	afterAll(async () => await engine.dispose());

	/** Writes the data set into the folder. */
	const written = async (format: string) => {
		const parameters = { operation: 'convertTo', format, output: 'zip' };
		const [{ json, binary }] = await runLabels(engine, parameters, items);
		const files = filesOfZip(await engine.readBinary(binary!.data));
		for (const [name, content] of files) {
			if (name.endsWith('/')) continue;
			mkdirSync(dirname(join(folder, name)), { recursive: true });
			writeFileSync(join(folder, name), content);
		}
		const { objects, classes } = json as { objects: number; classes: string[] };
		expect(objects).toBeGreaterThan(10);
		return { objects, classes, names: [...files.keys()], files };
	};

	it.each(['cocoDetection', 'cocoSegmentation'])('pycocotools loads %s', async (format) => {
		const { objects, names, files } = await written(format);
		const jsons = names.filter((name) => name.endsWith('.json'));
		let [seen, masks] = [0, 0];
		for (const name of jsons) {
			const found = judge<CocoReading[]>({ kind: 'coco', file: join(folder, name) });
			const { annotations } = JSON.parse(files.get(name)!.toString()) as {
				annotations: IDataObject[];
			};
			seen += found.length;
			for (const [at, { bbox, maskArea, rle }] of found.entries()) {
				expect(bbox).toEqual(annotations[at].bbox);
				if (!rle) continue;
				masks++;
				expect(rle.written).toBe(rle.again);
				expect(maskArea).toBe(annotations[at].area);
			}
		}
		expect(seen).toBe(objects);
		expect(masks > 0).toBe(format === 'cocoSegmentation');
	});

	it.each(['yoloDetect', 'yoloSegment'])("Ultralytics' label check accepts %s", async (format) => {
		const { classes } = await written(format);
		const { data, labels } = judge<{
			data: { names: Record<string, string> };
			labels: Record<string, { rows: Row[]; corrupt: number; message: string }>;
		}>({ kind: 'yolo', folder, wheel: labelCheckWheel() });
		expect(Object.values(data.names)).toEqual(classes);
		const all = Object.entries(labels);
		expect(all.filter(([, { corrupt }]) => corrupt > 0)).toEqual([]);
		expect(all.flatMap(([, { rows }]) => rows).length).toBeGreaterThan(10);
	});

	it.each([
		['voc', '.xml'],
		['kitti', '.txt'],
	])('another reader finds all boxes of %s', async (format, extension) => {
		const { objects, classes, names } = await written(format);
		const labels = names.filter((name) => name.endsWith(extension) && !name.includes('ImageSets'));
		// KITTI's columns are told apart by blanks.
		const titles = classes.map((title) => title.replaceAll(' ', '_'));
		const folders = [...new Set(labels.map((name) => dirname(join(folder, name))))];
		const found = folders.flatMap((path) => {
			const job = { kind: format, folder: path, ...(format === 'kitti' && { names: titles }) };
			return Object.values(judge<Record<string, Row[]>>(job)).flat();
		});
		expect(found).toHaveLength(objects);
	});
});
