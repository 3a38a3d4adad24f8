import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { officialProject, run } from './packageFolders.mts';

const n8nNode = (command: string, folder: string) =>
	run(join(folder, 'node_modules/.bin/n8n-node'), [command], folder);

describe("n8n's own command line", () => {
	const folder = officialProject();

	test('builds the package', () => {
		n8nNode('build', folder);
		expect(existsSync(join(folder, 'dist/nodes/AngoHub/AngoHub.node.js'))).toBe(true);
	});

	test('finds nothing to lint, not even a warning', () => {
		expect(n8nNode('lint', folder)).not.toMatch(/problem|warning/);
	});
});
