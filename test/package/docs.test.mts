import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resources } from '../../nodes/AngoHub/resources/index.ts';
import { projectRoot, run } from './packageFolders.mts';

const textOf = (file: string) => readFileSync(join(projectRoot, file), 'utf8');

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(file: string): string[] {
	return [...textOf(file).matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
		title
			.toLowerCase()
			.replace(/[^\w\s-]/g, '')
			.replaceAll(' ', '-'),
	);
}

const SCHEMAS = 'nodes/AngoHub/__schema__/v1.0.0';

describe('Documentation', () => {
	it('has a current reference of operations in README.md and docs/', () => {
		expect(run('node', ['docs/tools/generate.mts', '--check'], projectRoot)).toBe('');
	});

	it('has an output schema for every operation, and no other', () => {
		const expected = Object.entries(resources).flatMap(([resource, { operations }]) =>
			Object.keys(operations).map((operation) => `${resource}/${operation}.json`),
		);
		const present = globSync('*/*.json', { cwd: join(projectRoot, SCHEMAS) });
		expect(present.sort()).toEqual(expected.sort());
	});

	it.each(globSync(['*.md', 'docs/*.md'], { cwd: projectRoot }))(
		'leads from %s to files and headings that exist',
		(page) => {
			const links = [...textOf(page).matchAll(/\]\(([^):\s]+)\)/g)].map(([, link]) => link);
			const dead = links.filter((link) => {
				const [path, anchor] = link.split('#');
				const file = path === '' ? page : join(dirname(page), path);
				if (!existsSync(join(projectRoot, file))) return true;
				return anchor !== undefined && !anchorsOf(file).includes(anchor);
			});
			expect(dead).toEqual([]);
		},
	);
});
