/** Runs the test files in this process, one after another, around one hub and one n8n. */
import { globSync } from 'node:fs';
import { after, before, describe } from 'node:test';
import { closeLab, openLab } from './harness/lab.mts';

const wanted = process.argv.slice(2);
const files = globSync(`${import.meta.dirname}/tests/*.test.mts`)
	.filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
	.sort();
if (files.length === 0) throw new Error(`No test file is called ${wanted.join(' or ')}`);

describe('a real n8n', async () => {
	before(openLab);

	after(closeLab);

	for (const file of files) await import(file);
});
