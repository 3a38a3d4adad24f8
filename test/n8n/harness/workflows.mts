import { randomUUID } from 'node:crypto';
import type { IConnection, IConnections, IDataObject, INode } from 'n8n-workflow';
import type { Credential } from './n8nApi.mts';

/** A workflow as n8n imports and exports it. */
export interface WorkflowFile {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IDataObject;
}

/** The node type of the packed package. */
export const ANGO_HUB = 'n8n-nodes-ango-hub.angoHub';

export const TRIGGER = 'Start';

/** A picker's value as the "By ID" way of giving it stores it. */
export function byId(value: string): IDataObject {
	return { __rl: true, mode: 'id', value };
}

const SPACING = 220;

/** A node of a workflow that a test builds. */
export function node(
	name: string,
	type: string,
	parameters: IDataObject,
	extra: Partial<INode> = {},
): INode {
	const base = { id: randomUUID(), typeVersion: 1, position: [0, 0] as [number, number] };
	return { ...base, name, type, parameters, ...extra } as INode;
}

/** Reads files from disk, into binary data. */
export function readFiles(pattern: string): INode {
	return node('Read Files', 'n8n-nodes-base.readWriteFile', { fileSelector: pattern });
}

/** A webhook that answers at once; its URL ends with the path. */
export function webhook(path: string): INode {
	const parameters = { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} };
	return node('Webhook', 'n8n-nodes-base.webhook', parameters, {
		typeVersion: 2.1,
		webhookId: path,
	});
}

/** An Ango Hub node with its credential. */
export function angoHub(
	name: string,
	{ id, name: title, type }: Credential,
	parameters: IDataObject,
	extra: Partial<INode> = {},
): INode {
	const credentials = { [type]: { id, name: title } };
	return node(name, ANGO_HUB, parameters, { credentials, ...extra });
}

/** A workflow that a click starts and whose nodes follow one another. */
export function chain(name: string, ...nodes: INode[]): WorkflowFile {
	return startedBy(node(TRIGGER, 'n8n-nodes-base.manualTrigger', {}), name, ...nodes);
}

/** A workflow with a trigger whose nodes follow one another. */
export function startedBy(trigger: INode, name: string, ...nodes: INode[]): WorkflowFile {
	const all = [trigger, ...nodes].map((item, index) => ({
		...item,
		position: [index * SPACING, 0] as [number, number],
	}));
	const connections: IConnections = {};
	for (const [index, next] of all.slice(1).entries()) {
		connections[all[index]!.name] = { main: [[to(next.name)]] };
	}
	return { name, nodes: all, connections, settings: { executionOrder: 'v1' } };
}

/** The end of a connection: the input of this node. */
export function to(nodeName: string): IConnection {
	return { node: nodeName, type: 'main', index: 0 };
}
