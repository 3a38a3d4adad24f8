import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { add, commandsOf, lintOf, runCommand, stepsUnder, typesOf, type Piece } from './guide.mts';
import { copyProject, projectRoot } from './packageFolders.mts';

const RESOURCE = 'notification';
const OPERATION = `nodes/AngoHub/resources/${RESOURCE}.ts`;
const WIRE = { place: 'nodes/shared/hub/', file: 'nodes/shared/hub/notifications.ts' };
const ROUTE = {
	place: 'test/local-hub/routes/<topic>.mts',
	file: 'test/local-hub/routes/notifications.mts',
};
const TESTS = {
	place: 'test/engine/<resource>.test.mts',
	file: `test/engine/${RESOURCE}.test.mts`,
};

/** The pieces of each recipe, one for each of its first steps. */
const RECIPES: Array<{ heading: string; fixture: string; pieces: Piece[] }> = [
	{
		heading: 'Add an operation in five steps',
		fixture: 'toy-operation',
		pieces: [
			{
				...WIRE,
				name: '1-wire.txt',
				after: 'constructor(private readonly transport: Transport) {}\n',
			},
			{
				name: '2-operation.txt',
				place: 'nodes/AngoHub/resources/<resource>.ts',
				file: OPERATION,
				after: '\toperations: {\n',
			},
			{ ...ROUTE, name: '3-route.txt', after: 'export const notificationRoutes = [\n' },
			{ ...TESTS, name: '4-tests.txt' },
		],
	},
	{
		heading: 'Add a field to an operation in six steps',
		fixture: 'toy-field',
		pieces: [
			{ ...WIRE, name: '1-wire.txt', after: '\ttitle?: string;\n' },
			{
				name: '2-field.txt',
				place: 'fields',
				file: OPERATION,
				after: "description: 'Heading of the message, up to 200 characters',\n\t\t\t\t\t\t},\n",
			},
			{
				name: '3-use.txt',
				place: 'run',
				file: OPERATION,
				after: "...(title && { title: shortEnough(title, 'Title', MAX_TITLE_LENGTH) }),\n",
			},
			{ ...ROUTE, name: '4-route.txt', after: 'title: optional(text),\n' },
			{ ...TESTS, name: '5-tests.txt' },
		],
	},
];

/** Both recipes are followed in one copy of the project: its checks are as slow for one as for two. */
describe('The guide', () => {
	const folder = copyProject(join(projectRoot, 'node_modules'));
	const text = (file: string) => readFileSync(join(folder, file), 'utf8');
	const pieces = RECIPES.flatMap((recipe) => recipe.pieces);
	const recipes = RECIPES.map((recipe) => ({ ...recipe, steps: stepsUnder(recipe.heading) }));
	const parts = recipes.flatMap(({ fixture, steps, ...recipe }) =>
		recipe.pieces.map((piece, index) => ({ ...piece, fixture, step: steps[index] })),
	);

	it.each(parts)('has $fixture/$name in $file', ({ step, fixture, ...piece }) => {
		expect(step).toContain(`\`${piece.place}\``);
		add(folder, fixture, piece);
	});

	it('leads to what passes the lint rules of n8n', () => {
		expect(lintOf(folder, pieces)).toBe('');
	});

	it('leads to tests that fit the types of the project', () => {
		expect(typesOf(folder, pieces)).toBe('');
	});

	it('ends with commands that run these tests, build, and document', () => {
		const [operation, field] = recipes.map(({ steps }) => steps.at(-1)!);
		const commands = commandsOf(operation);
		expect(commandsOf(field).toSorted()).toEqual(commands.toSorted());
		for (const command of commands) runCommand(command, folder, RESOURCE);
		const schema = `nodes/AngoHub/__schema__/v1.0.0/${RESOURCE}/countUnread.json`;
		expect(Object.keys(JSON.parse(text(schema)).properties)).toEqual(['receiver', 'unread']);
		expect(existsSync(join(folder, 'dist', schema))).toBe(true);
		expect(text('README.md')).toContain(`[Count Unread](docs/${RESOURCE}.md#count-unread)`);
		const page = text(`docs/${RESOURCE}.md`);
		expect(page).toMatch(/## Count Unread\n\nTell how many messages/);
		expect(page).toMatch(/Topic.*The topic that the message is listed under/);
		expect(text('docs/errors.md')).toMatch(
			/'Receiver' takes one email address, not '…' \| Give the/,
		);
	});
});
