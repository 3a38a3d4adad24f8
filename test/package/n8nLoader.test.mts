import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { installPacked, runScript } from './packageFolders.mts';

interface Loaded {
	nodes: Array<{
		name: string;
		iconUrl: { light: string; dark: string };
		codex: { categories: string[]; resources: { primaryDocumentation: unknown[] } };
	}>;
	credentials: Array<{
		name: string;
		iconUrl: { light: string; dark: string };
		supportedNodes?: string[];
	}>;
}

describe("n8n's own loader", () => {
	const folder = installPacked('n8n-workflow');
	const { nodes, credentials } = runScript<Loaded>('loadInN8n.mjs', folder);

	test('finds the nodes and the credentials that serve them', () => {
		expect(nodes.map(({ name }) => name)).toContain('angoHub');
		const served = credentials.flatMap(({ supportedNodes = [] }) => supportedNodes);
		// Labels are converted without a request, and so without a credential.
		const names = nodes.map(({ name }) => name).filter((name) => name !== 'angoHubLabels');
		expect(new Set(served)).toEqual(new Set(names));
	});

	test.each(nodes)('finds the codex of $name', ({ codex }) => {
		expect(codex.categories).not.toHaveLength(0);
		expect(codex.resources.primaryDocumentation).not.toHaveLength(0);
	});

	test.each([...nodes, ...credentials])('finds both icons of $name', ({ iconUrl }) => {
		const files = [iconUrl.light, iconUrl.dark].map((url) =>
			join(folder, url.replace('icons/n8n-nodes-ango-hub/', '')),
		);
		expect(new Set(files).size).toBe(2);
		expect(files.filter((file) => !existsSync(file))).toEqual([]);
	});
});
