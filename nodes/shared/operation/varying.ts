import type { IDataObject, INodeProperties } from 'n8n-workflow';

/** True for a field that holds other fields. */
export function hasFields({ type }: INodeProperties): boolean {
	return type === 'collection' || type === 'fixedCollection';
}

/** True when what the editor holds for a field has an expression anywhere. */
export function hasExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	if (typeof raw !== 'object' || raw === null) return false;
	return Object.values(raw).some(hasExpression);
}

/**
 * Names of the fields that may differ between items: those with an expression, and those that one of
 * them shows or hides, or whose inner fields it does.
 */
export function namesThatVary(fields: INodeProperties[], parameters: IDataObject): Set<string> {
	const names = new Set<string>();
	const deciding = new Map(fields.map((field) => [field, namesThatDecide(field)]));
	const varies = (field: INodeProperties) =>
		hasExpression(parameters[field.name] ?? field.default) ||
		deciding.get(field)!.some((name) => names.has(name));
	for (let before = -1; names.size > before;) {
		before = names.size;
		for (const field of fields) if (varies(field)) names.add(field.name);
	}
	return names;
}

/** Names of the parameters that show or hide a field or, as "/name", those within it. */
function namesThatDecide({ displayOptions, options = [] }: INodeProperties): string[] {
	const { show, hide } = displayOptions ?? {};
	const within = JSON.stringify(options).matchAll(/"\/(\w+)":/g);
	return [...Object.keys({ ...show, ...hide }), ...[...within].map(([, name]) => name)];
}
