/**
 * Folders for the package tests: the package as npm would publish it, installed the way a user gets
 * it, and a copy of the sources set up with n8n's own command line.
 */
import { execFileSync } from 'node:child_process';
import {
	cpSync,
	mkdtempSync,
	readFileSync,
	realpathSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export const projectRoot = join(import.meta.dirname, '../..');

/** What a file of the project says. */
export const textOf = (file: string) => readFileSync(join(projectRoot, file), 'utf8');

/** n8n's own command line and scanner, and the oldest n8n-workflow this package supports. */
const toolModules = join(projectRoot, 'test/tools/node_modules');

const temporaryFolders: string[] = [];
afterAll(() => {
	for (const folder of temporaryFolders) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder, removed after the tests of the file. */
export function temporaryFolder(): string {
	const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ango-hub-package-')));
	temporaryFolders.push(folder);
	return folder;
}

// Jest sets NODE_ENV to "test", which makes n8n's lint rules take every file for a trigger.
const environment = { ...process.env, NODE_ENV: undefined };

/** Runs a command and returns what it prints; when it fails, the error carries all it printed. */
export function run(command: string, args: string[], cwd = projectRoot): string {
	try {
		return execFileSync(command, args, { cwd, env: environment, encoding: 'utf8', stdio: 'pipe' });
	} catch (error) {
		const { stdout, stderr } = error as { stdout: string; stderr: string };
		throw new Error(`${command} ${args.join(' ')}\n${stdout}\n${stderr}`);
	}
}

/** Runs a script of this folder in a plain Node process and returns the JSON it prints. */
export function runScript<Result>(name: string, ...args: string[]): Result {
	const script = join(import.meta.dirname, 'scripts', name);
	return JSON.parse(run(process.execPath, [script, ...args])) as Result;
}

/** `npm pack`: the tarball and the paths in it. */
export function packProject(): { tarball: string; files: string[] } {
	const folder = temporaryFolder();
	const options = ['--ignore-scripts', '--json', '--pack-destination', folder];
	const [packed] = JSON.parse(run('npm', ['pack', ...options])) as [
		{ filename: string; files: Array<{ path: string }> },
	];
	return {
		tarball: join(folder, packed.filename),
		files: packed.files.map(({ path }) => path).sort(),
	};
}

/**
 * Installs the packed package and returns its folder.
 *
 * @param workflowModule name, in the test tools, of the n8n-workflow that the package will find
 */
export function installPacked(workflowModule: 'n8n-workflow' | 'n8n-workflow-oldest'): string {
	const host = temporaryFolder();
	writeFileSync(join(host, 'package.json'), '{ "private": true }');
	const options = ['--ignore-scripts', '--legacy-peer-deps', '--offline', '--no-audit'];
	run('npm', ['install', ...options, packProject().tarball], host);
	symlinkSync(join(toolModules, workflowModule), join(host, 'node_modules/n8n-workflow'));
	return join(host, 'node_modules/n8n-nodes-ango-hub');
}

/** A copy of the project that a test may change, with these node_modules. */
export function copyProject(modules: string): string {
	const folder = temporaryFolder();
	cpSync(projectRoot, folder, { recursive: true, filter: isProjectFile });
	symlinkSync(modules, join(folder, 'node_modules'));
	return folder;
}

/**
 * A copy of the project set up as n8n's template does it: n8n's own command line in node_modules
 * and the ESLint configuration of exactly two lines that its strict mode asks for.
 */
export function officialProject(): string {
	const folder = copyProject(toolModules);
	writeFileSync(
		join(folder, 'eslint.config.mjs'),
		"import { config } from '@n8n/node-cli/eslint';\n\nexport default config;\n",
	);
	return folder;
}

function isProjectFile(path: string): boolean {
	const name = basename(path);
	const generated = ['node_modules', 'dist', 'coverage', 'artifacts'];
	return path === projectRoot || !(name.startsWith('.') || generated.includes(name));
}
