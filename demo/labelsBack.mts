import { randomBytes } from 'node:crypto';
import type { LocalHub } from '../test/local-hub/index.mts';
import { exampleWorkflow, publish, triggerUrl } from '../test/n8n/harness/examples.mts';
import type { Credential, Execution } from '../test/n8n/harness/n8nApi.mts';
import type { N8nServer } from '../test/n8n/harness/n8nServer.mts';
import { until } from '../test/n8n/harness/until.mts';
import { table } from './table.mts';

/** Tasks that the annotator of the local hub labels. */
const MOST_TASKS = 10;
const STAGE = { id: 'tell-n8n', type: 'Webhook', name: 'Tell n8n', next: ['Complete'] };

/**
 * The second half of the demo, with the local hub as the annotator: labeled tasks reach a Webhook
 * stage, each starts the workflow, and that exports its answers. Gives what came back as a table.
 */
export async function labelsBack(
	hub: LocalHub,
	n8n: N8nServer,
	credential: Credential,
	projectId: string,
): Promise<string> {
	const project = hub.state.project(projectId);
	for (const stage of project.stages) if (stage.type === 'Label') stage.next = [STAGE.id];
	project.stages.push({ ...STAGE });

	const secret = randomBytes(16).toString('hex');
	const access = { authType: 'secret', secret };
	const own = await n8n.api.createCredential('Webhook stage', 'angoHubWebhookApi', access);
	const workflow = exampleWorkflow('trigger-labels-flow-on.json', [credential, own]);
	const workflowId = await publish(n8n, workflow);
	const url = triggerUrl(n8n, workflow);

	hub.setWebhook(projectId, STAGE.id, { url, auth: 'secret', secret });
	const assets = hub.state.room(projectId).assets.slice(0, MOST_TASKS);
	for (const asset of assets) hub.labelTask(hub.taskOf(asset)._id);
	await hub.whenDeliveriesSettled();
	await until(
		async () => (await n8n.api.executionIds(workflowId)).length >= assets.length,
		() => 'the labels come back',
	);

	const executions: Execution[] = [];
	for (const id of await n8n.api.executionIds(workflowId)) {
		executions.push(await n8n.api.finishedExecution(id));
	}
	const rows = executions.flatMap((execution) =>
		execution
			.json('Next Step')
			.map(({ file, question, answer, by }) => [file, question, answer, by].map(String)),
	);
	return table(['file', 'question', 'answer', 'labeled by'], rows.sort());
}
