import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { hasResources, type Abilities, type Operations, type Resource } from './operation';
import type { Field } from './parameters';

const RESOURCE_SELECTOR: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	default: '',
	options: [],
};

const OPERATION_SELECTOR: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	default: '',
	options: [],
};

/** Parameters that a field is shown for. */
type Rules = Record<string, string[]>;

/** The parameters of a node: its resources where it has several, their operations, and the fields of each operation. */
export function describe<S>(abilities: Abilities<S>): INodeProperties[] {
	if (!hasResources(abilities)) return [operationSelector(abilities), ...fieldsOf(abilities)];
	const resources = Object.entries<Resource<S>>(abilities);
	return [
		{
			...RESOURCE_SELECTOR,
			default: resources[0][0],
			options: byName(resources.map(([value, { name }]) => ({ name, value }))),
		},
		...resources.map(([key, { operations }]) =>
			shownFor({ resource: [key] }, operationSelector(operations)),
		),
		...resources.flatMap(([key, { operations }]) => fieldsOf(operations, { resource: [key] })),
	];
}

function operationSelector<S>(operations: Operations<S>): INodeProperties {
	return {
		...OPERATION_SELECTOR,
		default: Object.keys(operations)[0],
		options: byName(
			Object.entries(operations).map(([value, { name, action, description }]) => ({
				name,
				value,
				action,
				description,
			})),
		),
	};
}

/**
 * A field that several operations share is described once for all of them, as long as each operation
 * shows its fields in the order of its entry.
 */
function fieldsOf<S>(operations: Operations<S>, rules: Rules = {}): INodeProperties[] {
	const shared: Array<{ field: Field; operation: string[] }> = [];
	for (const [operation, { fields }] of Object.entries(operations)) {
		let next = 0;
		for (const field of fields) {
			const known = shared.findIndex((entry, index) => index >= next && entry.field === field);
			if (known === -1) shared.splice(next, 0, { field, operation: [operation] });
			else shared[known].operation.push(operation);
			next = (known === -1 ? next : known) + 1;
		}
	}
	return shared.map(({ field, operation }) =>
		shownFor({ ...rules, operation }, field as INodeProperties),
	);
}

/**
 * Adds rules before those of the field itself: n8n shows a field as soon as a rule meets an
 * expression, and other resources may have a parameter of the same name.
 */
function shownFor(rules: Rules, field: INodeProperties): INodeProperties {
	const { displayOptions } = field;
	return {
		...field,
		displayOptions: { ...displayOptions, show: { ...rules, ...displayOptions?.show } },
	};
}

function byName(options: INodePropertyOptions[]): INodePropertyOptions[] {
	return options.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
