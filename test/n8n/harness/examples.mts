import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import { projectRoot } from '../../setup.mjs';
import type { Credential, Execution } from './n8nApi.mts';
import type { N8nServer } from './n8nServer.mts';
import { untilListening } from './until.mts';
import type { WorkflowFile } from './workflows.mts';

/** The credential type that each node type of the examples needs to run. */
const CREDENTIAL_OF: Record<string, string> = {
	'n8n-nodes-ango-hub.angoHub': 'angoHubApi',
	'n8n-nodes-ango-hub.angoHubTool': 'angoHubApi',
	'n8n-nodes-ango-hub.angoHubHitlTool': 'angoHubApi',
	'n8n-nodes-ango-hub.angoHubPollingTrigger': 'angoHubApi',
	'n8n-nodes-ango-hub.angoHubTrigger': 'angoHubWebhookApi',
	'n8n-nodes-base.emailSend': 'smtp',
	'n8n-nodes-base.s3': 's3',
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': 'openAiApi',
};

/** An HTTP Request node names its credential type itself. */
function credentialTypeOf({ type, parameters }: INode): string {
	return String(parameters.genericAuthType ?? parameters.nodeCredentialType ?? CREDENTIAL_OF[type]);
}

/** The fields of the example's "Settings" node, by name. */
function settingsOf(workflow: WorkflowFile): Map<string, IDataObject> {
	const node = workflow.nodes.find(({ name }) => name === 'Settings');
	const { assignments } = (node?.parameters.assignments ?? { assignments: [] }) as {
		assignments: IDataObject[];
	};
	return new Map(assignments.map((entry) => [entry.name as string, entry]));
}

/**
 * An example workflow as a user would set it up: with credentials, and with its settings.
 *
 * @param settings values for fields of its "Settings" node; the others keep what the file says
 * @throws when the example has no such setting
 */
export function exampleWorkflow(
	fileName: string,
	credentials: Credential[],
	settings: IDataObject = {},
): WorkflowFile {
	const file = join(projectRoot, 'workflows', fileName);
	const workflow: WorkflowFile = JSON.parse(readFileSync(file, 'utf8'));
	for (const node of workflow.nodes) {
		const wanted = credentialTypeOf(node);
		const used = credentials.find(({ type }) => type === wanted);
		if (used) node.credentials = { [used.type]: { id: used.id, name: used.name } };
	}
	const entries = settingsOf(workflow);
	for (const [name, value] of Object.entries(settings)) {
		const entry = entries.get(name);
		if (!entry) throw new Error(`${fileName} has no setting "${name}"`);
		entry.value = value;
	}
	return workflow;
}

/** A project as its picker holds it after a choice from the list. */
export interface PickedProject {
	id: string;
	name: string;
}

/** Picks a project in each Ango Hub node of an example that has none. */
export function pickProject({ nodes }: WorkflowFile, { id, name }: PickedProject): void {
	for (const { parameters } of nodes) {
		const { project } = parameters as { project?: { mode: string } };
		if (project?.mode === 'list') Object.assign(project, { value: id, cachedResultName: name });
	}
}

/** The node of a workflow with this name. */
export function nodeNamed(workflow: WorkflowFile, name: string): INode {
	const found = workflow.nodes.find((node) => node.name === name);
	if (!found) throw new Error(`"${workflow.name}" has no node "${name}"`);
	return found;
}

/** Saves a workflow; what it gives runs it with a click on its manual trigger, to its end. */
export async function runnable(
	{ api }: N8nServer,
	workflow: WorkflowFile,
): Promise<() => Promise<Execution>> {
	const { name } = workflow.nodes.find(({ type }) => type.endsWith('.manualTrigger'))!;
	const workflowId = await api.createWorkflow(workflow);
	return async () => await api.run(workflowId, name);
}

/** The production URL of an example's webhook trigger. */
export function triggerUrl({ url }: N8nServer, { nodes }: WorkflowFile): string {
	const trigger = nodes.find(({ type }) => type.endsWith('.angoHubTrigger'));
	return `${url}/webhook/${trigger?.webhookId}/webhook`;
}

/** Publishes a workflow with the webhook trigger and waits until it listens. */
export async function publish(n8n: N8nServer, workflow: WorkflowFile): Promise<string> {
	const workflowId = await n8n.api.createWorkflow(workflow);
	await n8n.api.activate(workflowId);
	await untilListening(triggerUrl(n8n, workflow));
	return workflowId;
}
