/**
 * `npm run compat`: the packed package does its main job in the oldest n8n that it supports and in
 * the newest, each in the Node that it needs, and a table tells the results.
 */
import { join } from 'node:path';
import { buildPackage, prepareAndRun } from '../../setup.mjs';
import { ensureN8n, ensureOldestN8n, n8nRoot } from '../install.mjs';

await prepareAndRun(async () => {
	await Promise.all([ensureN8n(), ensureOldestN8n()]);
	await buildPackage();
}, [join(n8nRoot, 'compat/main.mts')]);
