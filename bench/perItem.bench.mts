import type { Measured } from './frame/contend.mts';
import { contender } from './frame/contender.mts';
import { BenchHub } from './frame/hub.mts';
import { median, report } from './frame/report.mts';

const ITEMS = 10_000;
const RUNS = 3;
const NODES = { angoHub: 'Ango Hub node', httpRequest: 'HTTP Request node' };

/** What the node itself costs for each item, against n8n's HTTP Request node making the same calls. */
export default async function perItem(): Promise<void> {
	const hub = await BenchHub.start();
	const project = await hub.seedProject('Per item');
	const runs = new Map<string, Array<Measured & { mostUnderway: number }>>();
	for (let round = 0; round < RUNS; round++) {
		for (const node of Object.keys(NODES)) {
			await hub.clearTraffic();
			const job = { hub: hub.access, node, project, count: ITEMS };
			const figures = await contender<Measured>('getProjects.mts', job);
			const { api, mostUnderway } = await hub.traffic();
			if (api !== ITEMS) throw new Error(`${node} made ${api} calls`);
			runs.set(node, [...(runs.get(node) ?? []), { ...figures, mostUnderway }]);
		}
	}
	await hub.stop();
	const middle = [...runs].map(([node, own]) => ({ node, ...median(own) }));
	const builtIn = middle.find(({ node }) => node === 'httpRequest')!;
	report('perItem', {
		title: `${ITEMS} items, one call each, no latency, median of ${RUNS} runs`,
		rows: middle.map(({ node, seconds, cpuSeconds, peakMb, idleMb, mostUnderway }) => ({
			node: NODES[node as keyof typeof NODES],
			seconds,
			'times HTTP Request': seconds / builtIn.seconds,
			'CPU ms per item': (1000 * cpuSeconds) / ITEMS,
			'CPU times HTTP Request': cpuSeconds / builtIn.cpuSeconds,
			'peak memory above idle, MB': peakMb - idleMb,
			'most in flight': mostUnderway,
		})),
		notes: ['Goal: at most 1.0 times the HTTP Request node.'],
	});
}
