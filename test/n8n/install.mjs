/**
 * Installs the real n8n of the tests and the demo into this folder, and the oldest one that we support
 * into `compat/oldest`. Does nothing when they are there. Plain JavaScript for Node >= 20:
 * `node test/n8n/install.mjs` installs the first.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureProject, installNode, isInstalled, projectRoot, runStep } from '../setup.mjs';

/** The folder whose node_modules holds n8n. */
export const n8nRoot = fileURLToPath(new URL('.', import.meta.url));

/** The folder whose node_modules holds the oldest n8n, and the Node that it needs. */
export const oldestRoot = join(n8nRoot, 'compat/oldest');

/**
 * Makes n8n's database driver work: sqlite3 is the one native package that n8n needs and that comes
 * without a binary.
 *
 * @param {string} root the folder whose node_modules holds n8n
 * @param {string} nodeRoot the folder whose package `node` is the Node that n8n runs in
 */
async function ensureSqlite(root, nodeRoot) {
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
		{ cwd: root, env: { npm_config_nodedir: headers, JOBS: 'max' } },
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

/** Installs the oldest n8n, its Node and its database driver when they are missing or out of date. */
export async function ensureOldestN8n() {
	if (!isInstalled(oldestRoot)) {
		const title = 'Installing the oldest n8n (about 1 min, 1.2 GB)';
		await runStep(title, 'npm', ['ci'], { cwd: oldestRoot });
	}
	if (!existsSync(join(oldestRoot, 'node_modules/node/bin/node'))) await installNode(oldestRoot);
	await ensureSqlite(oldestRoot, oldestRoot);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
	await ensureN8n();
	console.log('n8n is installed');
}
