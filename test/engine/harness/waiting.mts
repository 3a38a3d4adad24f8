import { WebhookContext } from 'n8n-core';
import type { INodeTypes, IRun, IWebhookResponseData } from 'n8n-workflow';
import { createExecutionData } from './additionalData.mts';
import type { EngineCredentials } from './credentials.mts';
import type { WorkflowJson } from './workflow.mts';
import { createWorkflow } from './workflow.mts';

/**
 * Calls the webhook of a node that waits, with the execution as n8n has saved it.
 * @returns what the node answers, and puts out if the execution goes on
 */
export async function callWaitingNode(
	json: WorkflowJson,
	name: string,
	{ data, mode }: IRun,
	nodeTypes: INodeTypes,
	credentials: EngineCredentials,
): Promise<IWebhookResponseData> {
	const workflow = createWorkflow(json, nodeTypes, credentials);
	const node = workflow.nodes[name];
	const { webhook, description } = nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const [webhookDescription] = description.webhooks!;
	const additionalData = createExecutionData(credentials, workflow, mode);
	const webhookData = {
		httpMethod: 'POST' as const,
		node: name,
		path: webhookDescription.path,
		webhookDescription,
		workflowId: workflow.id,
		workflowExecuteAdditionalData: additionalData,
	};
	const saved = JSON.parse(JSON.stringify(data)) as IRun['data'];
	return await webhook!.call(
		new WebhookContext(workflow, node, additionalData, mode, webhookData, [], saved),
	);
}
