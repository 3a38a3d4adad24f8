import { randomUUID } from 'node:crypto';
import type {
	IConnections,
	IDataObject,
	INode,
	INodeParameters,
	INodeTypes,
	IWorkflowSettings,
} from 'n8n-workflow';
import { NodeConnectionTypes, VersionedNodeType, Workflow } from 'n8n-workflow';
import type { EngineCredentials } from './credentials.mts';

/** A node under test: only what differs from a freshly added node. */
export interface NodeSpec extends Partial<Omit<INode, 'parameters'>> {
	type: string;
	/** Only what the user changed: n8n fills in the defaults. Values may be expressions. */
	parameters?: INodeParameters | IDataObject;
}

/** The part of an exported workflow that the engine needs. */
export interface WorkflowJson {
	id?: string;
	name?: string;
	nodes: NodeSpec[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	staticData?: IDataObject;
	active?: boolean;
}

/** A new node of the newest version, with the credentials the engine has for it. */
export function createNode(
	{ type, ...spec }: NodeSpec,
	nodeTypes: INodeTypes,
	credentials: EngineCredentials,
): INode {
	const nodeType = nodeTypes.getByName(type);
	const typeVersion = spec.typeVersion ?? newestVersion(nodeType);
	const { description } = nodeTypes.getByNameAndVersion(type, typeVersion);
	return {
		id: randomUUID(),
		name: description.defaults.name ?? description.displayName,
		position: [0, 0],
		...(description.webhooks && { webhookId: randomUUID() }),
		credentials: credentials.forNode((description.credentials ?? []).map(({ name }) => name)),
		...spec,
		type,
		typeVersion,
		parameters: structuredClone(spec.parameters ?? {}) as INodeParameters,
	};
}

/** Builds n8n's workflow object; n8n fills in the default parameter values of every node. */
export function createWorkflow(
	{ nodes, settings, ...workflow }: WorkflowJson,
	nodeTypes: INodeTypes,
	credentials: EngineCredentials,
): Workflow {
	return new Workflow({
		id: randomUUID(),
		name: 'Engine test',
		active: false,
		...workflow,
		nodes: nodes.map((node) => createNode(node, nodeTypes, credentials)),
		nodeTypes,
		settings: { executionOrder: 'v1', ...settings },
	});
}

/** Connects the main output of each node to the next one. */
export function chain(...names: string[]): IConnections {
	return Object.fromEntries(
		names
			.slice(1)
			.map((node, index) => [
				names[index],
				{ main: [[{ node, type: NodeConnectionTypes.Main, index: 0 }]] },
			]),
	);
}

function newestVersion(nodeType: ReturnType<INodeTypes['getByName']>): number {
	if (nodeType instanceof VersionedNodeType) return nodeType.currentVersion;
	const { defaultVersion, version = 1 } = nodeType.description as {
		defaultVersion?: number;
		version?: number | number[];
	};
	return defaultVersion ?? Math.max(...[version].flat());
}
