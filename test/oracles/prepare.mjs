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

/** Installs the Python tools that judge our files. Gives why they cannot be had, if they cannot. */
export async function prepareOracles() {
	const pip = join(venv, 'bin/pip');
	try {
		if (!existsSync(pip)) await run('python3', ['-m', 'venv', venv]);
		await run(pip, ['install', '--quiet', ...PACKAGES]);
		if (existsSync(wheels) && readdirSync(wheels).length > 0) return undefined;
		mkdirSync(wheels, { recursive: true });
		await run(pip, ['download', '--quiet', '--no-deps', '--dest', wheels, LABEL_CHECK]);
		return undefined;
	} catch (error) {
		return error.stderr || error.message;
	}
}
