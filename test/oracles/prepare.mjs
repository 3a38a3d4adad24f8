import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const venv = join(import.meta.dirname, '.venv');
const wheels = join(venv, 'wheels');
const PACKAGES = ['pycocotools==2.0.11', 'globox==2.9.0', 'labelformat==0.1.17', 'lxml', 'PyYAML'];
/** Its check of label files is run out of the wheel, which is never installed or shipped. */
const LABEL_CHECK = 'ultralytics==8.4.190';

/** What pip says when it reaches no server. A package that a server does not have is another failure. */
const UNREACHABLE =
	/NewConnectionError|ConnectTimeoutError|ReadTimeoutError|ProxyError|Connection (?:refused|reset)|Failed to establish a new connection|Name or service not known|name resolution|Network is unreachable/i;

/**
 * Runs pip with arguments that make it ask the package index.
 * @returns why the index cannot be reached, if it cannot
 * @throws what else goes wrong
 */
export async function askIndex(pip, args) {
	try {
		await run(pip, [...args, '--disable-pip-version-check']);
		return undefined;
	} catch (error) {
		const words = `${error.stderr ?? ''}`.trim();
		if (UNREACHABLE.test(words)) return words;
		throw new Error(`pip ${args[0]} failed: ${words || error.message}`, { cause: error });
	}
}

/**
 * Installs the Python tools that judge our files.
 * @returns why they cannot be had, where the package index cannot be reached
 * @throws where it can, and something else fails
 */
export async function prepareOracles() {
	const pip = join(venv, 'bin/pip');
	if (!existsSync(pip)) await run('python3', ['-m', 'venv', venv]);
	const unreachable = await askIndex(pip, ['install', '--quiet', ...PACKAGES]);
	if (unreachable) return unreachable;
	if (existsSync(wheels) && readdirSync(wheels).length > 0) return undefined;
	mkdirSync(wheels, { recursive: true });
	return await askIndex(pip, ['download', '--quiet', '--no-deps', '--dest', wheels, LABEL_CHECK]);
}
