import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { add, lintOf, runCommandsOf, stepsUnder, typesOf, type Piece } from './guide.mts';
import { copyProject, projectRoot } from './packageFolders.mts';

const RESOURCE = 'notification';
const OPERATION = `nodes/AngoHub/resources/${RESOURCE}.ts`;

const PIECES: Piece[] = [
	{
		name: '1-wire.txt',
		place: 'nodes/shared/hub/',
		file: 'nodes/shared/hub/notifications.ts',
		after: '\ttitle?: string;\n',
	},
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
	{
		name: '4-route.txt',
		place: 'test/local-hub/routes/<topic>.mts',
		file: 'test/local-hub/routes/notifications.mts',
		after: 'title: optional(text),\n',
	},
	{
		name: '5-tests.txt',
		place: 'test/engine/<resource>.test.mts',
		file: `test/engine/${RESOURCE}.test.mts`,
	},
];

describe('A field that is added to an operation', () => {
	const steps = stepsUnder('Add a field to an operation in six steps');
	const folder = copyProject(join(projectRoot, 'node_modules'));

	it.each(PIECES.map((piece, index) => ({ ...piece, step: steps[index] })))(
		'has its part $name in $file, where the guide says',
		({ step, ...piece }) => {
			expect(step).toContain(`\`${piece.place}\``);
			add(folder, 'toy-field', piece);
		},
	);

	it('passes the lint rules of n8n, and its type follows from the field', () => {
		expect(lintOf(folder, PIECES)).toBe('');
	});

	it('has tests that fit the types of the project', () => {
		expect(typesOf(folder, PIECES)).toBe('');
	});

	it('passes its tests, builds, and is documented by the commands of the last step', () => {
		runCommandsOf(steps[5], folder, RESOURCE);
		const page = readFileSync(join(folder, `docs/${RESOURCE}.md`), 'utf8');
		expect(page).toMatch(/Topic.*The topic that the message is listed under/);
	});
});
