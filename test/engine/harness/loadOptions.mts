import { LoadOptionsContext } from 'n8n-core';
import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
	INodeTypes,
} from 'n8n-workflow';
import { createAdditionalData } from './additionalData.mts';
import type { EngineCredentials } from './credentials.mts';
import type { NodeSpec } from './workflow.mts';
import { createWorkflow } from './workflow.mts';

export interface ListSearchQuery {
	filter?: string;
	paginationToken?: string;
}

/** Calls a `methods.listSearch` entry the way the editor's picker does. */
export async function listSearch(
	method: string,
	node: NodeSpec,
	{ filter, paginationToken }: ListSearchQuery,
	nodeTypes: INodeTypes,
	credentials: EngineCredentials,
): Promise<INodeListSearchResult> {
	const { context, methods } = createContext(node, nodeTypes, credentials);
	const search = methods.listSearch?.[method];
	if (!search) throw new Error(`${node.type} has no list search method "${method}"`);
	return await search.call(context, filter, paginationToken);
}

/** Calls a `methods.loadOptions` entry the way the editor's drop-down does. */
export async function loadOptions(
	method: string,
	node: NodeSpec,
	nodeTypes: INodeTypes,
	credentials: EngineCredentials,
): Promise<INodePropertyOptions[]> {
	const { context, methods } = createContext(node, nodeTypes, credentials);
	const load = methods.loadOptions?.[method];
	if (!load) throw new Error(`${node.type} has no load options method "${method}"`);
	return await load.call(context);
}

function createContext(spec: NodeSpec, nodeTypes: INodeTypes, credentials: EngineCredentials) {
	const workflow = createWorkflow(
		{ nodes: [{ ...spec, name: 'Node' }], connections: {} },
		nodeTypes,
		credentials,
	);
	const node = workflow.nodes.Node;
	const additionalData = createAdditionalData(credentials);
	additionalData.currentNodeParameters = node.parameters;
	const context: ILoadOptionsFunctions = new LoadOptionsContext(workflow, node, additionalData, '');
	const { methods = {} } = nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	return { context, methods };
}
