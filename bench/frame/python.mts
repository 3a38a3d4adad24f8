import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** The SDK as it was when its requests were recorded for the contract tests. */
const SDK = ['imerit-ango==1.4.10', 'numpy', 'pillow'];

/** A Python with the official SDK, in a folder; undefined where it cannot be installed. */
export function pythonWithSdk(folder: string): string | undefined {
	const python = join(folder, 'bin/python');
	try {
		execFileSync('python3', ['-m', 'venv', folder], { stdio: 'ignore' });
		execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...SDK], { stdio: 'ignore' });
		return python;
	} catch {
		return undefined;
	}
}
