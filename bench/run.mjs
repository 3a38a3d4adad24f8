/**
 * `npm run bench`: measures the package in n8n's engine, against the local hub on this machine.
 *
 *   npm run bench                    all benchmarks, one after another
 *   npm run bench -- smallFiles      those whose names are given
 *
 * Each prints a table and writes it to `bench/results`.
 */
import { join } from 'node:path';
import { ensureN8n } from '../test/n8n/install.mjs';
import { buildPackage, prepareAndRun, projectRoot } from '../test/setup.mjs';

await prepareAndRun(async () => {
	await ensureN8n();
	await buildPackage();
}, [join(projectRoot, 'bench/main.mts'), ...process.argv.slice(2)]);
