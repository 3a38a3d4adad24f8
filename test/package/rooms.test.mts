import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { projectRoot, runScript } from './packageFolders.mts';

const PATHS = 'import-x/no-restricted-paths';
const ORDER = 'import-x/order';

const importOf = (path: string) => `export * from '${path}';\n`;

/** Where a file would stand, its source, and the rule that it breaks, if any. */
const planted: Array<[path: string, source: string, rule: string | undefined]> = [
	['nodes/AngoHub/a.ts', importOf('../AngoHubTrigger/verify'), PATHS],
	['nodes/AngoHubTrigger/a.ts', importOf('../AngoHub/resources'), PATHS],
	['nodes/AngoHubPollingTrigger/a.ts', importOf('../AngoHubTrigger/verify'), PATHS],
	['nodes/AngoHubPollingTrigger/a.ts', importOf('../shared/hub'), undefined],
	['nodes/shared/items/a.ts', importOf('../../AngoHub/resources'), PATHS],
	['nodes/AngoHub/resources/batch.ts', importOf('./task/index'), undefined],
	['nodes/AngoHub/resources/batch.ts', importOf('./task/assign'), PATHS],
	['nodes/AngoHub/resources/label/a.ts', importOf('../task/assign'), PATHS],
	['nodes/AngoHub/resources/label/a.ts', importOf('../task'), undefined],
	['nodes/AngoHub/resources/task/a.ts', importOf('./assign'), undefined],
	['nodes/shared/items/a.ts', importOf('../fields/locators'), undefined],
	['nodes/shared/fields/a.ts', importOf('../items/taskItem'), PATHS],
	['nodes/shared/operation/a.ts', importOf('../hub'), PATHS],
	...['hub', 'labels', 'datasets', 'formats', 'util'].flatMap((room): typeof planted => [
		[`nodes/shared/${room}/a.ts`, importOf('../operation/read'), PATHS],
		[`nodes/shared/${room}/a.ts`, importOf('../fields/locators'), PATHS],
	]),
	[
		'nodes/shared/util/a.ts',
		`import { b } from './wait';\nimport { a } from 'n8n-workflow';\nexport { a, b };\n`,
		ORDER,
	],
	[
		'nodes/shared/util/a.ts',
		`import { a } from 'n8n-workflow';\nimport { b } from './wait';\nexport { a, b };\n`,
		undefined,
	],
];

const results = runScript<string[][]>(
	'lintTexts.mjs',
	JSON.stringify(planted.map(([path, source]) => [path, source])),
);

test.each(planted.map(([path, source, rule], index) => ({ path, source, rule, index })))(
	'$path with "$source" breaks $rule',
	({ rule, index }) => {
		expect(results[index].filter((id) => id === PATHS || id === ORDER)).toEqual(
			rule === undefined ? [] : [rule],
		);
	},
);

test('every room of nodes/shared has a rule, and no file lies between the rooms', () => {
	const names = readdirSync(join(projectRoot, 'nodes/shared'));
	expect(runScript<string[]>('listRooms.mjs').sort()).toEqual(names.sort());
});
