import type { IDataObject } from 'n8n-workflow';
import { resources } from '../../../nodes/AngoHub/resources/index.ts';

/** A field of an operation, as far as values for it depend on it. */
export interface KnownField {
	name: string;
	type: string;
	/** n8n starts no workflow where it is empty. */
	required?: boolean;
	default: unknown;
	/** Of a choice. */
	value?: unknown;
	typeOptions?: { multipleValues?: boolean };
	options?: readonly KnownField[];
	values?: readonly KnownField[];
}

/** Operations that wait for something, and how to make them wait for nothing. */
const IMPATIENT: Record<string, IDataObject> = {
	'label.import': { options: { patience: 0 } },
	'task.waitForStage': { timeout: 1, options: { interval: 1 } },
};

/** Every operation, with its fields. */
export const operations = Object.entries(resources).flatMap(([resource, { operations: all }]) =>
	Object.entries(all as Record<string, { fields: readonly KnownField[] }>).map(
		([operation, { fields }]) => ({
			name: `${resource}.${operation}`,
			parameters: { resource, operation } as IDataObject,
			fields,
			impatient: IMPATIENT[`${resource}.${operation}`] ?? {},
		}),
	),
);
