import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resources } from '../../nodes/AngoHub/resources/index.ts';
import { projectRoot, run } from './package-folders.mts';

const SCHEMAS = 'nodes/AngoHub/__schema__/v1.0.0';

describe('Documentation', () => {
	it('has a current reference of operations in README.md and docs/', () => {
		expect(run('node', ['docs/generate.mts', '--check'], projectRoot)).toBe('');
	});

	it('has an output schema for every operation, and no other', () => {
		const expected = Object.entries(resources).flatMap(([resource, { operations }]) =>
			Object.keys(operations).map((operation) => `${resource}/${operation}.json`),
		);
		const present = globSync('*/*.json', { cwd: join(projectRoot, SCHEMAS) });
		expect(present.sort()).toEqual(expected.sort());
	});

	it('shows pictures that exist', () => {
		const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');
		for (const [, path] of readme.matchAll(/\]\(([^):#]+)\)/g)) {
			expect([path, existsSync(join(projectRoot, path))]).toEqual([path, true]);
		}
	});
});
