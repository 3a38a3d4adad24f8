/**
 * What every command needs before it can do its own work on a bare clone: the dev dependencies and
 * Node 24. Plain JavaScript for Node >= 20, because it runs before anything is installed.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** Node 24, which the dev dependency `node` brings: n8n and the `.mts` files need it. */
export const node24 = join(projectRoot, 'node_modules/node/bin/node');

const HEARTBEAT_MS = 20_000;

/** The environment of every step: Node 24 and the project's commands come first. */
export function stepEnvironment(extra = {}) {
	const bin = join(projectRoot, 'node_modules/.bin');
	return { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, ...extra };
}

/**
 * Runs a command quietly, with a line of progress now and then; its output is shown when it fails.
 *
 * @param {string} title what the user reads
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string> }} [options]
 */
export async function runStep(title, command, args, { cwd = projectRoot, env = {} } = {}) {
	const started = Date.now();
	const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
	const output = [];
	console.log(`• ${title} …`);
	const heartbeat = setInterval(() => console.log(`  … ${title}: ${seconds()}`), HEARTBEAT_MS);
	try {
		const child = spawn(command, args, {
			cwd,
			env: stepEnvironment(env),
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		child.stdout.on('data', (chunk) => output.push(chunk));
		child.stderr.on('data', (chunk) => output.push(chunk));
		const code = await new Promise((resolve, reject) => {
			child.once('error', reject);
			child.once('close', (exitCode, signal) => resolve(exitCode ?? signal));
		});
		if (code !== 0) {
			console.error(Buffer.concat(output).toString().trimEnd());
			throw new Error(`${title}: "${command} ${args.join(' ')}" ended with ${code}`);
		}
		console.log(`  ${title}: done in ${seconds()}`);
	} finally {
		clearInterval(heartbeat);
	}
}

/** Whether node_modules of a folder holds exactly what its package-lock.json asks for. */
export function isInstalled(folder) {
	const installedFile = join(folder, 'node_modules/.package-lock.json');
	if (!existsSync(installedFile)) return false;
	const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
	const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
	return Object.entries(wanted).every(
		([path, entry]) =>
			path === '' ||
			entry.optional === true ||
			entry.devOptional === true ||
			installed[path]?.version === entry.version,
	);
}

/**
 * Puts the Node of a folder's package `node` in place: Node 24 in the project's own. Packages are
 * installed without their install scripts, so this one is run by name; it also brings C headers.
 */
export async function installNode(folder = projectRoot) {
	await runStep('Getting Node', 'npm', ['rebuild', 'node', '--ignore-scripts=false'], {
		cwd: folder,
	});
}

/** Installs the dev dependencies and Node 24 when they are missing or out of date. */
export async function ensureProject() {
	if (!isInstalled(projectRoot)) await runStep('Installing dev dependencies', 'npm', ['ci']);
	if (!existsSync(node24)) await installNode();
}

/**
 * The frame of a command: prepares, then hands the terminal over to a script that runs in Node 24,
 * and ends as it ends. Signals that only reach this process are passed on, so that the script can
 * clean up.
 *
 * @param {() => Promise<void>} prepare
 * @param {string[]} args of Node: flags, the script, and what the script gets
 */
export async function prepareAndRun(prepare, args) {
	try {
		await prepare();
	} catch (error) {
		console.error(`\n${error.message}`);
		process.exit(1);
	}
	const child = spawn(node24, args, { stdio: 'inherit', env: stepEnvironment() });
	for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) {
		process.on(signal, () => child.kill(signal));
	}
	child.once('close', (code) => process.exit(code ?? 1));
}

const SOURCES = [
	...['credentials', 'icons', 'nodes'],
	...['gulpfile.js', 'package-lock.json', 'package.json', 'tsconfig.json'],
];

/** Whether `dist` is whole, and nothing that it is made of has changed since. */
export function isBuilt() {
	// The compiler makes the first folder, and the last step of the build the second.
	const [compiled, copied] = ['credentials', 'icons'].map((name) =>
		statSync(join(projectRoot, 'dist', name), { throwIfNoEntry: false }),
	);
	return Boolean(compiled && copied) && SOURCES.every((name) => changedAt(name) < compiled.mtimeMs);
}

/** When a file, or anything in a folder, was changed. */
function changedAt(name) {
	const path = join(projectRoot, name);
	const inside = statSync(path).isDirectory() ? readdirSync(path, { recursive: true }) : [];
	return Math.max(...['', ...inside].map((entry) => statSync(join(path, entry)).mtimeMs));
}

/** Compiles the package into `dist`. */
export async function buildPackage() {
	await runStep('Building the package', 'npm', ['run', 'build']);
}
