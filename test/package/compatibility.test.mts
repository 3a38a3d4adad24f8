import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeProperties } from 'n8n-workflow';

import { installPacked, projectRoot, runScript } from './packageFolders.mts';
import type { PackedDescription, PackedNode } from './packedDescription.mts';

const { n8n: listed, devDependencies } = JSON.parse(
	readFileSync(join(projectRoot, 'package.json'), 'utf8'),
);
const classNames = (files: string[]) => files.map((file) => file.split('/').at(-1)?.split('.')[0]);

/** Names that the built code takes from n8n-workflow: one that is missing crashes only when used. */
function importedFromWorkflow(packageFolder: string): string[] {
	const built = globSync('dist/**/*.js', { cwd: packageFolder })
		.map((file) => readFileSync(join(packageFolder, file), 'utf8'))
		.join('\n');
	const names = [...built.matchAll(/\bn8n_workflow_\d+\.(\w+)/g)].map(([, name]) => name ?? '');
	return [...new Set(names)].sort();
}

/** All fields of a description, those inside collections too. */
function allFields(fields: INodeProperties[]): INodeProperties[] {
	return fields.flatMap((field) => {
		const inner = (field.options ?? []).flatMap((option) => {
			if ('values' in option) return option.values;
			return 'type' in option ? [option] : [];
		});
		return [field, ...allFields(inner)];
	});
}

/** Methods that the fields of a node name, as `kind.name`. */
function namedMethods({ description }: PackedNode): string[] {
	const names = allFields(description.properties).flatMap(({ typeOptions, modes }) => [
		typeOptions?.loadOptionsMethod && `loadOptions.${typeOptions.loadOptionsMethod}`,
		typeOptions?.resourceMapper?.resourceMapperMethod &&
			`resourceMapping.${typeOptions.resourceMapper.resourceMapperMethod}`,
		...(modes ?? []).map(
			(mode) =>
				mode.typeOptions?.searchListMethod && `listSearch.${mode.typeOptions.searchListMethod}`,
		),
	]);
	return [...new Set(names.filter((name) => typeof name === 'string'))];
}

describe.each([
	['oldest', 'n8n-workflow-oldest', '1.83.0'],
	['newest', 'n8n-workflow', devDependencies['n8n-workflow']],
] as const)('with the %s n8n-workflow', (_age, module, version) => {
	const folder = installPacked(module);
	const packed = runScript<PackedDescription>('describe.mjs', folder);

	test('is really that version', () => {
		expect(packed.workflow.version).toBe(version);
	});

	test('finds everything it imports', () => {
		const imported = importedFromWorkflow(folder);
		expect(imported).toContain('NodeConnectionTypes');
		expect(packed.workflow.exported).toEqual(expect.arrayContaining(imported));
	});

	test('loads every node and credential, and exports them from index.js', () => {
		expect(packed.nodes.map(({ className }) => className)).toEqual(classNames(listed.nodes));
		expect(packed.credentials.map(({ className }) => className)).toEqual(
			classNames(listed.credentials),
		);
		expect(packed.exported).toEqual(
			expect.arrayContaining(classNames([...listed.nodes, ...listed.credentials])),
		);
	});

	test('has every method that a field names', () => {
		for (const node of packed.nodes) {
			const existing = Object.entries(node.methods).flatMap(([kind, names]) =>
				names.map((name) => `${kind}.${name}`),
			);
			expect(existing).toEqual(expect.arrayContaining(namedMethods(node)));
		}
	});

	test('names only credentials of this package', () => {
		const known = packed.credentials.map(({ name }) => name);
		for (const { description } of packed.nodes) {
			expect(known).toEqual(
				expect.arrayContaining((description.credentials ?? []).map(({ name }) => name)),
			);
		}
	});
});
