import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { listSearch } from '../shared/fields/listSearch';
import { loadOptions, resourceMapping } from '../shared/fields/loadOptions';
import { requestOptionsField, requestSettingsIn } from '../shared/fields/requestOptions';
import { Hub } from '../shared/hub';
import { describe } from '../shared/operation/describe';
import { parameterReader } from '../shared/operation/read';
import { runNode } from '../shared/operation/run';
import { resources } from './resources';
import { resumeWaiting } from './resources/asset';

export class AngoHub implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ango Hub',
		name: 'angoHub',
		icon: { light: 'file:../../icons/ango-hub.svg', dark: 'file:../../icons/ango-hub.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ($parameter["resource"] === "export" ? "export: " + $parameter["operation"] : $parameter["operation"].replace("getAll", "getMany") + ": " + $parameter["resource"]).replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase()) }}',
		description: 'Send data to iMerit Ango Hub to be labeled, and get the labels back',
		defaults: { name: 'Ango Hub' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'angoHubApi', required: true }],
		waitingNodeTooltip: 'Execution goes on when the task is labeled in Ango Hub',
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: '',
				path: '={{ $nodeId }}',
				restartWebhook: true,
				isFullPath: true,
			},
		],
		properties: [...describe(resources), requestOptionsField as unknown as INodeProperties],
	};

	methods = { listSearch, loadOptions, resourceMapping };

	/** n8n's rules ask for these; it never calls them for a webhook that resumes an execution. */
	webhookMethods = {
		default: {
			async checkExists(): Promise<boolean> {
				return true;
			},
			async create(): Promise<boolean> {
				return true;
			},
			async delete(): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await resumeWaiting(this);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [
			await runNode(this, resources, async () => {
				const { requestOptions } = parameterReader(this, [requestOptionsField])(0);
				const hub = await Hub.open(this, requestSettingsIn(requestOptions));
				return { concurrency: hub.concurrency, services: { hub } };
			}),
		];
	}
}
