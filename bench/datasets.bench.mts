import { join } from 'node:path';
import { temporaryFolder } from '../test/n8n/harness/cleanup.mts';
import type { CompareJob } from './contenders/compare.mts';
import type { ConvertJob } from './contenders/convertOurs.mts';
import type { Measured } from './frame/contend.mts';
import { contender, pythonContender } from './frame/contender.mts';
import { BenchHub } from './frame/hub.mts';
import { writeLabels } from './frame/labelFile.mts';
import type { PicturesJob } from './frame/pictures.mts';
import { median, report, type Row } from './frame/report.mts';

const RUNS = 3;
const KILOBYTE = 1024;
const MEGABYTE = KILOBYTE ** 2;

const PICTURES = 10_000;
const OBJECTS_OF_EACH = 10;
const MAX_TIMES_SKETCH = 2;
const MAX_MEMORY_MB = 150 + (200 * PICTURES) / MEGABYTE;
/** The longest work in one go, and what a pause and the garbage collector may add to it. */
const MAX_BLOCKED_MS = 50 + 10;

const FETCHED_PICTURES = 2_000;
const PICTURE_SIZE = 200 * KILOBYTE;
const LATENCY_MS = 20;
const CONCURRENCY = 32;
const MAX_TIMES_FLOOR = 1.5;
const MAX_MEMORY_WITH_PICTURES_MB = 128;

const MAX_BOX_SECONDS = 2;

const conversions: Record<string, Pick<ConvertJob, 'format' | 'output'> & { polygons?: number }> = {
	'COCO file': { format: 'cocoSegmentation', output: 'file' },
	'YOLO detect ZIP': { format: 'yoloDetect', output: 'zip' },
	'YOLO segment ZIP': { format: 'yoloSegment', output: 'zip' },
	'YOLO segment ZIP, polygons only': { format: 'yoloSegment', output: 'zip', polygons: 1 },
	'VOC ZIP': { format: 'voc', output: 'zip' },
};

const comparisons: Record<string, CompareJob> = {
	'100,000 pairs of boxes': { shapes: 'boxes', pictures: 10_000, objects: 10 },
	'5,000 pairs of masks, 2 megapixels each': { shapes: 'masks', pictures: 500, objects: 10 },
};

/** Labels become datasets, with and without their pictures, and are compared with others. */
export default async function datasets(): Promise<void> {
	await convert();
	await fetchPictures();
	await compare();
}

/** A file of labels becomes a dataset: our node against what people would write by hand. */
async function convert(): Promise<void> {
	const folder = temporaryFolder('datasets');
	const rows: Row[] = [];
	const missed: string[] = [];
	for (const [title, { format, output, polygons }] of Object.entries(conversions)) {
		const labels = join(folder, 'labels.ndjson');
		writeLabels(labels, { pictures: PICTURES, objects: OBJECTS_OF_EACH, polygons });
		const job: ConvertJob = {
			format,
			output,
			labels,
			target: join(folder, 'target'),
			pictures: PICTURES,
			objects: PICTURES * OBJECTS_OF_EACH,
		};
		const runs = await inTurn({
			'Ango Hub Labels node': async () => await contender('convertOurs.mts', job),
			'Sketch in Node, all in memory': async () => await contender('convertSketch.mts', job),
			'Plain Python script': () => pythonContender('python3', 'convert_plain.py', job),
		});
		const [ours, sketch, python] = Object.values(runs);
		const goals = {
			'twice the sketch': ours!.seconds <= MAX_TIMES_SKETCH * sketch!.seconds,
			'the Python script': ours!.seconds < python!.seconds,
			memory: ours!.peakMb - ours!.idleMb <= MAX_MEMORY_MB,
			'event loop': ours!.blockedMs! <= MAX_BLOCKED_MS,
		};
		missed.push(...missedOf(title, goals));
		for (const [name, figures] of Object.entries(runs)) {
			rows.push({
				conversion: title,
				contender: name,
				'times the sketch': figures.seconds / sketch!.seconds,
				...cellsOf(figures),
			});
		}
	}
	report('datasets', {
		title: `${PICTURES * OBJECTS_OF_EACH} objects on ${PICTURES} pictures, from the file of an export, median of ${RUNS} runs`,
		rows,
		notes: [
			goalNote(
				`at most ${MAX_TIMES_SKETCH} times the sketch, faster than the script, at most ${MAX_MEMORY_MB.toFixed(0)} MB above idle, the event loop back after ${MAX_BLOCKED_MS} ms`,
				missed,
			),
		],
	});
}

