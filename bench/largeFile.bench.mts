import { temporaryFolder } from '../test/n8n/harness/cleanup.mts';
import type { TransferJob } from './contenders/transfer.mts';
import type { Measured } from './frame/contend.mts';
import { contender } from './frame/contender.mts';
import { BenchHub, type Traffic } from './frame/hub.mts';
import { median, report, type Row } from './frame/report.mts';

const GIGABYTE = 1024 ** 3;
const MEGABYTE = 1024 ** 2;
const SIZE = 4 * GIGABYTE;
const RUNS = 3;
const MAX_MEMORY_MB = 64;
const MAX_TIMES_FLOOR = 1.2;

const ways: Record<TransferJob['way'], string> = {
	upload: 'Upload',
	uploadFromUrl: 'Upload from URL',
	download: 'Download',
};
const contenders = { 'Ango Hub node': 'transfer.mts', 'Bare Node script': 'transferFloor.mts' };

type Figures = Measured & Traffic;

/** One file that is larger than memory should ever hold: our node against bare streams. */
export default async function largeFile(): Promise<void> {
	const hub = await BenchHub.start();
	const folder = temporaryFolder('large-file');
	const project = await hub.seedProject('Large files');
	const remote = await hub.seedFile(project, 'remote.mp4', SIZE);
	const rows: Row[] = [];
	for (const way of Object.keys(ways) as Array<TransferJob['way']>) {
		const runs: Record<string, Figures[]> = {};
		const digests = new Set<string>();
		for (let round = 0; round < RUNS; round++) {
			for (const [name, file] of Object.entries(contenders)) {
				await hub.clearTraffic();
				const job = { hub: hub.access, project, way, remote, size: SIZE, folder };
				const figures = await contender<Measured>(file, job);
				(runs[name] ??= []).push({ ...figures, ...(await hub.traffic()) });
				if (way === 'download') continue;
				const { size, sha256 } = await hub.lastUpload();
				if (size !== SIZE) throw new Error(`${name}: ${size} bytes arrived`);
				digests.add(sha256);
			}
		}
		if (digests.size > 1) throw new Error(`${ways[way]}: the contenders sent different bytes`);
		rows.push(...rowsOf(ways[way], runs));
	}
	await hub.stop();

	const ours = rows.filter(({ contender: name }) => name === 'Ango Hub node');
	const met = ours.every(
		(row) =>
			Number(row['peak memory above idle, MB']) <= MAX_MEMORY_MB &&
			Number(row['times bare']) <= MAX_TIMES_FLOOR,
	);
	report('largeFile', {
		title: `One file of ${SIZE / GIGABYTE} GB, median of ${RUNS} runs`,
		rows,
		notes: [
			`Goal: at most ${MAX_MEMORY_MB} MB above idle and ${MAX_TIMES_FLOOR} times the bare script: ${met ? 'met' : 'not met'}.`,
			'Uploads read a file without blocks on the disk, so that the disk does not hide what the software costs.',
			'Where the hub is at work nearly all the time, it is what limits both; the CPU time then tells them apart.',
		],
	});
}

function rowsOf(way: string, runs: Record<string, Figures[]>): Row[] {
	const middle = Object.entries(runs).map(([name, own]) => ({ name, ...median(own) }));
	const floor = middle.at(-1)!;
	return middle.map(({ name, seconds, cpuSeconds, idleMb, peakMb, hubCpuSeconds }) => ({
		way,
		contender: name,
		seconds,
		'MB per second': SIZE / MEGABYTE / seconds,
		'times bare': seconds / floor.seconds,
		'CPU seconds': cpuSeconds,
		'CPU times bare': cpuSeconds / floor.cpuSeconds,
		'peak memory above idle, MB': peakMb - idleMb,
		'hub at work, %': (100 * hubCpuSeconds) / seconds,
	}));
}
