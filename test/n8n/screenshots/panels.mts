/** Which panels there are, from the descriptions that n8n has loaded. */
import { createRequire } from 'node:module';
import type {
	IDataObject,
	INode,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';
import { node } from '../harness/workflows.mts';

const { isResourceLocatorValue, NodeHelpers }: typeof import('n8n-workflow') = createRequire(
	import.meta.url,
)('n8n-workflow');

/** A choice that n8n itself adds; it has no fields. */
const CUSTOM_API_CALL = '__CUSTOM_API_CALL__';

/** One picture: a node with certain parameters. */
export interface Panel {
	/** The name of the file. */
	name: string;
	node: INode;
}

/** Values of pickers and of other fields, which make the rest of a panel come alive. */
export type Samples = Readonly<Record<string, unknown>>;

/**
 * The panels of a node: for each operation (or event) as it looks when it is new, with everything
 * filled in and open, and with each other choice that brings other fields.
 */
export function panelsOf(type: INodeTypeDescription, samples: Samples): Panel[] {
	const pictureOf = (name: string, parameters: IDataObject): Panel => ({
		name,
		node: node(name, type.name, parameters),
	});
	return subjectsOf(type).flatMap(({ name, parameters }) => [
		pictureOf(name, parameters),
		pictureOf(`${name}-options`, filledIn(type, parameters, samples)),
		...choicesOf(type, parameters).map(({ value, field }) =>
			pictureOf(`${name}-${field}-${value}`, { ...parameters, [field]: value }),
		),
	]);
}

interface Subject {
	name: string;
	parameters: IDataObject;
}

/** The operations of a node that has resources; of a trigger the choices of its first selector. */
function subjectsOf(type: INodeTypeDescription): Subject[] {
	const resource = type.properties.find(({ name }) => name === 'resource');
	if (resource) {
		return valuesOf(resource).flatMap((resourceValue) => {
			const selector = visibleIn(type, { resource: resourceValue }).find(
				({ name }) => name === 'operation',
			)!;
			return valuesOf(selector).map((operation) => ({
				name: `${resourceValue}-${operation}`,
				parameters: { resource: resourceValue, operation },
			}));
		});
	}
	const selector = type.properties.find(
		(property) => property.type === 'options' && controls(type, property),
	)!;
	const shortName = type.name.replace(/^.*\./, '');
	return valuesOf(selector).map((value) => ({
		name: `${shortName}-${value}`,
		parameters: { [selector.name]: value },
	}));
}

/** Choices of a panel, other than the default ones, that bring other fields. */
function choicesOf(type: INodeTypeDescription, parameters: IDataObject) {
	return visibleIn(type, parameters)
		.filter(({ name }) => !(name in parameters))
		.filter((property) => property.type === 'options' && controls(type, property))
		.flatMap((property) =>
			valuesOf(property)
				.filter((value) => value !== property.default)
				.map((value) => ({ field: property.name, value })),
		);
}

/** Whether other fields come and go with this one. */
function controls(type: INodeTypeDescription, { name }: INodeProperties): boolean {
	return type.properties.some(
		({ displayOptions }) => displayOptions?.show?.[name] ?? displayOptions?.hide?.[name],
	);
}

function visibleIn(type: INodeTypeDescription, parameters: IDataObject): INodeProperties[] {
	const values = NodeHelpers.getNodeParameters(
		type.properties,
		parameters as INode['parameters'],
		true,
		false,
		null,
		type,
	)!;
	return type.properties.filter((property) =>
		NodeHelpers.displayParameter(values, property, null, type),
	);
}

/** The parameters with sample values, and with an entry for everything in their collections. */
function filledIn(
	type: INodeTypeDescription,
	parameters: IDataObject,
	samples: Samples,
): IDataObject {
	const filled = visibleIn(type, parameters)
		.filter(({ type: kind, name }) => kind !== 'notice' && !(name in parameters))
		.map((property) => [property.name, sampleOf(property, samples)]);
	return { ...Object.fromEntries(filled), ...parameters };
}

function sampleOf(property: INodeProperties, samples: Samples): unknown {
	const { name, type, options = [], typeOptions } = property;
	if (type === 'collection') return samplesOf(options as INodeProperties[], samples);
	if (type === 'fixedCollection') {
		const groups = (options as INodePropertyCollection[]).map((group) => {
			const entry = samplesOf(group.values, samples);
			return [group.name, typeOptions?.multipleValues ? [entry] : entry];
		});
		return Object.fromEntries(groups);
	}
	const sample = samples[name] ?? property.default;
	// A picker and a filter of another kind may have the same name.
	if (type !== 'resourceLocator') return isResourceLocatorValue(sample) ? property.default : sample;
	return {
		__rl: true,
		...(isResourceLocatorValue(sample) ? sample : (property.default as object)),
	};
}

function samplesOf(properties: INodeProperties[], samples: Samples): IDataObject {
	return Object.fromEntries(
		properties.map((property) => [property.name, sampleOf(property, samples)]),
	) as IDataObject;
}

function valuesOf({ options = [] }: INodeProperties): string[] {
	return (options as INodePropertyOptions[])
		.map(({ value }) => String(value))
		.filter((value) => value !== CUSTOM_API_CALL);
}
