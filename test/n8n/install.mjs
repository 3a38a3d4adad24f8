/**
 * Installs the real n8n of the tests and the demo into this folder. Does nothing when it is there.
 * Plain JavaScript for Node >= 20: `node test/n8n/install.mjs`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
	ensureProject,
	installNode24,
	isInstalled,
	node24,
	projectRoot,
	runStep,
} from '../setup.mjs';

/** The folder whose node_modules holds n8n. */
export const n8nRoot = fileURLToPath(new URL('.', import.meta.url));

const headers = join(
	projectRoot,
	`node_modules/node/node_modules/node-${process.platform}-${process.arch}`,
);

function sqliteWorks() {
	try {
		execFileSync(node24, ['-e', 'require("sqlite3")'], { cwd: n8nRoot, stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

/** sqlite3 is the one native package that n8n needs and that comes without a binary. */
async function installSqlite() {
	const prebuildInstall = join(n8nRoot, 'node_modules/.bin/prebuild-install');
	try {
		await runStep('Getting a prebuilt sqlite3', prebuildInstall, ['-r', 'napi'], {
			cwd: join(n8nRoot, 'node_modules/sqlite3'),
		});
	} catch {
		console.log('  No prebuilt sqlite3 here: compiling it instead (needs python3, make and g++)');
	}
	if (sqliteWorks()) return;
	if (!existsSync(headers)) await installNode24();
	await runStep(
		'Compiling sqlite3',
		'npm',
		['rebuild', 'sqlite3', '--ignore-scripts=false', '--build-from-source'],
		{ cwd: n8nRoot, env: { npm_config_nodedir: headers } },
	);
	if (!sqliteWorks()) throw new Error('sqlite3 was compiled but Node 24 cannot load it');
}

/** Installs n8n and its database driver when they are missing or out of date. */
export async function ensureN8n() {
	await ensureProject();
	if (!isInstalled(n8nRoot)) {
		await runStep('Installing n8n (about 3 min, 2.2 GB)', 'npm', ['ci'], { cwd: n8nRoot });
	}
	if (!sqliteWorks()) await installSqlite();
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
	await ensureN8n();
	console.log('n8n is installed');
}
