/** The demo itself; `run.mjs` has installed and built what it needs. */
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { IDataObject, IPairedItemData } from 'n8n-workflow';
import { temporaryFolder } from '../test/n8n/harness/cleanup.mts';
import { exampleWorkflow } from '../test/n8n/harness/examples.mts';
import type { Credential, Execution } from '../test/n8n/harness/n8nApi.mts';
import { N8nServer } from '../test/n8n/harness/n8nServer.mts';
import { packPackage } from '../test/n8n/harness/pack.mts';
import { demoHub, demoProject, type DemoHub } from './hub.mts';
import { demoInput, type DemoInput } from './input.mts';
import { labelsBack } from './labelsBack.mts';
import { table } from './table.mts';

const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';
const MOST_ROWS = 40;

const { values: options } = parseArgs({
	options: {
		files: { type: 'string' },
		once: { type: 'boolean', default: false },
		real: { type: 'boolean', default: false },
	},
});

async function uploadFolder(
	n8n: N8nServer,
	credential: Credential,
	settings: IDataObject,
): Promise<{ workflowId: string; execution: Execution }> {
	const workflow = exampleWorkflow('upload-folder.json', [credential], settings);
	const trigger = workflow.nodes.find(({ type }) => type === MANUAL_TRIGGER);
	const workflowId = await n8n.api.createWorkflow(workflow);
	const execution = await n8n.api.run(workflowId, trigger!.name);
	if (execution.status !== 'success') {
		throw new Error(`The workflow ended with ${execution.status}: ${execution.error}`);
	}
	return { workflowId, execution };
}

/** One line for each file: what it became, or why it did not become anything. */
function resultTable(execution: Execution): string {
	const files = execution.json('Add Labels to Files');
	const uploads = execution.items('Upload');
	const rows = uploads.slice(0, MOST_ROWS).map(({ json, pairedItem }) => {
		const { fileName, label = '' } = files[(pairedItem as IPairedItemData).item]!;
		const { externalId, assetId, batchNames, preLabel = '', size = '', status, error } = json;
		const cells = error
			? [fileName, '', '', '', '', error]
			: [externalId, assetId, batchNames, preLabel && `${label} (${preLabel})`, size, status];
		return cells.map(String);
	});
	const header = ['external id', 'asset id', 'batch', 'pre-label', 'bytes', 'result'];
	const rest = uploads.length - rows.length;
	return table(header, rows) + (rest > 0 ? `\n  … and ${rest} more` : '');
}

async function demo(hub: DemoHub, input: DemoInput): Promise<N8nServer> {
	console.log(`• Ango Hub: ${hub.local ? 'the local hub' : 'the real one'} at ${hub.url}`);
	const project = await demoProject(hub, input);
	const batch = `Demo ${new Date().toISOString().slice(0, 10)}`;
	console.log(`• Project "${input.projectName}" (${project}) with the class "${input.className}"`);

	console.log('• Starting n8n with the packed package …');
	const fileFolders = [input.folder, dirname(input.labelsFile)];
	const tarball = packPackage(temporaryFolder('tarball'));
	const n8n = await N8nServer.launch(tarball, { fileFolders });
	const access = { apiKey: hub.apiKey, region: 'custom', url: hub.url, platform: 'current' };
	const credential = await n8n.api.createCredential('Ango Hub', 'angoHubApi', access);
	const check = await n8n.api.testCredential(credential);
	if (check.status !== 'OK') throw new Error(`The credential does not work: ${check.message}`);

	console.log(`• Running the workflow on ${input.folder} …`);
	const { workflowId, execution } = await uploadFolder(n8n, credential, {
		folder: input.folder,
		labels: input.labelsFile,
		project,
		batch,
		class: input.className,
	});
	const created = execution.json('Get Assets').length;
	console.log(`\n${resultTable(execution)}\n`);
	console.log(`  ${created} assets are in the batch "${batch}" of "${input.projectName}".\n`);
	if (hub.local) {
		console.log('• An annotator labels some of them; the trigger starts a workflow for each …\n');
		console.log(`${await labelsBack(hub.local, n8n, credential, project)}\n`);
	}
	console.log(`  Editor    ${n8n.url}/workflow/${workflowId}`);
	console.log(`  Sign in   ${n8n.owner.email}   ${n8n.owner.password}`);
	return n8n;
}

try {
	const n8n = await demo(await demoHub(options.real), demoInput(options.files));
	if (!options.once) {
		console.log('\n  Ctrl-C ends the demo and removes what it made on this machine.');
		while (n8n.isRunning) await sleep(1000);
		throw new Error(`n8n has ended by itself\n${n8n.logTail()}`);
	}
	await n8n.stop();
	process.exit(0);
} catch (error) {
	console.error(`\n${(error as Error).message}`);
	process.exit(1);
}
