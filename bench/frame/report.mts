import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { table } from '../../demo/table.mts';

const RESULTS = join(import.meta.dirname, '../results');
const GIGABYTE = 1024 ** 3;

/** One line of a report: its first cell is a name, the others are figures with units in the header. */
export type Row = Record<string, string | number>;

export interface Report {
	/** What was done, with its sizes. */
	title: string;
	rows: Row[];
	/** What a reader has to know to understand the figures, such as a goal and whether it was met. */
	notes?: string[];
}

/** Two digits after the point, or none for large figures. */
const cell = (value: string | number | undefined): string =>
	typeof value === 'number' ? String(Number(value.toFixed(value < 100 ? 2 : 0))) : (value ?? '');

/** Prints a report as a table and writes it to `bench/results/<name>.json`. */
export function report(name: string, { title, rows, notes = [] }: Report): void {
	const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
	const cells = rows.map((row) => columns.map((column) => cell(row[column])));
	console.log(`\n${title}\n\n${table(columns, cells)}\n`);
	for (const note of notes) console.log(`  ${note}`);
	const machine = {
		node: process.version,
		cores: availableParallelism(),
		memoryGb: Math.round(totalmem() / GIGABYTE),
	};
	mkdirSync(RESULTS, { recursive: true });
	const content = { title, date: new Date().toISOString().slice(0, 10), machine, rows, notes };
	writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(content, undefined, '\t')}\n`);
}

/** The middle one of the measurements by time: machines are noisy. */
export function median<T extends { seconds: number }>(runs: T[]): T {
	return runs.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(runs.length / 2)]!;
}
