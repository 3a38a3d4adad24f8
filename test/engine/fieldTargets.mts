import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { byId } from './setup.mts';

/** A field at any depth of an operation, and the parameters that give it the input item's `value`. */
export interface Target {
	field: INodeProperties;
	parameters: IDataObject;
}

/** The expression that gives the input item's `value`. */
export const fromItem = '={{ $json.value }}';

function valueFor(field: INodeProperties): unknown {
	return field.type === 'resourceLocator' ? byId(fromItem) : fromItem;
}

/** Something for each field that must not be empty, so that only the one under test can be refused. */
function filledIn(fields: INodeProperties[]): IDataObject {
	const values: Record<string, unknown> = {
		string: 'x',
		json: '{}',
		resourceLocator: byId('6554c81ac3b0d000147ea001'),
		multiOptions: ['x'],
		options: 'x',
	};
	const isPreset = ({ type, options: own, typeOptions }: INodeProperties) =>
		type === 'options' && own && !typeOptions?.loadOptionsMethod;
	const needed = fields.filter(
		(field) => field.required && field.type in values && !isPreset(field),
	);
	return Object.fromEntries(
		needed.map(({ name, type, options, typeOptions }) => [
			name,
			(/options/i.test(type) && options?.[0] && !typeOptions?.loadOptionsMethod
				? undefined
				: typeOptions?.multipleValues
					? ['x']
					: values[type]) as IDataObject,
		]),
	);
}

/** Parameters with which the editor shows a field. */
function shownBy({ displayOptions }: INodeProperties, others: INodeProperties[] = []): IDataObject {
	const shown = Object.entries(displayOptions?.show ?? {}).map(([name, values]) => [
		name.replace('/', ''),
		values![0],
	]);
	const notHidden = Object.entries(displayOptions?.hide ?? {}).flatMap(([name, values]) => {
		const options = others.find((other) => other.name === name)?.options ?? [];
		const kept = (options as INodePropertyOptions[]).find(({ value }) => !values!.includes(value));
		// Where there are no options, as in a picker, any value that is filled in will do.
		return kept ? [[name, kept.value]] : [];
	});
	return Object.fromEntries([...shown, ...notHidden]) as IDataObject;
}

/** Every field of an operation, each with parameters that show it and that let nothing else be refused. */
export function* targetsIn(fields: INodeProperties[]): Generator<Target> {
	for (const field of fields) {
		const target = (leaf: INodeProperties, value: unknown, root: IDataObject = {}): Target => ({
			field: leaf,
			parameters: {
				...filledIn(fields),
				...shownBy(field, fields),
				...root,
				[field.name]: value as IDataObject,
			},
		});
		if (field.type === 'fixedCollection') yield* rowsIn(field, target);
		else if (field.type === 'collection') {
			for (const option of field.options as INodeProperties[]) {
				const { root, siblings } = rulesOf(option);
				const inside = (leaf: INodeProperties, value: unknown) =>
					target(leaf, { ...siblings, [option.name]: value as IDataObject }, root);
				if (option.type === 'fixedCollection') yield* rowsIn(option, inside);
				else if (option.type !== 'notice') yield inside(option, valueFor(option));
			}
		} else if (field.type !== 'notice') yield target(field, valueFor(field));
	}
}

/** What shows a field of a collection: values outside of the collection, and of its other fields. */
function rulesOf(option: INodeProperties): { root: IDataObject; siblings: IDataObject } {
	const isOutside = (name: string) => `/${name}` in (option.displayOptions?.show ?? {});
	const rules = Object.entries(shownBy(option));
	return {
		root: Object.fromEntries(rules.filter(([name]) => isOutside(name))),
		siblings: Object.fromEntries(rules.filter(([name]) => !isOutside(name))),
	};
}

function* rowsIn(
	field: INodeProperties,
	target: (leaf: INodeProperties, value: unknown) => Target,
): Generator<Target> {
	const isMultiple = field.typeOptions?.multipleValues;
	for (const { name, values } of field.options as Array<{
		name: string;
		values: INodeProperties[];
	}>) {
		for (const leaf of values) {
			if (leaf.type === 'collection') continue;
			const row = { ...filledIn(values), ...shownBy(leaf), [leaf.name]: valueFor(leaf) };
			yield target(leaf, { [name]: isMultiple ? [row] : row });
		}
	}
}
