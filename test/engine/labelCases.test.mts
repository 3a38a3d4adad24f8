import type { IDataObject } from 'n8n-workflow';
import { AngoHubLabels } from '../../nodes/AngoHubLabels/AngoHubLabels.node.ts';
import { createEngine, type Engine } from './harness/index.mts';
import { labelCases, type LabelCase } from './labelCases/cases.mts';
import { altered, differences } from './labelCases/differences.mts';
import { compared, convertedTo, drawn, summarized } from './labelCases/observe.mts';
import { convertedFrom, convertedThereAndBack } from './labelCases/observeFrom.mts';

type Observe = (engine: Engine, labelCase: LabelCase) => Promise<IDataObject>;

/** How the output of each operation is looked at. */
const OBSERVE: Record<string, Observe> = {
	compare: compared,
	convertFrom: convertedFrom,
	convertTo: convertedTo,
	'convertTo+convertFrom': convertedThereAndBack,
	draw: drawn,
	summarize: summarized,
};

/** Facts about a case that help a reader; none of the output. */
const NOT_COMPARED = ['uncompressedCounts', 'numbers', 'exactPolygonIou'];

const isCompared = (key: string) => !NOT_COMPARED.includes(key);

describe('Cases of labels as data', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine({
			nodeTypes: { 'n8n-nodes-ango-hub.angoHubLabels': AngoHubLabels },
		});
	});
	afterAll(async () => await engine.dispose());

	it.each(labelCases().map((labelCase) => [labelCase.name, labelCase] as const))(
		'%s',
		async (_, labelCase) => {
			const expected = Object.fromEntries(
				Object.entries(labelCase.expected).filter(([key]) => isCompared(key)),
			);
			const { tolerance } = labelCase;
			expect(Object.keys(OBSERVE)).toContain(labelCase.operation);
			const actual = await OBSERVE[labelCase.operation](engine, labelCase);
			expect(differences(expected, actual, tolerance)).toEqual([]);
			// A case with another number fails.
			for (const other of altered(expected, isCompared)) {
				expect(differences(other, actual, tolerance)).not.toEqual([]);
			}
		},
	);
});
