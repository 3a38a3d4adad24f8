import {
	NodeConnectionTypes,
	UserError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { describe } from '../shared/operation/describe';
import { runNode } from '../shared/operation/run';
import { isTool } from '../shared/operation/tool';
import { ConcurrencyLimit } from '../shared/util/concurrency';
import { operations } from './operations';

/** Files and labels of so many items are looked at at once. */
const CONCURRENCY = 8;

/** A second input where Compare takes its other side by it. */
const INPUTS =
	'={{ $parameter["operation"] === "compare" && $parameter["sides"] === "secondInput" ? [{ type: "main", displayName: "Reference" }, { type: "main", displayName: "Compared" }] : ["main"] }}';

export class AngoHubLabels implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ango Hub Labels',
		name: 'angoHubLabels',
		icon: { light: 'file:../../icons/ango-hub.svg', dark: 'file:../../icons/ango-hub.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ($parameter["operation"] + ($parameter["format"] ? ": " + $parameter["format"] : "")).replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase()) }}',
		description:
			'Turn labels into training data, predictions into pre-labels, and see how well they agree',
		defaults: { name: 'Ango Hub Labels' },
		inputs: INPUTS,
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		properties: describe(operations),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [
			await runNode(this, operations, () => {
				// n8n runs a node when any of its inputs has items.
				if (this.getInputData().length === 0) {
					throw new UserError('The first input has no items', {
						description: 'Connect the reference to the upper input.',
					});
				}
				return {
					concurrency: new ConcurrencyLimit(CONCURRENCY),
					services: {
						isTool: isTool(this.getNode()),
						secondInput: () => this.getInputData(1).map(({ json }) => json),
					},
				};
			}),
		];
	}
}
