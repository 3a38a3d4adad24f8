import { AngoHubApi } from '../../credentials/AngoHubApi.credentials.ts';
import { AngoHub } from '../../nodes/AngoHub/AngoHub.node.ts';
import { startLocalHub, type LocalHub, type LocalHubOptions } from '../local-hub/index.mts';
import { createEngine, type BinaryMode, type Engine, type NodeSpec } from './harness/index.mts';

/** A local hub and an engine whose credential points at it. */
export interface Stage {
	hub: LocalHub;
	engine: Engine;
	/** The action node with these parameters. */
	node(parameters: NodeSpec['parameters'], spec?: Partial<NodeSpec>): NodeSpec;
	close(): Promise<void>;
}

/** Sets up a hub and an engine for the tests of one file. */
export async function openStage(
	options: LocalHubOptions & { binaryMode?: BinaryMode; credential?: object } = {},
): Promise<Stage> {
	const { binaryMode, credential, ...hubOptions } = options;
	const hub = await startLocalHub(hubOptions);
	const engine = await createEngine({
		nodeTypes: { 'n8n-nodes-ango-hub.angoHub': AngoHub },
		credentialTypes: { angoHubApi: AngoHubApi },
		credentials: {
			angoHubApi: {
				apiKey: hub.apiKey,
				region: 'custom',
				url: hub.url,
				platform: hub.platform,
				...credential,
			},
		},
		binaryMode,
	});
	return {
		hub,
		engine,
		node: (parameters, spec = {}) => ({
			type: 'n8n-nodes-ango-hub.angoHub',
			parameters,
			credentials: { angoHubApi: { id: '1', name: 'Ango Hub' } },
			...spec,
		}),
		close: async () => {
			await engine.dispose();
			await hub.stop();
		},
	};
}

/** The value of a picker whose ID was typed in. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });
