import { appendFileSync } from 'node:fs';
import type { IDataObject } from 'n8n-workflow';
import type { Engine } from './engine.mts';

/** Nodes that have output schemas, by their type. */
const NODES: Record<string, string> = {
	'n8n-nodes-ango-hub.angoHub': 'AngoHub',
	'n8n-nodes-ango-hub.angoHubLabels': 'AngoHubLabels',
};

/** With RECORD_OUTPUTS set, what operations put out is kept there; the output schemas come from it. */
export function recorded(run: Engine['run']): Engine['run'] {
	const file = process.env.RECORD_OUTPUTS;
	if (!file) return run;
	return async (spec) => {
		const result = await run(spec);
		const { resource, operation, simplify = true, options } = spec.node.parameters ?? {};
		const node = NODES[spec.node.type];
		// Chosen fields come as Ango Hub has them.
		const isRaw = simplify !== true || (options as IDataObject | undefined)?.fields !== undefined;
		// What a node hands n8n before it waits does not come out.
		const isOutput = result.status !== 'waiting';
		if (node !== undefined && operation !== undefined && !isRaw && isOutput) {
			const given = result.items.filter(({ json }) => !('error' in json)).slice(0, 5);
			const items = given.map(({ json }) => json);
			appendFileSync(file, `${JSON.stringify({ node, resource, operation, items })}\n`);
		}
		return result;
	};
}
