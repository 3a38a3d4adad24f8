/**
 * Runs the test files in this process, around one hub and one n8n, the lab. Two cores have room for:
 * - `tests/atOnce`: all of them at the same time in the lab. Much of their time is waiting, and they keep to projects of
 *   their own: they make no faults, restart nothing and do not look at what others have sent;
 * - `tests`: then these, one after another, in the lab;
 * - `tests/apart`: beside all that one after another, each with a hub and an n8n of its own.
 */
import { globSync } from 'node:fs';
import { relative } from 'node:path';
import { after, before, describe } from 'node:test';
import { closeLab, openLab } from './harness/lab.mts';

const ONE_AFTER_ANOTHER = { concurrency: 1 };

const wanted = process.argv.slice(2);
const [atOnce, inTheLab, apart] = ['atOnce/', '', 'apart/'].map((folder) =>
	globSync(`${import.meta.dirname}/tests/${folder}*.test.mts`)
		.filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
		.sort(),
) as [string[], string[], string[]];
if (atOnce.length + inTheLab.length + apart.length === 0) {
	throw new Error(`No test file is called ${wanted.join(' or ')}`);
}

function load(file: string): void {
	const name = relative(`${import.meta.dirname}/tests`, file).replace('.test.mts', '');
	describe(name, ONE_AFTER_ANOTHER, async () => {
		await import(file);
	});
}

describe('a real n8n', { concurrency: 2 }, () => {
	before(openLab);

	after(closeLab);

	describe('in the lab', ONE_AFTER_ANOTHER, () => {
		describe('at once', { concurrency: atOnce.length || 1 }, () => atOnce.forEach(load));
		inTheLab.forEach(load);
	});
	describe('apart', ONE_AFTER_ANOTHER, () => apart.forEach(load));
});
