import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { AngoHub } from '../../nodes/AngoHub/AngoHub.node.ts';
import { resources } from '../../nodes/AngoHub/resources/index.ts';

const node = new AngoHub();
const { properties } = node.description;

const shownFor = (resource: string, operation: string) =>
	properties.filter(({ displayOptions }) => {
		const show = displayOptions?.show ?? {};
		return show.resource?.includes(resource) && show.operation?.includes(operation);
	});

const operations = Object.entries(resources).flatMap(([resource, { operations: list }]) =>
	Object.entries(list).map(([operation, spec]) => ({ resource, operation, spec })),
);

/** Every field of a description, at any depth. */
function* allFields(fields: unknown): Generator<INodeProperties> {
	for (const field of (Array.isArray(fields) ? fields : []) as INodeProperties[]) {
		if (field && typeof field === 'object' && 'type' in field && 'displayName' in field)
			yield field;
		yield* allFields((field as { options?: unknown })?.options);
		yield* allFields((field as { values?: unknown })?.values);
	}
}

describe('The description of the action node', () => {
	it.each(operations)(
		'shows the fields of $resource $operation in the order of its entry, each name once',
		({ resource, operation, spec }) => {
			const names = shownFor(resource, operation).map(({ name }) => name);
			expect(names).toEqual(spec.fields.map(({ name }) => name));
			// A name may stand twice where each is shown in another case.
			const shown = shownFor(resource, operation).map(({ name, displayOptions }) =>
				JSON.stringify([name, displayOptions]),
			);
			expect(new Set(shown).size).toBe(names.length);
		},
	);

	it.each(operations)('describes $resource $operation in words of its own', ({ spec }) => {
		expect(spec.action).toMatch(/^[A-Z][^A-Z]*/);
		expect(spec.action).not.toMatch(/\b(a|an|the)\b/);
		expect(spec.description.toLowerCase()).not.toBe(spec.action.toLowerCase());
		expect(spec.name).toMatch(/^[A-Z]/);
	});

	it('sorts resources and operations by name', () => {
		const selectors = properties.filter(({ name }) => name === 'resource' || name === 'operation');
		for (const { options } of selectors) {
			const names = (options as INodePropertyOptions[]).map(({ name }) => name);
			expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
		}
	});

	it('names only methods that exist', () => {
		const known = new Set([
			...Object.keys(node.methods.listSearch),
			...Object.keys(node.methods.loadOptions),
		]);
		const named = [...allFields(properties)].flatMap(({ typeOptions, modes }) => [
			typeOptions?.loadOptionsMethod,
			...(modes ?? []).map((mode) => mode.typeOptions?.searchListMethod),
		]);
		for (const method of named) if (method) expect(known).toContain(method);
	});

	it('has examples that start with "e.g." and booleans that start with "Whether"', () => {
		for (const { name, type, placeholder, description } of allFields(properties)) {
			const free = /^(Select|Add) /;
			if (placeholder && !free.test(placeholder))
				expect(`${name}: ${placeholder}`).toMatch(/: e\.g\. /);
			if (type === 'boolean' && name !== 'ignoreSslIssues')
				expect(`${name}: ${description}`).toMatch(/: Whether /);
		}
	});
});
