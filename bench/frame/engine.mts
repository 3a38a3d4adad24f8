import { createRequire } from 'node:module';
import type { ICredentialType } from 'n8n-workflow';
import { AngoHubApi } from '../../credentials/AngoHubApi.credentials.ts';
import { AngoHub } from '../../nodes/AngoHub/AngoHub.node.ts';
import { AngoHubLabels } from '../../nodes/AngoHubLabels/AngoHubLabels.node.ts';
import {
	createEngine,
	type Engine,
	type NodeClass,
	type NodeSpec,
} from '../../test/engine/harness/index.mts';
import type { HubAccess } from './hub.mts';

/** `start.cjs` takes n8n's modules from the installed n8n. */
const n8n = createRequire(import.meta.filename);

const builtInNode = (name: string): NodeClass =>
	n8n(`n8n-nodes-base/dist/nodes/${name}/${name}.node.js`)[name];

export const ANGO_HUB = 'n8n-nodes-ango-hub.angoHub';
export const ANGO_HUB_LABELS = 'n8n-nodes-ango-hub.angoHubLabels';
export const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';
export const MERGE = 'n8n-nodes-base.merge';
export const AGGREGATE = 'n8n-nodes-base.aggregate';

/** Nodes that need no hub get none. */
const NO_HUB = { url: 'http://127.0.0.1:9', apiKey: 'none' };

/** n8n's engine with our nodes and those they are compared with; files are on disk. */
export async function benchEngine(
	{ url, apiKey }: Pick<HubAccess, 'url' | 'apiKey'> = NO_HUB,
	others: Record<string, NodeClass> = {},
): Promise<Engine> {
	const headerAuth: new () => ICredentialType = n8n(
		'n8n-nodes-base/dist/credentials/HttpHeaderAuth.credentials.js',
	).HttpHeaderAuth;
	return await createEngine({
		nodeTypes: {
			[ANGO_HUB]: AngoHub,
			[ANGO_HUB_LABELS]: AngoHubLabels,
			[HTTP_REQUEST]: builtInNode('HttpRequest'),
			[MERGE]: builtInNode('Merge'),
			[AGGREGATE]: n8n('n8n-nodes-base/dist/nodes/Transform/Aggregate/Aggregate.node.js').Aggregate,
			...others,
		},
		credentialTypes: { angoHubApi: AngoHubApi, httpHeaderAuth: headerAuth },
		credentials: {
			angoHubApi: { apiKey, region: 'custom', url, platform: 'current' },
			httpHeaderAuth: { name: 'apikey', value: apiKey },
		},
		binaryMode: 'filesystem',
	});
}

/** An HTTP Request node that sends the API key. */
export function httpRequest(name: string, parameters: NodeSpec['parameters']): NodeSpec {
	return {
		name,
		type: HTTP_REQUEST,
		parameters: {
			authentication: 'genericCredentialType',
			genericAuthType: 'httpHeaderAuth',
			...parameters,
		},
		credentials: { httpHeaderAuth: { id: 'httpHeaderAuth', name: 'httpHeaderAuth' } },
	};
}
