/**
 * The tests in a real n8n: installs n8n, builds the package and hands over to `main.mts`.
 * `node test/n8n/run.mjs browser` runs only the test files whose name contains "browser".
 */
import { join } from 'node:path';
import { buildPackage, prepareAndRun } from '../setup.mjs';
import { ensureN8n, n8nRoot } from './install.mjs';

const LONGEST_TEST_MS = 300_000;

const reporters = ['spec', join(n8nRoot, 'closingLine.mts')].flatMap((reporter) => [
	`--test-reporter=${reporter}`,
	'--test-reporter-destination=stdout',
]);

await prepareAndRun(async () => {
	await ensureN8n();
	await buildPackage();
}, [
	`--test-timeout=${LONGEST_TEST_MS}`,
	...reporters,
	join(n8nRoot, 'main.mts'),
	...process.argv.slice(2),
]);
