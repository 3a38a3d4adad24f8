/** Runs the test files in this process, one after another, around one hub and one n8n. */
import { globSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { closeLab, openLab } from './harness/lab.mts';

const wanted = process.argv.slice(2);
const files = globSync(`${import.meta.dirname}/tests/*.test.mts`)
	.filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
	.sort();

const lab = await openLab();
const counts = { passed: 0, failed: 0, skipped: 0 };

const tests = run({ files, isolation: 'none', timeout: 300_000 }).on(
	'test:summary',
	({ counts: { tests: all, passed, skipped }, success }) => {
		// A hook that fails after its tests makes the run fail without a failed test.
		Object.assign(counts, { passed, skipped, failed: all - passed - skipped || Number(!success) });
	},
);
for await (const text of tests.compose(spec)) process.stdout.write(text);

if (counts.failed > 0) console.log(`\nThe end of n8n's log:\n${lab.n8n.logTail()}`);
await closeLab();
const { passed, failed, skipped } = counts;
console.log(`tests: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
