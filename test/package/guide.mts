import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectRoot, run } from './packageFolders.mts';

/** A piece of something to add, and where the steps of CONTRIBUTING.md say that it goes. */
export interface Piece {
	/** Its file in the folder of fixtures. */
	name: string;
	/** As CONTRIBUTING.md names it. */
	place: string;
	file: string;
	/** The text that the piece is put after, once in the file; without it, the piece goes to the end. */
	after?: string;
}

/** The numbered steps under a heading of CONTRIBUTING.md. */
export function stepsUnder(heading: string): string[] {
	const guide = readFileSync(join(projectRoot, 'CONTRIBUTING.md'), 'utf8');
	const [, section] = guide.split(`## ${heading}\n`);
	return section
		.split('\n## ')[0]
		.split(/^\d\. /m)
		.slice(1);
}

/** Puts a piece into a copy of the project. */
export function add(folder: string, fixture: string, { name, file, after }: Piece): void {
	const piece = readFileSync(join(projectRoot, 'test/fixtures', fixture, name), 'utf8');
	const text = readFileSync(join(folder, file), 'utf8');
	const [before, behind, ...more] = after === undefined ? [text, ''] : text.split(after);
	if (behind === undefined || more.length > 0)
		throw new Error(`${file} has no one place for ${name}`);
	writeFileSync(join(folder, file), [before, after, piece, behind].join(''));
}

/** What n8n's lint says of the published files among these. */
export function lintOf(folder: string, pieces: Piece[]): string {
	const published = pieces.map(({ file }) => file).filter((file) => file.startsWith('nodes/'));
	return run('npx', ['eslint', '--max-warnings', '0', ...new Set(published)], folder);
}

/** What the compiler says of the tests among these. */
export function typesOf(folder: string, pieces: Piece[]): string {
	const include = pieces.map(({ file }) => `../${file}`).filter((file) => file.endsWith('.mts'));
	writeFileSync(
		join(folder, 'test/tsconfig.toy.json'),
		JSON.stringify({ extends: './tsconfig.json', include }),
	);
	return run('npx', ['tsc', '--project', 'test/tsconfig.toy.json'], folder);
}

/** The commands of a step that write the docs, in their order. */
export const commandsOf = (step: string): string[] =>
	[...step.matchAll(/`npm (run docs[^`]*)`/g)].map(([, command]) => command);

export function runCommand(command: string, folder: string, resource: string): void {
	run('npm', command.replace('<resource>', resource).split(' '), folder);
}
