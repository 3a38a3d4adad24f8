import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { packProject, projectRoot } from './packageFolders.mts';

const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
const { files } = packProject();

const sources = (...patterns: string[]) => globSync(patterns, { cwd: projectRoot });

test('holds exactly the built code, what n8n reads beside it, and the texts', () => {
	const compiled = sources('{nodes,credentials}/**/*.ts').map((file) =>
		file.replace(/\.ts$/, '.js'),
	);
	const copied = sources('icons/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json');
	const built = [...compiled, ...copied].map((file) => `dist/${file}`);
	expect(files).toEqual([...built, 'LICENSE', 'README.md', 'index.js', 'package.json'].sort());
});

test('holds an icon and every node and credential that the manifest names', () => {
	expect(files).toEqual(
		expect.arrayContaining([
			'dist/icons/ango-hub.svg',
			'dist/icons/ango-hub.dark.svg',
			...manifest.n8n.nodes,
			...manifest.n8n.credentials,
		]),
	);
});

test('holds a codex beside every node', () => {
	const codexFiles = manifest.n8n.nodes.map((file: string) => `${file}on`);
	expect(files).toEqual(expect.arrayContaining(codexFiles));
});

test('asks for nothing at run time but the n8n-workflow of its host', () => {
	const kinds = [
		'dependencies',
		'optionalDependencies',
		'bundleDependencies',
		'bundledDependencies',
	];
	expect(kinds.filter((kind) => kind in manifest)).toEqual([]);
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
});
