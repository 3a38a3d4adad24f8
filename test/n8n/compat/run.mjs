/**
 * `npm run compat`: the packed package does its main job in the oldest n8n that it supports and in
 * the newest, each in the Node that it needs, and a table tells the results.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPackage, installNode, isInstalled, prepareAndRun, runStep } from '../../setup.mjs';
import { ensureN8n, ensureSqlite } from '../install.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const oldest = join(here, 'oldest');

async function ensureOldestN8n() {
	if (!isInstalled(oldest)) {
		const title = 'Installing the oldest n8n (about 1 min, 1.2 GB)';
		await runStep(title, 'npm', ['ci'], { cwd: oldest });
	}
	if (!existsSync(join(oldest, 'node_modules/node/bin/node'))) await installNode(oldest);
	await ensureSqlite(oldest, oldest);
}

await prepareAndRun(async () => {
	await ensureN8n();
	await ensureOldestN8n();
	await buildPackage();
}, [join(here, 'main.mts')]);
