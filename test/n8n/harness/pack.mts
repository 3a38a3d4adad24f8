import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, stepEnvironment } from '../../setup.mjs';

/** Packs the built package as `npm publish` would and returns the path of the tarball. */
export function packPackage(folder: string): string {
	const { n8n } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
	const missing = [...n8n.nodes, ...n8n.credentials].filter(
		(file: string) => !existsSync(join(projectRoot, file)),
	);
	if (missing.length > 0) throw new Error(`Run "npm run build" first, missing: ${missing}`);
	const output = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
		cwd: projectRoot,
		env: stepEnvironment(),
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	return join(folder, JSON.parse(output)[0].filename);
}
