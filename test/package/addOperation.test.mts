import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { add, lintOf, runCommandsOf, stepsUnder, typesOf, type Piece } from './guide.mts';
import { copyProject, projectRoot } from './packageFolders.mts';

const RESOURCE = 'notification';

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

describe('An operation that is added in five steps', () => {
	const steps = stepsUnder('Add an operation in five steps');
	const folder = copyProject(join(projectRoot, 'node_modules'));
	const text = (file: string) => readFileSync(join(folder, file), 'utf8');

	it.each(PIECES.map((piece, index) => ({ ...piece, step: steps[index] })))(
		'has its part in $file, where the guide says',
		({ step, ...piece }) => {
			expect(step).toContain(`\`${piece.place}\``);
			add(folder, 'toy-operation', piece);
		},
	);

	it('passes the lint rules of n8n', () => {
		expect(lintOf(folder, PIECES)).toBe('');
	});

	it('has tests that fit the types of the project', () => {
		expect(typesOf(folder, PIECES)).toBe('');
	});

	it('passes its tests, builds, and is documented by the commands of the last step', () => {
		runCommandsOf(steps[4], folder, RESOURCE);
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
