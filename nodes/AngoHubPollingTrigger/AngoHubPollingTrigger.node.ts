import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { listSearch } from '../shared/fields/listSearch';
import { loadOptions } from '../shared/fields/loadOptions';
import { fields } from './fields';
import { runPoll } from './poll';

export class AngoHubPollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ango Hub Polling Trigger',
		name: 'angoHubPollingTrigger',
		icon: { light: 'file:../../icons/ango-hub.svg', dark: 'file:../../icons/ango-hub.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["event"].replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase()) }}',
		description:
			'Starts the workflow when something happens in a project of iMerit Ango Hub. Works without a public URL.',
		defaults: { name: 'Ango Hub Polling Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'angoHubApi', required: true }],
		properties: [...fields] as unknown as INodeProperties[],
	};

	methods = {
		listSearch: { searchProjects: listSearch.searchProjects },
		loadOptions: { getBatches: loadOptions.getBatches, getStages: loadOptions.getStages },
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await runPoll(this);
	}
}
