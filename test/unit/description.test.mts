import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { AngoHub } from '../../nodes/AngoHub/AngoHub.node.ts';
import { resources } from '../../nodes/AngoHub/resources/index.ts';
import { AngoHubLabels } from '../../nodes/AngoHubLabels/AngoHubLabels.node.ts';
import { operations as labelOperations } from '../../nodes/AngoHubLabels/operations/index.ts';
import { AngoHubPollingTrigger } from '../../nodes/AngoHubPollingTrigger/AngoHubPollingTrigger.node.ts';
import { AngoHubTrigger } from '../../nodes/AngoHubTrigger/AngoHubTrigger.node.ts';

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

type Setting = Record<string, unknown>;

/** Every setting of the options that the rules of these fields ask for. */
function settingsFor(fields: INodeProperties[], all: INodeProperties[], start: Setting): Setting[] {
	const asked = fields.flatMap(({ displayOptions: { show, hide } = {} }) =>
		Object.keys({ ...show, ...hide }),
	);
	return [...new Set(asked)]
		.filter((name) => !(name in start))
		.reduce<Setting[]>(
			(settings, name) => {
				const options = all
					.filter((field) => field.name === name)
					.flatMap((field) => field.options);
				const values = (options as INodePropertyOptions[]).map(({ value }) => value);
				return settings.flatMap((setting) =>
					values.map((value) => ({ ...setting, [name]: value })),
				);
			},
			[start],
		);
}

/** Names that more than one field bears in the same setting, each with such a setting. */
function shownTogether(description: INodeTypeDescription, start: Setting): Setting[] {
	const own = description.properties.filter(({ displayOptions: { show = {} } = {} }) =>
		Object.entries(start).every(([key, value]) => show[key]?.includes(value as string)),
	);
	const byName = Map.groupBy(own, ({ name }) => name);
	return [...byName].flatMap(([name, fields]) => {
		if (fields.length === 1) return [];
		const together = settingsFor(fields, own, start).filter(
			(setting) =>
				fields.filter((field) =>
					NodeHelpers.displayParameter(setting as INodeParameters, field, null, description),
				).length > 1,
		);
		return together.slice(0, 1).map((setting) => ({ ...setting, name }));
	});
}

/** What stands below a node with these parameters on the canvas. */
function subtitleOf({ description }: INodeType, parameters: Record<string, unknown>): unknown {
	const expression = description.subtitle!.replace(/^=\{\{|\}\}$/g, '');
	return new Function('$parameter', `return ${expression}`)(parameters);
}

describe('The description of the action node', () => {
	it.each(operations)(
		'shows the fields of $resource $operation in the order of its entry, and no name twice at a time',
		({ resource, operation, spec }) => {
			const names = shownFor(resource, operation).map(({ name }) => name);
			expect(names).toEqual(spec.fields.map(({ name }) => name));
			expect(shownTogether(node.description, { resource, operation })).toEqual([]);
		},
	);

	it('is caught showing two fields of a name at once', () => {
		const start = { resource: 'label', operation: 'import' };
		const show = { resource: ['label'], operation: ['import'] };
		const field = { name: 'x', displayName: 'X', type: 'string' as const, default: '' };
		const twice = [show, { ...show, source: ['text'] }].map((rules) => ({
			...field,
			displayOptions: { show: rules },
		}));
		const description = { ...node.description, properties: [...properties, ...twice] };
		expect(shownTogether(description, start)).toEqual([{ ...start, name: 'x', source: 'text' }]);
	});

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

	it.each([
		['asset', 'getAll', 'get many: asset'],
		['asset', 'sendAndWait', 'send and wait: asset'],
		['export', 'tasks', 'export: tasks'],
	])('says on the canvas that a node does %s %s', (resource, operation, text) => {
		expect(subtitleOf(node, { resource, operation })).toBe(text);
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

describe('A field that takes an ID', () => {
	/** These make something new, or go by another name than items do. */
	const OWN = ['asset upload', 'asset importFromCloud', 'asset sendAndWait', 'labelSet update'];
	const fields = operations
		.filter(({ resource, operation }) => !OWN.includes(`${resource} ${operation}`))
		.flatMap(({ resource, operation, spec }) =>
			[...allFields(spec.fields)].map((field) => ({ resource, operation, ...field })),
		)
		.filter(({ displayName, type }) => type === 'string' && /\bIDs?$/.test(displayName))
		.filter(({ displayName }) => !['History ID', 'Access Key ID'].includes(displayName));

	it.each(fields)('has that of the item: $resource $operation, $displayName', (field) => {
		expect(field.default).toMatch(/^=\{\{ \$json\.(asset|task|external|object|llm)Id \}\}$/);
	});
});

describe('The description of the labels node', () => {
	it.each([
		['compare', undefined, 'compare'],
		['convertTo', 'cocoDetection', 'convert to: coco detection'],
	])('says on the canvas that a node does %s %s', (operation, format, text) => {
		expect(subtitleOf(new AngoHubLabels(), { operation, format })).toBe(text);
	});

	it.each(Object.keys(labelOperations))('shows no name twice at a time for %s', (operation) => {
		expect(shownTogether(new AngoHubLabels().description, { operation })).toEqual([]);
	});
});

describe('The lists of all nodes', () => {
	const nodes = [node, new AngoHubLabels(), new AngoHubTrigger(), new AngoHubPollingTrigger()];

	// The reader takes names, and several as a text; n8n would say 'is not supported' beside the field.
	it.each(nodes.map(({ description }) => description))(
		'bear no warning for what an expression gives: $displayName',
		(description) => {
			const warned = [...allFields(description.properties)]
				.filter(
					({ type, typeOptions }) =>
						type === 'multiOptions' || (type === 'options' && typeOptions?.loadOptionsMethod),
				)
				.filter(({ allowArbitraryValues }) => !allowArbitraryValues);
			expect(warned.map(({ name }) => name)).toEqual([]);
		},
	);
});
