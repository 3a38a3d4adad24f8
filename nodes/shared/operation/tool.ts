import type { INode } from 'n8n-workflow';

/** True where an AI agent uses the node: n8n makes a type of its own for that. */
export function isTool({ type }: INode): boolean {
	return type.endsWith('Tool');
}
