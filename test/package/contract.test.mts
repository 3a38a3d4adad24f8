import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './packageFolders.mts';

const page = readFileSync(join(projectRoot, 'docs/ango-hub-api.md'), 'utf8');
const sections = new Set(
	[...page.matchAll(/^##+ (\d[\w.]*)/gm)].map(([, number]) => number.replace(/\.$/, '')),
);
const rows = new Set(
	[...page.split('\n## 7.')[1].matchAll(/^\| (\d+) \|/gm)].map(([, row]) => row),
);

const REFERENCE = /(?:row )?\d+(?:\.\d+b?)?/;
const REFERENCES = new RegExp(
	`\\b[Cc]ontract (?:section )?(${REFERENCE.source}(?:, ${REFERENCE.source})*)`,
	'g',
);

/** What a text names of the contract: sections, and rows of its section 7. */
function namedIn(text: string): string[] {
	return [...text.matchAll(REFERENCES)].flatMap(([, names]) => names.split(', '));
}

const isThere = (name: string) =>
	name.startsWith('row ') ? rows.has(name.split(' ')[1]) : sections.has(name);

describe('docs/ango-hub-api.md', () => {
	it('has every section that a comment names', () => {
		const files = globSync('{nodes,credentials,test,bench,demo,docs}/**/*.{ts,mts}', {
			cwd: projectRoot,
			exclude: (path) => /node_modules|dist/.test(path),
		});
		const missing = files.flatMap((file) =>
			namedIn(readFileSync(join(projectRoot, file), 'utf8'))
				.filter((name) => !isThere(name))
				.map((name) => `${file}: ${name}`),
		);
		expect(missing).toEqual([]);
	});

	it('is linked from CONTRIBUTING', () => {
		expect(readFileSync(join(projectRoot, 'CONTRIBUTING.md'), 'utf8')).toContain(
			'(docs/ango-hub-api.md)',
		);
	});
});

describe('the reader of comments', () => {
	it.each([
		['/** A batch (contract 2.8). */', ['2.8']],
		['// (contract 7, row 31)', ['7', 'row 31']],
		['// (contract 2.9, 5.3)', ['2.9', '5.3']],
		['// contract 2.17b says', ['2.17b']],
	])('reads %s', (text, names) => {
		expect(namedIn(text)).toEqual(names);
	});

	it('finds no section that is not there', () => {
		expect(['2.13', '2.17b', '7', 'row 31'].every(isThere)).toBe(true);
		expect(['2.19', '9', 'row 99', '2.130'].some(isThere)).toBe(false);
	});
});
