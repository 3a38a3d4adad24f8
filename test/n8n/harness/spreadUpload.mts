import { randomUUID } from 'node:crypto';
import type { Credential, Execution } from './n8nApi.mts';
import type { N8nServer } from './n8nServer.mts';
import { untilListening } from './until.mts';
import {
	angoHub,
	byId,
	chain,
	node,
	startedBy,
	to,
	TRIGGER,
	webhook,
	type WorkflowFile,
} from './workflows.mts';

/** The node that uploads. */
export const UPLOAD = 'Upload';

const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';

/** An upload that is split into executions of their own, so that workers can share it. */
export interface SpreadUpload {
	n8n: N8nServer;
	/** The id of the workflow that starts the other one, once for each batch of files. */
	dispatcher: string;
	/** The id of the workflow that uploads one batch of files. */
	uploader: string;
}

export interface SpreadUploadSettings {
	credential: Credential;
	projectId: string;
	/** The address of the list of files. */
	listUrl: string;
	/** Files in one execution. */
	batchSize: number;
	/** The name of the Ango Hub batch for all of them. */
	batch: string;
}

/** Saves and publishes the two workflows of a spread upload. */
export async function publishSpreadUpload(
	n8n: N8nServer,
	settings: SpreadUploadSettings,
): Promise<SpreadUpload> {
	const path = randomUUID();
	const uploader = await n8n.api.createWorkflow(uploaderWorkflow(path, settings));
	const webhookUrl = `${n8n.url}/webhook/${path}`;
	const dispatcher = await n8n.api.createWorkflow(dispatcherWorkflow(webhookUrl, settings));
	await n8n.api.activate(uploader);
	await untilListening(webhookUrl);
	return { n8n, dispatcher, uploader };
}

/** Starts the dispatcher and waits until it and everything that it started has ended. */
export async function runSpreadUpload(upload: SpreadUpload): Promise<Execution[]> {
	const { n8n, dispatcher, uploader } = upload;
	const before = new Set(await n8n.api.executionIds(uploader));
	const execution = await n8n.api.run(dispatcher, TRIGGER);
	if (execution.status !== 'success') throw new Error(`The dispatcher failed: ${execution.error}`);
	return (await n8n.api.finishedExecutions(uploader)).filter(({ id }) => !before.has(id));
}

/** Loads the files that it is given the addresses of into binary data, then uploads them. */
function uploaderWorkflow(
	path: string,
	{ credential, projectId, batch }: SpreadUploadSettings,
): WorkflowFile {
	return startedBy(
		webhook(path),
		'Upload some files',
		node('Files', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.files', options: {} }),
		node(
			'Load',
			HTTP_REQUEST,
			{ url: '={{ $json.url }}', options: { response: { response: { responseFormat: 'file' } } } },
			{ typeVersion: 4.2 },
		),
		angoHub(UPLOAD, credential, {
			resource: 'asset',
			operation: 'upload',
			project: byId(projectId),
			options: {
				batches: [batch],
				externalId: '={{ $("Files").item.json.name }}',
				fileName: '={{ $("Files").item.json.name }}',
				ifExists: 'skip',
			},
		}),
	);
}

/** Makes the batch and hands out files. */
function dispatcherWorkflow(
	uploaderUrl: string,
	{ credential, projectId, listUrl, batchSize, batch }: SpreadUploadSettings,
): WorkflowFile {
	const loop = node('Loop', 'n8n-nodes-base.splitInBatches', { batchSize }, { typeVersion: 3 });
	const collect = node('Collect', 'n8n-nodes-base.aggregate', {
		aggregate: 'aggregateAllItemData',
		destinationFieldName: 'files',
	});
	const start = node(
		'Start Upload',
		HTTP_REQUEST,
		{
			method: 'POST',
			url: uploaderUrl,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '={{ $json }}',
		},
		{ typeVersion: 4.2 },
	);
	const workflow = chain(
		'Spread an upload',
		angoHub('Create Batch', credential, {
			resource: 'batch',
			operation: 'create',
			project: byId(projectId),
			names: [batch],
		}),
		node('List', HTTP_REQUEST, { url: listUrl }, { typeVersion: 4.2 }),
		loop,
		collect,
		start,
	);
	workflow.connections[loop.name] = { main: [[], [to(collect.name)]] };
	workflow.connections[start.name] = { main: [[to(loop.name)]] };
	return workflow;
}
