import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { messagesIn } from '../../docs/tools/messages.mts';
import { projectRoot, temporaryFolder } from './packageFolders.mts';

const page = readFileSync(join(projectRoot, 'docs/errors.md'), 'utf8');

describe('docs/errors.md', () => {
	const messages = messagesIn(projectRoot);

	it('has every wording of every error', () => {
		const wordings = messages.filter(({ isError }) => isError).flatMap(({ texts }) => texts);
		expect(wordings.length).toBeGreaterThan(200);
		const missing = wordings.filter((text) => !page.includes(text.trim().replace(/[|<]/g, '\\$&')));
		expect(missing).toEqual([]);
	});

	it('has nothing but whole messages', () => {
		expect(page).not.toMatch(/^- /m);
	});

	it('says of every message what to do', () => {
		const rows = [...page.matchAll(/^\| (.*) \| (.*) \|$/gm)].map(([, ...cells]) => cells);
		expect(rows.length).toBeGreaterThan(100);
		expect(rows.filter(([, advice]) => !/\w+ \w+/.test(advice))).toEqual([]);
	});
});

describe('the reader of messages', () => {
	/** The messages in a project with this one source. */
	function read(source: string) {
		const root = temporaryFolder();
		mkdirSync(join(root, 'nodes'));
		writeFileSync(join(root, 'nodes/sample.ts'), source);
		return messagesIn(root).map(({ texts, advice }) => [texts, advice]);
	}

	it('fills in constants and choices, and leaves a placeholder for other values', () => {
		const source = `
			const LIMIT = 5;
			export const tooMany = (name: string, list?: string) =>
				new UserError(\`\${list ? 'List' : 'Field'} '\${name}' takes \${LIMIT}\`, { description: help(name) });
			function help(name: string) {
				return name.length > 3 ? 'Give fewer.' : \`Give fewer of \${name}.\`;
			}`;
		expect(read(source)[0]).toEqual([
			["List '…' takes 5", "Field '…' takes 5"],
			['Give fewer.', 'Give fewer of ….'],
		]);
	});

	it('finds messages that are handed to a function, with the advice that goes with each', () => {
		const source = `
			const say = (message: string, description: string) => ({ message, description });
			export const words = (ok: boolean) => (ok ? say('It is late', 'Wait.') : say('It is lost', 'Search.'));`;
		expect(read(source)).toEqual(
			expect.arrayContaining([
				[['It is late'], ['Wait.']],
				[['It is lost'], ['Search.']],
			]),
		);
	});

	it('finds other words too, but not those of fields', () => {
		const source = `
			export const field = { name: 'x', description: 'What it is' };
			export const reason = (ok: boolean) => (ok ? undefined : 'has no answer');`;
		expect(read(source)).toEqual([[['has no answer'], []]]);
	});
});
