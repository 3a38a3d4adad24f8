/**
 * Installs the real n8n of the tests and the demo into this folder. Does nothing when it is there.
 * Plain JavaScript for Node >= 20: `node test/n8n/install.mjs`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureProject, installNode, isInstalled, projectRoot, runStep } from '../setup.mjs';

/** The folder whose node_modules holds n8n. */
export const n8nRoot = fileURLToPath(new URL('.', import.meta.url));

/**
 * Makes n8n's database driver work: sqlite3 is the one native package that n8n needs and that comes
 * without a binary.
 *
 * @param {string} root the folder whose node_modules holds n8n
 * @param {string} nodeRoot the folder whose package `node` is the Node that n8n runs in
 */
export async function ensureSqlite(root, nodeRoot) {
	const nodePackage = join(nodeRoot, 'node_modules/node');
	const node = join(nodePackage, 'bin/node');
	if (sqliteWorks(root, node)) return;
	const prebuildInstall = join(root, 'node_modules/.bin/prebuild-install');
	try {
		await runStep('Getting a prebuilt sqlite3', prebuildInstall, ['-r', 'napi'], {
			cwd: join(root, 'node_modules/sqlite3'),
		});
	} catch {
		console.log('  No prebuilt sqlite3 here: compiling it instead (needs python3, make and g++)');
	}
	if (sqliteWorks(root, node)) return;
	const headers = join(nodePackage, `node_modules/node-${process.platform}-${process.arch}`);
	if (!existsSync(headers)) await installNode(nodeRoot);
	await runStep(
		'Compiling sqlite3',
		'npm',
		['rebuild', 'sqlite3', '--ignore-scripts=false', '--build-from-source'],
		{ cwd: root, env: { npm_config_nodedir: headers } },
	);
	if (!sqliteWorks(root, node)) throw new Error('sqlite3 was compiled but Node cannot load it');
}

function sqliteWorks(root, node) {
	try {
		execFileSync(node, ['-e', 'require("sqlite3")'], { cwd: root, stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

/** Installs n8n and its database driver when they are missing or out of date. */
export async function ensureN8n() {
	await ensureProject();
	if (!isInstalled(n8nRoot)) {
		await runStep('Installing n8n (about 3 min, 2.2 GB)', 'npm', ['ci'], { cwd: n8nRoot });
	}
	await ensureSqlite(n8nRoot, projectRoot);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
	await ensureN8n();
	console.log('n8n is installed');
}
