import type { Readable } from 'node:stream';
import type {
	IBinaryData,
	ICredentialType,
	IDataObject,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeListSearchResult,
	INodePropertyOptions,
	IWebhookResponseData,
	IWorkflowSettings,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createExecutionData } from './additionalData.mts';
import type { FileInfo } from './binary.mts';
import { readBinary, storeBinary, streamBinary } from './binary.mts';
import { testCredential } from './credentialTest.mts';
import type { CredentialData } from './credentials.mts';
import { EngineCredentials } from './credentials.mts';
import type { Execution, RunResult } from './execution.mts';
import { startExecution } from './execution.mts';
import type { ListSearchQuery } from './loadOptions.mts';
import { listSearch, loadOptions } from './loadOptions.mts';
import type { NodeClass } from './nodeTypes.mts';
import { createNodeTypes, SOURCE_TYPE } from './nodeTypes.mts';
import { Polling } from './polling.mts';
import { recorded } from './recording.mts';
import type { BinaryMode, LogEntry } from './runtime.mts';
import { acquireRuntime, releaseRuntime } from './runtime.mts';
import { callWaitingNode } from './waiting.mts';
import { Webhook } from './webhook.mts';
import type { NodeSpec, WorkflowJson } from './workflow.mts';
import { chain, createWorkflow } from './workflow.mts';

export interface EngineOptions {
	/** Node classes by full type name, e.g. `n8n-nodes-ango-hub.angoHub`. */
	nodeTypes: Record<string, NodeClass>;
	credentialTypes?: Record<string, new () => ICredentialType>;
	/** What a user would have typed into the credentials, by credential type. */
	credentials?: CredentialData;
	binaryMode?: BinaryMode;
}

export interface NodeRun {
	node: NodeSpec;
	/** Input items of the node; one empty item when not given. */
	items?: INodeExecutionData[];
	settings?: IWorkflowSettings;
	mode?: WorkflowExecuteMode;
}

export interface WorkflowRun {
	/** What the start node is given; one empty item when not given. */
	items?: INodeExecutionData[];
	/** The node to start from; the one n8n would choose when not given. */
	startNode?: string;
	/** The node the result is about; the last one that ran when not given. */
	node?: string;
	mode?: WorkflowExecuteMode;
}

/** Runs nodes in the real engine of n8n-core, with its real request and binary helpers. */
export interface Engine {
	/** Runs one node and waits for it. Rejects when n8n would refuse to start the workflow. */
	run(run: NodeRun): Promise<RunResult>;
	/** Starts one node, for tests that cancel it. */
	start(run: NodeRun): Execution;
	runWorkflow(workflow: WorkflowJson, run?: WorkflowRun): Promise<RunResult>;
	startWorkflow(workflow: WorkflowJson, run?: WorkflowRun): Execution;
	/** Calls the webhook of a node that `run` has left waiting. */
	callWaiting(result: RunResult, node: NodeSpec): Promise<IWebhookResponseData>;
	/** Makes a file for an input item; a stream never passes through memory in filesystem mode. */
	binary(content: Buffer | Readable, info: FileInfo): Promise<IBinaryData>;
	readBinary(binaryData: IBinaryData): Promise<Buffer>;
	streamBinary(binaryData: IBinaryData): Promise<Readable>;
	listSearch(
		method: string,
		node: NodeSpec,
		query?: ListSearchQuery,
	): Promise<INodeListSearchResult>;
	loadOptions(method: string, node: NodeSpec): Promise<INodePropertyOptions[]>;
	/** Runs a credential's `test` request and rules. */
	testCredential(type: string): Promise<INodeCredentialTestResult>;
	/** An active workflow with a polling trigger; `staticData` is what an earlier run saved. */
	polling(node: NodeSpec, staticData?: IDataObject): Polling;
	/** A workflow with a webhook trigger, reachable over HTTP on this machine. */
	webhook(node: NodeSpec, staticData?: IDataObject): Promise<Webhook>;
	/** Everything n8n and the nodes logged since the engine was made. */
	readonly log: readonly LogEntry[];
	/** Removes all that the engine put on disk. */
	dispose(): Promise<void>;
}

/** How the node under test is called where it has no name of its own. */
const TESTED = 'Node';

/** Makes an engine. Engines that live at the same time must have the same binary mode. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
	const nodeTypes = createNodeTypes(options.nodeTypes);
	const credentials = new EngineCredentials(
		options.credentialTypes ?? {},
		options.credentials ?? {},
	);
	const runtime = await acquireRuntime(options.binaryMode ?? 'memory');
	const firstLogEntry = runtime.log.length;
	const webhooks: Webhook[] = [];
	let disposed = false;

	const startWorkflow: Engine['startWorkflow'] = (json, run = {}) => {
		const workflow = createWorkflow(json, nodeTypes, credentials);
		const mode = run.mode ?? 'trigger';
		const startNode = run.startNode ?? workflow.getStartNode()?.name;
		if (!startNode) throw new Error('The workflow has no node to start from');
		return startExecution({
			workflow,
			additionalData: createExecutionData(credentials, workflow, mode),
			mode,
			startNode,
			data: [run.items ?? [{ json: {} }]],
			nodeName: run.node,
		});
	};
	const workflowOf = (node: NodeSpec, settings?: IWorkflowSettings): WorkflowJson => ({
		nodes: [
			{ type: SOURCE_TYPE, name: 'Source' },
			{ name: TESTED, ...node },
		],
		connections: chain('Source', node.name ?? TESTED),
		settings,
	});
	const start: Engine['start'] = ({ node, settings, ...run }) =>
		startWorkflow(workflowOf(node, settings), {
			...run,
			startNode: 'Source',
			node: node.name ?? TESTED,
		});

	return {
		start,
		startWorkflow,
		callWaiting: async ({ run }, node) =>
			await callWaitingNode(workflowOf(node), node.name ?? TESTED, run, nodeTypes, credentials),
		run: recorded(async (run) => await start(run).result),
		runWorkflow: async (json, run) => await startWorkflow(json, run).result,
		binary: storeBinary,
		readBinary,
		streamBinary,
		listSearch: async (method, node, query = {}) =>
			await listSearch(method, node, query, nodeTypes, credentials),
		loadOptions: async (method, node) => await loadOptions(method, node, nodeTypes, credentials),
		testCredential: async (type) => await testCredential(type, credentials),
		polling: (node, staticData) => new Polling(node, nodeTypes, credentials, staticData),
		webhook: async (node, staticData) => {
			const webhook = new Webhook(node, nodeTypes, credentials, staticData);
			webhooks.push(webhook);
			await webhook.listen();
			return webhook;
		},
		get log() {
			return runtime.log.slice(firstLogEntry);
		},
		dispose: async () => {
			if (disposed) return;
			disposed = true;
			await Promise.all(webhooks.map(async (webhook) => await webhook.close()));
			await releaseRuntime();
		},
	};
}
