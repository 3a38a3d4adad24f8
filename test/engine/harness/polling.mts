import { randomUUID } from 'node:crypto';
import { Container } from '@n8n/di';
import { PollContext, PollTriggerExecutor } from 'n8n-core';
import type {
	IDataObject,
	INodeExecutionData,
	INodeTypes,
	Workflow,
	WorkflowActivateMode,
} from 'n8n-workflow';
import { createAdditionalData, createExecutionData } from './additionalData.mts';
import type { EngineCredentials } from './credentials.mts';
import type { RunResult } from './execution.mts';
import { startExecution } from './execution.mts';
import { StaticData } from './staticData.mts';
import type { NodeSpec } from './workflow.mts';
import { createWorkflow } from './workflow.mts';

const MODE = 'trigger';

/** An active workflow with one polling trigger, without its clock: each `poll` is one tick. */
export class Polling {
	private readonly spec: NodeSpec & { name: string };
	private readonly nodeTypes: INodeTypes;
	private readonly credentials: EngineCredentials;
	private readonly store: StaticData;
	private tick?: (isActivation?: boolean) => Promise<void>;
	private workflow?: Workflow;
	private emitted: INodeExecutionData[][] | undefined;
	private failure: Error | undefined;

	constructor(
		spec: NodeSpec,
		nodeTypes: INodeTypes,
		credentials: EngineCredentials,
		staticData?: IDataObject,
	) {
		// n8n keeps the ids of a workflow and its nodes, whatever is edited and restarted.
		this.spec = { id: randomUUID(), name: 'Trigger', ...spec };
		this.nodeTypes = nodeTypes;
		this.credentials = credentials;
		this.store = new StaticData(staticData && { [`node:${this.spec.name}`]: staticData });
	}

	/** What n8n saved of the node's static data. */
	get staticData(): IDataObject | undefined {
		return this.store.ofNode(this.spec.name);
	}

	/**
	 * Activates the workflow from what was saved, which polls once. Doing it again is a restart
	 * of n8n (`init`): what was not saved is gone. Rejects when the first poll fails.
	 */
	async activate(activation: WorkflowActivateMode = 'activate'): Promise<RunResult | undefined> {
		const workflow = createWorkflow(
			{
				id: 'polling-workflow',
				nodes: [this.spec],
				connections: {},
				staticData: this.store.load(),
				active: true,
			},
			this.nodeTypes,
			this.credentials,
		);
		const node = workflow.nodes[this.spec.name];
		const context = new PollContext(
			workflow,
			node,
			createAdditionalData(this.credentials),
			MODE,
			activation,
			(data) => {
				this.emitted = data;
				this.store.save(workflow);
			},
			(error) => (this.failure = error),
		);
		this.workflow = workflow;
		this.tick = Container.get(PollTriggerExecutor).create(workflow, node, context, () => true);
		const result = await this.poll(true);
		this.store.save(workflow);
		return result;
	}

	/** One tick of the clock: the execution it started, if any. Rejects when the poll fails. */
	async poll(isActivation = false): Promise<RunResult | undefined> {
		if (!this.tick || !this.workflow) throw new Error('Activate the workflow first');
		this.emitted = this.failure = undefined;
		await this.tick(isActivation);
		if (this.failure) throw this.failure;
		if (!this.emitted) return undefined;
		const { workflow } = this;
		const name = this.spec.name;
		return await startExecution({
			workflow,
			additionalData: createExecutionData(this.credentials, workflow, MODE),
			mode: MODE,
			startNode: name,
			nodeName: name,
			data: this.emitted,
		}).result;
	}
}
