import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { Credential } from '../test/n8n/harness/n8n-api.mts';
import type { WorkflowFile } from '../test/n8n/harness/workflows.mts';
import { projectRoot } from '../test/setup.mjs';

/** The credential type that each of our nodes needs to run. */
const CREDENTIAL_OF: Record<string, string> = {
	'n8n-nodes-ango-hub.angoHub': 'angoHubApi',
	'n8n-nodes-ango-hub.angoHubTrigger': 'angoHubWebhookApi',
};

/** An example workflow as a user would set it up: with credentials, and with its settings. */
export function exampleWorkflow(
	fileName: string,
	credentials: Credential[],
	settings: IDataObject,
): WorkflowFile {
	const file = join(projectRoot, 'workflows', fileName);
	const workflow: WorkflowFile = JSON.parse(readFileSync(file, 'utf8'));
	for (const node of workflow.nodes) {
		const used = credentials.find(({ type }) => type === CREDENTIAL_OF[node.type]);
		if (used) node.credentials = { [used.type]: { id: used.id, name: used.name } };
		if (node.name === 'Settings') {
			const { assignments } = node.parameters.assignments as { assignments: IDataObject[] };
			for (const entry of assignments) entry.value = settings[entry.name as string] ?? entry.value;
		}
	}
	return workflow;
}
