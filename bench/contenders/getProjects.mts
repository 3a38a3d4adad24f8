/** One call of Ango Hub for each item, by our node or by n8n's HTTP Request node. */
import type { NodeSpec } from '../../test/engine/harness/index.mts';
import { contend, measured } from '../frame/contend.mts';
import { ANGO_HUB, benchEngine, httpRequest } from '../frame/engine.mts';
import { failuresOf } from '../frame/files.mts';
import type { HubAccess } from '../frame/hub.mts';

export interface GetJob {
	hub: HubAccess;
	node: 'angoHub' | 'httpRequest';
	project: string;
	count: number;
}

contend(async ({ hub, node, project, count }: GetJob) => {
	const engine = await benchEngine(hub);
	const nodes: Record<GetJob['node'], NodeSpec> = {
		angoHub: {
			type: ANGO_HUB,
			parameters: {
				resource: 'project',
				operation: 'get',
				project: { __rl: true, mode: 'id', value: '={{ $json.project }}' },
				simplify: false,
			},
		},
		httpRequest: httpRequest('Get', { url: `=${hub.url}/v2/project/{{ $json.project }}` }),
	};
	const items = Array.from({ length: count }, () => ({ json: { project } }));
	const { result, ...figures } = await measured(
		async () => await engine.run({ node: nodes[node], items }),
	);
	await engine.dispose();
	if (result.items.length !== count) throw new Error(`${result.items.length} items came out`);
	return { ...figures, ...failuresOf(result) };
});
