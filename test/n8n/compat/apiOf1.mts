import type { INode, INodeTypeDescription } from 'n8n-workflow';
import { N8nApi, type SavedExecution } from '../harness/n8nApi.mts';
import type { WorkflowFile } from '../harness/workflows.mts';

/** The REST interface of n8n 1.x, where it differs from that of 2.x. */
export class ApiOf1 extends N8nApi {
	/** Data of executions whose status says that they have ended. */
	readonly #data = new Set<string>();

	/** Saves a workflow with the newest versions of its nodes that this n8n knows. */
	override async createWorkflow(workflow: WorkflowFile): Promise<string> {
		const types = await this.nodeTypes();
		const nodes = workflow.nodes.map((node) => withKnownVersion(node, types));
		const complete = { ...workflow, nodes, active: false };
		return await super.createWorkflow(complete);
	}

	override async activate(workflowId: string): Promise<void> {
		await this.request('patch', `/rest/workflows/${workflowId}`, { active: true });
	}

	/** Here the request brings the workflow along. */
	override async start(workflowId: string, trigger: string): Promise<string> {
		const url = `/rest/workflows/${workflowId}`;
		const { executionId } = await this.request('post', `${url}/run`, {
			workflowData: await this.request('get', url),
			triggerToStartFrom: { name: trigger },
		});
		return executionId;
	}

	/** The status is saved a moment before the data, which therefore have to be there twice. */
	protected override hasEnded(execution: SavedExecution): boolean {
		if (!super.hasEnded(execution) || execution.data === '[]') return false;
		const isKnown = this.#data.has(execution.data);
		this.#data.add(execution.data);
		return isKnown;
	}
}

function withKnownVersion(node: INode, types: INodeTypeDescription[]): INode {
	const known = types.filter(({ name }) => name === node.type).flatMap(({ version }) => version);
	if (known.length === 0) throw new Error(`This n8n has no node ${node.type}`);
	return { ...node, typeVersion: Math.min(node.typeVersion, Math.max(...known)) };
}
