import { temporaryFolder } from '../test/n8n/harness/cleanup.mts';
import type { ExportJob } from './contenders/exportTasks.mts';
import type { Measured } from './frame/contend.mts';
import { contender } from './frame/contender.mts';
import type { ExportSize } from './frame/exportArchive.mts';
import { BenchHub } from './frame/hub.mts';
import { report, type Row } from './frame/report.mts';

const MEGABYTE = 1024 ** 2;
const TASKS = 200_000;
const RUNS = 5;
const MAX_MEMORY_MB = 64;
const MAX_TIMES_FLOOR = 1.3;

/** Many boxes make a gigabyte; one makes items that fit into memory together. */
const outputs: Record<ExportJob['output'], ExportSize & { title: string; floor: string }> = {
	file: { tasks: TASKS, boxes: 8, title: 'ZIP to a file', floor: 'Bare Node streams' },
	items: {
		tasks: TASKS,
		boxes: 1,
		title: 'ZIP to items',
		floor: 'Bare Node streams and JSON.parse',
	},
};

const middleOf = (figures: number[]) =>
	figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)]!;

/** An export that is larger than memory should ever hold, and one that becomes items. */
export default async function largeExport(): Promise<void> {
	const hub = await BenchHub.start();
	const folder = temporaryFolder('large-export');
	const project = await hub.seedProject('Exports');
	const rows: Row[] = [];
	for (const output of Object.keys(outputs) as Array<ExportJob['output']>) {
		const { title, floor, ...size } = outputs[output];
		const archive = await hub.seedExport(project, size);
		const job = { hub: hub.access, project, output, archive, tasks: TASKS, folder };
		const runs: Measured[][] = [[], []];
		for (let round = 0; round < RUNS; round++) {
			runs[0]!.push(await contender('exportTasks.mts', job));
			runs[1]!.push(await contender('exportFloor.mts', job));
		}
		for (const [index, name] of ['Ango Hub node', floor].entries()) {
			/** The middle one of what each round says: the machine is faster in some rounds than in others. */
			const middle = (of: (own: Measured, bare: Measured) => number) =>
				middleOf(runs[index]!.map((own, round) => of(own, runs[1]![round]!)));
			rows.push({
				output: title,
				contender: name,
				'unpacked, MB': archive.unpacked / MEGABYTE,
				seconds: middle((own) => own.seconds),
				'times the floor': middle((own, bare) => own.seconds / bare.seconds),
				'CPU seconds': middle((own) => own.cpuSeconds),
				'times its CPU': middle((own, bare) => own.cpuSeconds / bare.cpuSeconds),
				'peak memory above idle, MB': middle((own) => own.peakMb - own.idleMb),
			});
		}
	}
	await hub.stop();

	const [file, , items] = rows;
	const isFast = (row: Row) => Number(row['times the floor']) <= MAX_TIMES_FLOOR;
	const met = (is: boolean) => (is ? 'met' : 'not met');
	report('largeExport', {
		title: `${TASKS} tasks in a ZIP archive of NDJSON, median of ${RUNS} runs`,
		rows,
		notes: [
			`Goal for the file: at most ${MAX_TIMES_FLOOR} times the bare streams, and ${MAX_MEMORY_MB} MB above idle: ${met(isFast(file!) && Number(file!['peak memory above idle, MB']) <= MAX_MEMORY_MB)}.`,
			`Goal for the items: at most ${MAX_TIMES_FLOOR} times a script that downloads, unpacks and parses the same: ${met(isFast(items!))}.`,
		],
	});
}
