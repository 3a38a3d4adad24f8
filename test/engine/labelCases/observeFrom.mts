import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Engine } from '../harness/index.mts';
import type { LabelCase } from './cases.mts';
import { convertToParameters, runLabels } from './observe.mts';

type Items = INodeExecutionData[];

interface LeftOut {
	reason: string;
	count: number;
	examples: unknown[];
}

/** Fields of Convert From that are not among its options. */
const OWN_FIELDS = [
	'source',
	'file',
	'format',
	'predictions',
	'text',
	'task',
	'externalId',
	'width',
	'height',
	'classList',
	'labelSet',
];

/** What comes out of Convert From. */
export async function convertedFrom(
	engine: Engine,
	{ parameters, input }: LabelCase,
): Promise<IDataObject> {
	return facts(await runLabels(engine, convertFromParameters(parameters), input as Items));
}

/** What comes out of Convert From for what Convert To has written. */
export async function convertedThereAndBack(
	engine: Engine,
	{ parameters, input }: LabelCase,
): Promise<IDataObject> {
	const { to, from } = parameters as Record<string, IDataObject>;
	const [{ binary }] = await runLabels(engine, convertToParameters(to), input as Items);
	const written = (await engine.readBinary(binary!.data)).toString();
	const json = JSON.parse(written) as IDataObject;
	return facts(await runLabels(engine, convertFromParameters(from), [{ json }]));
}

/** Flat parameters of a case as the node has them. */
function convertFromParameters(flat: IDataObject): IDataObject {
	const { renameClasses, ...rest } = flat;
	const fields: IDataObject = { operation: 'convertFrom' };
	const options: IDataObject = {};
	for (const [name, value] of Object.entries(rest)) {
		(OWN_FIELDS.includes(name) ? fields : options)[name] = value;
	}
	if (renameClasses) {
		const pairs = Object.entries(renameClasses).map(([from, to]) => ({ from, to: to as string }));
		options.renameClasses = { class: pairs };
	}
	return { ...fields, options };
}

/** The items, and the reports of all pictures as one. */
function facts(items: Items): IDataObject {
	const report: Record<string, unknown> = {};
	const leftOut = new Map<string, LeftOut>();
	for (const { json } of items) {
		const { leftOut: reasons, ...others } = json.report as Record<string, unknown>;
		for (const [key, value] of Object.entries(others)) {
			report[key] = typeof value === 'number' ? Number(report[key] ?? 0) + value : value;
		}
		for (const { reason, count, examples } of reasons as LeftOut[]) {
			const entry = leftOut.get(reason) ?? { reason, count: 0, examples: [] };
			entry.examples.push(...examples);
			leftOut.set(reason, { ...entry, count: entry.count + count });
		}
	}
	return {
		items: items.map(({ json }) => json),
		report: { ...report, leftOut: [...leftOut.values()] } as never,
	};
}
