import { WorkflowExecute } from 'n8n-core';
import type {
	ExecutionError,
	ExecutionStatus,
	INodeExecutionData,
	IRun,
	IWorkflowExecuteAdditionalData,
	NodeExecutionHint,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createRunExecutionData } from 'n8n-workflow';

/** What one node produced in its last run. */
export interface NodeResult {
	/** Items of the first output. */
	items: INodeExecutionData[];
	/** Items of the error output, when the node has one. */
	errorItems: INodeExecutionData[];
	outputs: INodeExecutionData[][];
	hints: NodeExecutionHint[];
	error?: ExecutionError;
}

/** The outcome of an execution, seen from the node under test (or the last one that ran). */
export interface RunResult extends NodeResult {
	status: ExecutionStatus;
	/** Result of any node of the workflow, by name. */
	node(name: string): NodeResult;
	run: IRun;
}

/** A running execution. `cancel` does what n8n's stop button does. */
export interface Execution {
	result: Promise<RunResult>;
	cancel(): void;
}

export interface StartOptions {
	workflow: Workflow;
	additionalData: IWorkflowExecuteAdditionalData;
	mode: WorkflowExecuteMode;
	startNode: string;
	/** What the start node is given: the items of each of its inputs, or a trigger's outputs. */
	data: INodeExecutionData[][];
	/** The node that the result is about; the last one that ran, when not given. */
	nodeName?: string;
	/** Why the start node failed before the execution began. */
	failure?: ExecutionError;
}

/** Starts n8n's own engine. Throws at once when n8n would refuse to start the workflow. */
export function startExecution(options: StartOptions): Execution {
	const { workflow, additionalData, mode, startNode, data, nodeName, failure } = options;
	const node = workflow.getNode(startNode);
	if (!node) throw new Error(`The workflow has no node "${startNode}"`);
	const runExecutionData = createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node, data: { main: data }, source: null }] },
		...(failure && { resultData: { error: failure, lastNodeExecuted: startNode } }),
	});
	const engine = new WorkflowExecute(additionalData, mode, runExecutionData);
	const running = engine.processRunExecutionData(workflow);
	return {
		result: running.then((run) => toResult(run, workflow, nodeName)),
		cancel: () => running.cancel(),
	};
}

function toResult(run: IRun, workflow: Workflow, nodeName?: string): RunResult {
	const { resultData } = run.data;
	const name = nodeName ?? resultData.lastNodeExecuted;
	return {
		...(name ? nodeResult(run, workflow, name) : emptyResult),
		error: resultData.error,
		status: run.status,
		node: (other) => nodeResult(run, workflow, other),
		run,
	};
}

const emptyResult: NodeResult = { items: [], errorItems: [], outputs: [], hints: [] };

function nodeResult(run: IRun, workflow: Workflow, name: string): NodeResult {
	const task = run.data.resultData.runData[name]?.at(-1);
	if (!task) return emptyResult;
	const outputs = (task.data?.main ?? []).map((items) => items ?? []);
	const hasErrorOutput = workflow.getNode(name)?.onError === 'continueErrorOutput';
	return {
		items: outputs[0] ?? [],
		errorItems: hasErrorOutput ? (outputs.at(-1) ?? []) : [],
		outputs,
		hints: task.hints ?? [],
		error: task.error,
	};
}
