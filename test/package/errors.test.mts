import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

import { AngoHubApi } from '../../credentials/AngoHubApi.credentials.ts';
import { AngoHubWebhookApi } from '../../credentials/AngoHubWebhookApi.credentials.ts';
import { messagesIn } from '../../docs/messages.mts';
import { AngoHub } from '../../nodes/AngoHub/AngoHub.node.ts';
import { AngoHubPollingTrigger } from '../../nodes/AngoHubPollingTrigger/AngoHubPollingTrigger.node.ts';
import { AngoHubTrigger } from '../../nodes/AngoHubTrigger/AngoHubTrigger.node.ts';
import { projectRoot, temporaryFolder } from './packageFolders.mts';

const page = readFileSync(join(projectRoot, 'docs/errors.md'), 'utf8');

/** Every piece of text in a source that users may read: at least two words, and no expression. */
function piecesIn(file: string): string[] {
	const text = readFileSync(join(projectRoot, file), 'utf8');
	const pieces: string[] = [];
	const visit = (node: ts.Node, inError: boolean): void => {
		if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
		// The texts of fields that others replace are read by nobody.
		const isDescription = ts.isPropertyAssignment(node) && node.name.getText() === 'description';
		if (isDescription && !inError) return;
		if (ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node)) pieces.push(node.text);
		ts.forEachChild(node, (child) => visit(child, inError || ts.isNewExpression(node)));
	};
	visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), false);
	return pieces.map((piece) => piece.trim()).filter((piece) => /^[^=<].*\p{L} \p{L}/u.test(piece));
}

/** What the editor shows of fields, as JSON; the rest is what it says when something is wrong. */
const shown = JSON.stringify(
	[
		...[AngoHub, AngoHubTrigger, AngoHubPollingTrigger].map((Type) => new Type().description),
		...[AngoHubApi, AngoHubWebhookApi].map((Type) => new Type()),
	],
	(key, value: unknown) => (['errorMessage', 'test'].includes(key) ? undefined : value),
);
const isShown = (piece: string) => shown.includes(JSON.stringify(piece).slice(1, -1));

describe('docs/errors.md', () => {
	it('has every piece of text in the sources that the editor does not show', () => {
		const sources = globSync('{nodes,credentials}/**/*.ts', { cwd: projectRoot });
		const said = page.replaceAll(' | ', ' '); // a text of several sentences is divided
		const missing = sources.flatMap((file) =>
			piecesIn(file)
				.filter((piece) => !isShown(piece) && !said.includes(piece))
				.map((piece) => `${file}: ${piece}`),
		);
		expect(missing).toEqual([]);
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
			const MOST = 5;
			export const tooMany = (name: string, list?: string) =>
				new UserError(\`\${list ? 'List' : 'Field'} '\${name}' takes \${MOST}\`, { description: help(name) });
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
