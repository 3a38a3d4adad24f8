import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { requestOptionsField, requestSettingsIn } from '../shared/fields/requestOptions';
import { listSearch, loadOptions } from '../shared/fields/search';
import { Hub } from '../shared/hub';
import { describe } from '../shared/operation/describe';
import { runNode } from '../shared/operation/run';
import { resources } from './resources';

export class AngoHub implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ango Hub',
		name: 'angoHub',
		icon: { light: 'file:../../icons/ango-hub.svg', dark: 'file:../../icons/ango-hub.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ($parameter["operation"].replace("getAll", "getMany") + ": " + $parameter["resource"]).replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase()) }}',
		description: 'Send data to iMerit Ango Hub to be labeled, and get the labels back',
		defaults: { name: 'Ango Hub' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'angoHubApi', required: true }],
		properties: [...describe(resources), requestOptionsField as unknown as INodeProperties],
	};

	methods = { listSearch, loadOptions };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [
			await runNode(this, resources, async () => {
				const options = this.getNodeParameter('requestOptions', 0, {}) as IDataObject;
				const hub = await Hub.open(this, requestSettingsIn(options));
				return { concurrency: hub.concurrency, services: { hub } };
			}),
		];
	}
}
