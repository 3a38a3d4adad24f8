import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

type Items = Array<{ json: IDataObject; binary?: INodeExecutionData['binary'] }>;

/** An acceptance case: what goes in, and what an independent tool says has to come out. */
export interface LabelCase {
	name: string;
	operation: string;
	/** Values of fields by name; collections are flattened. */
	parameters: IDataObject;
	input: Items | { reference: Items; predictions: Items };
	/** What is not named here is free. */
	expected: IDataObject;
	/** By how much numbers may differ, by what they measure. */
	tolerance?: { pixels?: number; area?: number; ratio?: number; degrees?: number };
}

/** The folder of the repository's own cases. */
export const FIXTURE_CASES = join(import.meta.dirname, '../../fixtures/label-cases');

/** All cases of a folder: that of the repository, or the one that LABEL_CASES names. */
export function labelCases(folder = process.env.LABEL_CASES ?? FIXTURE_CASES): LabelCase[] {
	return readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as LabelCase);
}
