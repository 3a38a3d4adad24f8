import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { installPacked, officialProject, run, runScript } from './packageFolders.mts';
import type { PackedDescription, PackedNode } from './packedDescription.mts';

/**
 * The rules read object literals only, so they do not see fields that shared code puts into a
 * description. Here they get each description as it is after that, written out.
 */
function sourceOf({ className, description, hooks }: PackedNode): string {
	const { inputs, outputs, ...rest } = description;
	const connections = (ports: typeof inputs) =>
		`[${Array.from(ports as string[], () => 'NodeConnectionTypes.Main').join(', ')}]`;
	return `
import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

export class ${className} implements INodeType {
	description: INodeTypeDescription = {
		${members(rest)},
		inputs: ${connections(inputs)},
		outputs: ${connections(outputs)},
	};
	${hooks.length > 0 ? hookMethods(hooks) : ''}
}
`;
}

function hookMethods(hooks: string[]): string {
	const methods = hooks.map((hook) => `async ${hook}() { return true; }`);
	return `webhookMethods = { default: { ${methods.join(', ')} } };`;
}

function members(value: object): string {
	return Object.entries(value)
		.map(
			([key, member]) =>
				`${/^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key)}: ${literal(member)}`,
		)
		.join(',\n');
}

function literal(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(literal).join(',\n')}]`;
	if (typeof value === 'object' && value !== null) return `{ ${members(value)} }`;
	return JSON.stringify(value);
}

function lintResolved(nodes: PackedNode[]): string {
	const folder = officialProject();
	rmSync(join(folder, 'nodes'), { recursive: true });
	for (const node of nodes) {
		const nodeFolder = join(folder, 'nodes', node.className);
		mkdirSync(nodeFolder, { recursive: true });
		writeFileSync(join(nodeFolder, `${node.className}.node.ts`), sourceOf(node));
	}
	return run(join(folder, 'node_modules/.bin/eslint'), ['nodes', '--max-warnings', '0'], folder);
}

const { nodes } = runScript<PackedDescription>('describe.mjs', installPacked('n8n-workflow'));

test('the official rules find nothing in the descriptions that n8n shows', () => {
	expect(lintResolved(nodes)).toBe('');
});

test('the rules read the written out descriptions', () => {
	const [node] = structuredClone(nodes);
	if (!node) throw new Error('the package has no node');
	node.description.properties.push({
		displayName: 'Some setting.',
		name: 'someSetting',
		type: 'boolean',
		default: false,
		description: 'Turns something on',
	});
	expect(() => lintResolved([node])).toThrow(/node-param-description-boolean-without-whether/);
});
