import type { ICredentialType, INodeTypeDescription } from 'n8n-workflow';

/** What `scripts/describe.mjs` prints. */
export interface PackedDescription {
	workflow: { version: string; exported: string[] };
	exported: string[];
	nodes: PackedNode[];
	credentials: Array<ICredentialType & { className: string }>;
}

export interface PackedNode {
	className: string;
	description: INodeTypeDescription;
	/** Names of the methods by kind: `{ listSearch: ['searchProjects'] }`. */
	methods: Record<string, string[]>;
	hooks: string[];
}
