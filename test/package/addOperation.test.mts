import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { copyProject, projectRoot, run } from './packageFolders.mts';

const RESOURCE = 'notification';

/** A piece of the toy operation, and where the steps of CONTRIBUTING.md say that it goes. */
interface Piece {
	name: string;
	/** As CONTRIBUTING.md names it. */
	place: string;
	file: string;
	/** The text that the piece is put after, once in the file; without it, the piece goes to the end. */
	after?: string;
}

const PIECES: Piece[] = [
	{
		name: '1-wire.txt',
		place: 'nodes/shared/hub/',
		file: 'nodes/shared/hub/notifications.ts',
		after: 'constructor(private readonly transport: Transport) {}\n',
	},
	{
		name: '2-operation.txt',
		place: 'nodes/AngoHub/resources/<resource>.ts',
		file: `nodes/AngoHub/resources/${RESOURCE}.ts`,
		after: '\toperations: {\n',
	},
	{
		name: '3-route.txt',
		place: 'test/local-hub/routes/<topic>.mts',
		file: 'test/local-hub/routes/notifications.mts',
		after: 'export const notificationRoutes = [\n',
	},
	{
		name: '4-tests.txt',
		place: 'test/engine/<resource>.test.mts',
		file: `test/engine/${RESOURCE}.test.mts`,
	},
];

/** The numbered steps under the heading that users follow. */
function stepsToFollow(): string[] {
	const guide = readFileSync(join(projectRoot, 'CONTRIBUTING.md'), 'utf8');
	const [, section] = /## Add an operation in five steps\n([^]*?)\n## /.exec(guide) ?? [];
	return section.split(/^\d\. /m).slice(1);
}

function add(folder: string, { name, file, after }: Piece): void {
	const piece = readFileSync(join(projectRoot, 'test/fixtures/toy-operation', name), 'utf8');
	const text = readFileSync(join(folder, file), 'utf8');
	const [before, behind, ...more] = after === undefined ? [text, ''] : text.split(after);
	if (behind === undefined || more.length > 0)
		throw new Error(`${file} has no one place for ${name}`);
	writeFileSync(join(folder, file), [before, after, piece, behind].join(''));
}

describe('An operation that is added in five steps', () => {
	const steps = stepsToFollow();
	const folder = copyProject(join(projectRoot, 'node_modules'));
	const text = (file: string) => readFileSync(join(folder, file), 'utf8');

	it.each(PIECES.map((piece, index) => ({ ...piece, step: steps[index] })))(
		'has its part in $file, where the guide says',
		({ step, ...piece }) => {
			expect(step).toContain(`\`${piece.place}\``);
			add(folder, piece);
		},
	);

	it('passes the lint rules of n8n', () => {
		const published = PIECES.map(({ file }) => file).filter((file) => file.startsWith('nodes/'));
		expect(run('npx', ['eslint', '--max-warnings', '0', ...published], folder)).toBe('');
	});

	it('has tests that fit the types of the project', () => {
		const include = PIECES.map(({ file }) => `../${file}`).filter((file) => file.endsWith('.mts'));
		writeFileSync(
			join(folder, 'test/tsconfig.toy.json'),
			JSON.stringify({ extends: './tsconfig.json', include }),
		);
		expect(run('npx', ['tsc', '--project', 'test/tsconfig.toy.json'], folder)).toBe('');
	});

	it('passes its tests, builds, and is documented by the commands of the last step', () => {
		const commands = [...steps[4].matchAll(/`npm (run docs[^`]*)`/g)].map(([, command]) => command);
		expect(commands).toHaveLength(2);
		for (const command of commands) {
			run('npm', command.replace('<resource>', RESOURCE).split(' '), folder);
		}
		const schema = `nodes/AngoHub/__schema__/v1.0.0/${RESOURCE}/countUnread.json`;
		expect(Object.keys(JSON.parse(text(schema)).properties)).toEqual(['receiver', 'unread']);
		expect(existsSync(join(folder, 'dist', schema))).toBe(true);
		expect(text('README.md')).toContain(`[Count Unread](docs/${RESOURCE}.md#count-unread)`);
		expect(text(`docs/${RESOURCE}.md`)).toMatch(/## Count Unread\n\nTell how many messages/);
		expect(text('docs/errors.md')).toMatch(
			/'Receiver' takes one email address, not '…' \| Give the/,
		);
	});
});
