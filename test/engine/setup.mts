import { createHash } from 'node:crypto';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { AngoHubApi } from '../../credentials/AngoHubApi.credentials.ts';
import { AngoHub } from '../../nodes/AngoHub/AngoHub.node.ts';
import { startLocalHub, type LocalHub, type LocalHubOptions } from '../local-hub/index.mts';
import {
	createEngine,
	type BinaryMode,
	type Engine,
	type NodeSpec,
	type RunResult,
} from './harness/index.mts';

/** A local hub and an engine whose credential points at it. */
export interface Setup {
	hub: LocalHub;
	engine: Engine;
	/** The action node with these parameters. */
	node(parameters: NodeSpec['parameters'], spec?: Partial<NodeSpec>): NodeSpec;
	close(): Promise<void>;
}

/** The node as n8n makes a tool of it for AI agents. */
class AngoHubTool extends AngoHub {
	constructor() {
		super();
		this.description = { ...this.description, name: `${this.description.name}Tool` };
	}
}

/** Sets up a hub and an engine for the tests of one file. */
export async function openSetup(
	options: LocalHubOptions & { binaryMode?: BinaryMode; credential?: object } = {},
): Promise<Setup> {
	const { binaryMode, credential, ...hubOptions } = options;
	const hub = await startLocalHub(hubOptions);
	const engine = await createEngine({
		nodeTypes: {
			'n8n-nodes-ango-hub.angoHub': AngoHub,
			'n8n-nodes-ango-hub.angoHubTool': AngoHubTool,
		},
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

/** Runs operations of a resource with the setup, and in the project if any, that the present test has. */
export function runner(resource: string, here: () => { setup: Setup; project?: string }) {
	return async (
		operation: string,
		parameters: object = {},
		items?: INodeExecutionData[],
		spec: Partial<NodeSpec> = {},
	) => {
		const { setup, project } = here();
		const where = project === undefined ? {} : { project: byId(project) };
		const all = { resource, operation, ...where, ...parameters };
		return await setup.engine.run({ node: setup.node(all as IDataObject as never, spec), items });
	};
}

/** An item that carries a file. */
export async function fileItem(
	{ engine }: Setup,
	fileName: string,
	content: Buffer | string = `content of ${fileName}`,
	{ mimeType = 'image/png', field = 'data', json = {} as IDataObject } = {},
): Promise<INodeExecutionData> {
	const binary = await engine.binary(Buffer.from(content), { fileName, mimeType });
	return { json, binary: { [field]: binary } };
}

export const sha256 = (content: Buffer | string) =>
	createHash('sha256').update(content).digest('hex');

/** The message and the description of what made a run fail. */
export function wordsOf({ error }: RunResult): string {
	return [error?.message, (error as { description?: string } | undefined)?.description].join(' ');
}

/** Lets other work go on. */
export const tick = async () => await new Promise((resolve) => setImmediate(resolve));

/** Lets what is on the wire arrive at the hub, which is in the same process: a few turns of its loop. */
export async function arrivals(): Promise<void> {
	for (let turn = 0; turn < 20; turn++) await tick();
}

/** The value of a picker whose ID was typed in. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** An ID that nothing has. */
export const NO_ID = 'f'.repeat(24);

/** The JSON of the items that came out. */
export const jsonOf = ({ items }: Pick<RunResult, 'items'>) => items.map(({ json }) => json);

/** A PNG as far as its header goes, with as many bytes behind it as wanted. */
export function png(width: number, height: number, more = 7): Buffer {
	const bytes = Buffer.alloc(33 + more, 1);
	Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
	bytes.writeUInt32BE(width, 16);
	bytes.writeUInt32BE(height, 20);
	return bytes;
}
