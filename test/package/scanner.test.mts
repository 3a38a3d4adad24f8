import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

import { installPacked, officialProject, runScript } from './packageFolders.mts';

interface Verdict {
	passed: boolean;
	details?: string;
}
type Verdicts = Record<'source' | 'published', Verdict>;

const scan = (sourceFolder: string, packageFolder: string) =>
	runScript<Verdicts>('scan.mjs', sourceFolder, packageFolder);

test("passes both legs of n8n's scanner, where no comment can switch a rule off", () => {
	const verdicts = scan(officialProject(), installPacked('n8n-workflow'));
	expect(verdicts).toEqual({ source: { passed: true }, published: { passed: true } });
});

test('the scanner sees what it must not find', () => {
	const sourceFolder = officialProject();
	const packageFolder = installPacked('n8n-workflow');
	const forbidden = '\n/* eslint-disable */ console.log(process.env);\n';
	appendFileSync(join(sourceFolder, 'nodes/AngoHub/AngoHub.node.ts'), forbidden);
	appendFileSync(join(packageFolder, 'dist/nodes/AngoHub/AngoHub.node.js'), forbidden);
	const { source, published } = scan(sourceFolder, packageFolder);
	for (const { passed, details } of [source, published]) {
		expect(passed).toBe(false);
		expect(details).toContain('no-restricted-globals');
		expect(details).toContain('no-console');
	}
});
