import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Operation, Resource } from './operation';
import type { Field } from './parameters';
import { requestOptionsField } from './requestOptions';

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

/** The parameters of a node: its resources, their operations, and the fields of each operation. */
export function describe(resources: Record<string, Resource>): INodeProperties[] {
	const entries = Object.entries(resources);
	return [
		{
			...RESOURCE_SELECTOR,
			default: entries[0][0],
			options: byName(entries.map(([value, { name }]) => ({ name, value }))),
		},
		...entries.map(([key, resource]) => operationSelector(key, resource)),
		...entries.flatMap(([key, resource]) => fieldsOf(key, resource)),
		requestOptionsField as unknown as INodeProperties,
	];
}

function operationSelector(key: string, { operations }: Resource): INodeProperties {
	return {
		...OPERATION_SELECTOR,
		displayOptions: { show: { resource: [key] } },
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
 * A field that several operations of a resource share is described once for all of them, as long as
 * each operation shows its fields in the order of its entry.
 */
function fieldsOf(resource: string, { operations }: Resource): INodeProperties[] {
	const shared: Array<{ field: Field; operation: string[] }> = [];
	for (const [operation, { fields }] of Object.entries(operations) as Array<[string, Operation]>) {
		let next = 0;
		for (const field of fields) {
			const known = shared.findIndex((entry, index) => index >= next && entry.field === field);
			if (known === -1) shared.splice(next, 0, { field, operation: [operation] });
			else shared[known].operation.push(operation);
			next = (known === -1 ? next : known) + 1;
		}
	}
	return shared.map(({ field, operation }) =>
		shownFor({ resource: [resource], operation }, field as INodeProperties),
	);
}

/**
 * Adds rules before those of the field itself: n8n shows a field as soon as a rule meets an
 * expression, and other resources may have a parameter of the same name.
 */
function shownFor(
	rules: { resource: string[]; operation: string[] },
	field: INodeProperties,
): INodeProperties {
	const { displayOptions } = field;
	return {
		...field,
		displayOptions: { ...displayOptions, show: { ...rules, ...displayOptions?.show } },
	};
}

function byName(options: INodePropertyOptions[]): INodePropertyOptions[] {
	return options.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
