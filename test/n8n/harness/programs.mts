import { accessSync, constants, existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runStep } from '../../setup.mjs';

const APT_GET = '/usr/bin/apt-get';

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** The first of these programs that is here: commands on the PATH, or paths, which may be globs. */
export function findProgram(...candidates: string[]): string | undefined {
	const folders = (process.env.PATH ?? '').split(delimiter);
	return candidates
		.flatMap((candidate) =>
			candidate.includes('/')
				? globSync(candidate)
				: folders.map((folder) => join(folder, candidate)),
		)
		.find(isExecutable);
}

/** Installs Debian packages, where this process may do so. */
export async function installPackages(...packages: string[]): Promise<void> {
	if (process.getuid?.() !== 0 || !existsSync(APT_GET)) return;
	await runStep('Updating the list of packages', APT_GET, ['update', '-q']);
	await runStep(`Installing ${packages.join(' and ')}`, APT_GET, [
		...['install', '-y', '-q', '--no-install-recommends'],
		...packages,
	]);
}
