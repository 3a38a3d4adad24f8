import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resources } from '../../nodes/AngoHub/resources/index.ts';
import { operations as labelOperations } from '../../nodes/AngoHubLabels/operations/index.ts';
import { projectRoot, run, textOf } from './packageFolders.mts';

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
const LABEL_SCHEMAS = 'nodes/AngoHubLabels/__schema__/v1.0.0';

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
		const ofLabels = globSync('*.json', { cwd: join(projectRoot, LABEL_SCHEMAS) });
		expect(ofLabels.sort()).toEqual(
			Object.keys(labelOperations)
				.map((operation) => `${operation}.json`)
				.sort(),
		);
	});

	describe('says in each item what it stands for, by the names of the page Items', () => {
		const page = textOf('docs/items.md');
		const NAMES = [...page.matchAll(/^\| (`\w+`(?:, `\w+`)*) \| /gm)].flatMap(([, names]) =>
			names.split(', ').map((name) => name.replaceAll('`', '')),
		);
		const schemas = globSync('*/*.json', { cwd: join(projectRoot, SCHEMAS) });
		const namesIn = (path: string, folder = SCHEMAS) =>
			Object.keys(JSON.parse(textOf(join(folder, path))).properties ?? {});
		/** What all items of a resource have; of others, operations differ. */
		const OF: Record<string, string[]> = {
			asset: ['projectId'],
			batch: ['projectId', 'batchNames'],
			export: ['projectId'],
			issue: ['projectId', 'issueId'],
			label: ['projectId'],
			labelSet: ['projectId'],
			llm: ['llmId'],
			project: ['projectId'],
			storage: ['storageId'],
			task: ['projectId'],
			workflowStage: ['projectId', 'stageId', 'stageName'],
		};
		/** They send a message or ask for people by address, and Ango Hub's answer is all there is. */
		const WITHOUT = ['notification/send.json', 'invite/create.json', 'webhook/create.json'];

		it('the page has names', () => expect(NAMES).toContain('assetId'));

		it.each(schemas.filter((path) => !WITHOUT.includes(path)))('%s', (path) => {
			const own = namesIn(path);
			expect(own.filter((name) => NAMES.includes(name))).not.toEqual([]);
			for (const name of OF[path.split('/')[0]] ?? []) expect(own).toContain(name);
		});

		// The others sum up all labels that come in.
		it.each(['convertFrom', 'convertTo', 'draw'])('of labels: %s', (operation) => {
			expect(namesIn(`${operation}.json`, LABEL_SCHEMAS)).toContain('externalId');
		});

		it.each([
			'asset/get',
			'asset/getAll',
			'asset/download',
			'task/get',
			'task/getAll',
			'project/get',
		])('and %s simplified has no other names for it', (path) => {
			const others = ['_id', 'asset', 'project', 'data', 'stage', 'organization'];
			expect(namesIn(`${path}.json`).filter((name) => others.includes(name))).toEqual([]);
		});
	});

	/** Whether a file, or the heading in it, is not there. */
	const isDead = (file: string, anchor?: string) =>
		!existsSync(join(projectRoot, file)) ||
		(anchor !== undefined && !anchorsOf(file).includes(anchor));

	it.each(globSync(['*.md', 'docs/*.md'], { cwd: projectRoot }))(
		'leads from %s to files and headings that exist',
		(page) => {
			const links = [...textOf(page).matchAll(/\]\(([^):\s]+)\)/g)].map(([, link]) => link);
			const dead = links.filter((link) => {
				const [path, anchor] = link.split('#');
				return isDead(path === '' ? page : join(dirname(page), path), anchor);
			});
			expect(dead).toEqual([]);
		},
	);

	it('leads from panels and credentials to files and headings that exist', () => {
		const sources = globSync(['nodes/**/*.{ts,json}', 'credentials/*.ts'], { cwd: projectRoot });
		const links = sources.flatMap((file) => [
			...textOf(file).matchAll(
				/https:\/\/github\.com\/n8n-nodes-ango-hub\/n8n-nodes-ango-hub([^"'\s]*)/g,
			),
		]);
		const dead = links.filter(([, place]) => {
			const [path, anchor] = place.replace('/blob/main/', '').split('#');
			// GitHub shows README.md on the first page, which it calls so.
			return isDead(path || 'README.md', anchor === 'readme' ? undefined : anchor);
		});
		expect(links.length).toBeGreaterThan(5);
		expect(dead.map(([link]) => link)).toEqual([]);
	});
});