/** A project becomes a dataset with its pictures: our node against a script that only fetches these. */
async function fetchPictures(): Promise<void> {
	const hub = await BenchHub.start();
	const project = await hub.seedProject('Pictures');
	await hub.faults({ latencyMs: LATENCY_MS, storageLatencyMs: LATENCY_MS });
	const labels = { pictures: FETCHED_PICTURES, objects: OBJECTS_OF_EACH };
	const job: PicturesJob = {
		hub: hub.access,
		project,
		urls: await hub.seedPictures(project, labels, PICTURE_SIZE),
		size: PICTURE_SIZE,
		concurrency: CONCURRENCY,
		folder: temporaryFolder('pictures'),
	};
	const runs = await inTurn({
		'Ango Hub node, Export Dataset': async () => await contender('exportDataset.mts', job),
		'Bare Node script, only the pictures': async () => await contender('picturesFloor.mts', job),
		"The same script with n8n's request helpers": async () =>
			await contender('picturesHelper.mts', job),
	});
	await hub.stop();
	const [ours, bare] = Object.values(runs);
	const missed = missedOf('Export Dataset', {
		time: ours!.seconds <= MAX_TIMES_FLOOR * bare!.seconds,
		memory: ours!.peakMb - ours!.idleMb <= MAX_MEMORY_WITH_PICTURES_MB,
		'event loop': ours!.blockedMs! <= MAX_BLOCKED_MS,
	});
	report('datasetPictures', {
		title: `${FETCHED_PICTURES} pictures of ${PICTURE_SIZE / KILOBYTE} KB, ${LATENCY_MS} ms for each call of the API and of the storage, ${CONCURRENCY} at once, median of ${RUNS} runs`,
		rows: Object.entries(runs).map(([name, figures]) => ({
			contender: name,
			'times bare': figures.seconds / bare!.seconds,
			...cellsOf(figures),
		})),
		notes: [
			'Each picture takes a call for its signed link, and one for its bytes.',
			goalNote(
				`at most ${MAX_TIMES_FLOOR} times the bare script, at most ${MAX_MEMORY_WITH_PICTURES_MB} MB above idle, the event loop back after ${MAX_BLOCKED_MS} ms`,
				missed,
			),
		],
	});
}

/** Two people's labels of the same pictures. */
async function compare(): Promise<void> {
	const rows: Row[] = [];
	const missed: string[] = [];
	for (const [title, job] of Object.entries(comparisons)) {
		const { ours } = await inTurn({ ours: async () => await contender('compare.mts', job) });
		rows.push({ comparison: title, ...cellsOf(ours!) });
		const goals = {
			time: job.shapes !== 'boxes' || ours!.seconds <= MAX_BOX_SECONDS,
			memory: ours!.peakMb - ours!.idleMb <= MAX_MEMORY_MB,
			'event loop': ours!.blockedMs! <= MAX_BLOCKED_MS,
		};
		missed.push(...missedOf(title, goals));
	}
	report('datasetComparison', {
		title: `Comparisons of two people's labels, median of ${RUNS} runs`,
		rows,
		notes: [
			goalNote(
				`boxes in ${MAX_BOX_SECONDS} s, at most ${MAX_MEMORY_MB.toFixed(0)} MB above idle, the event loop back after ${MAX_BLOCKED_MS} ms`,
				missed,
			),
		],
	});
}

/** The middle run of each. They run in turn, so that a change of the machine's speed meets all of them. */
async function inTurn(
	contenders: Record<string, () => Promise<Measured> | Measured>,
): Promise<Record<string, Measured>> {
	const runs: Record<string, Measured[]> = {};
	for (let round = 0; round < RUNS; round++) {
		for (const [name, run] of Object.entries(contenders)) (runs[name] ??= []).push(await run());
	}
	return Object.fromEntries(Object.entries(runs).map(([name, own]) => [name, median(own)]));
}

function cellsOf({ seconds, cpuSeconds, idleMb, peakMb, blockedMs = Number.NaN }: Measured): Row {
	return {
		seconds,
		'CPU seconds': cpuSeconds,
		'peak memory above idle, MB': peakMb - idleMb,
		'longest without the event loop, ms': Number.isNaN(blockedMs) ? '' : blockedMs,
	};
}

function missedOf(title: string, goals: Record<string, boolean>): string[] {
	return Object.entries(goals).flatMap(([goal, isMet]) => (isMet ? [] : [`${title}: ${goal}`]));
}

function goalNote(goal: string, missed: string[]): string {
	return `Goal: ${goal}: ${missed.length === 0 ? 'met' : `not met (${missed.join('; ')})`}.`;
}
