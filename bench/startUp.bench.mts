import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectRoot } from '../test/setup.mjs';
import type { LoadJob } from './contenders/loadNodes.mts';
import type { Measured } from './frame/contend.mts';
import { contender } from './frame/contender.mts';
import { median, report } from './frame/report.mts';

const KILOBYTE = 1024;
const RUNS = 5;

const n8n = createRequire(join(projectRoot, 'test/n8n/package.json'));
const builtIn = (file: string): LoadJob => ({
	folder: dirname(n8n.resolve('n8n-nodes-base/package.json')),
	file: `dist/nodes/${file}`,
});

/** The whole package, and big nodes of n8n with all their versions. */
const contenders: Record<string, LoadJob> = {
	'Ango Hub, all nodes': { folder: projectRoot },
	'Ango Hub, action node': { folder: projectRoot, file: 'dist/nodes/AngoHub/AngoHub.node.js' },
	Notion: builtIn('Notion/Notion.node.js'),
	HubSpot: builtIn('Hubspot/Hubspot.node.js'),
	Slack: builtIn('Slack/Slack.node.js'),
	Salesforce: builtIn('Salesforce/Salesforce.node.js'),
	'Google Drive': builtIn('Google/Drive/GoogleDrive.node.js'),
};

type Loaded = Measured & { heapMb: number; descriptions: string };

/** What the package costs when n8n starts, and what the editor downloads of it. */
export default async function startUp(): Promise<void> {
	const runs = new Map<string, Loaded[]>();
	for (let round = 0; round < RUNS; round++) {
		for (const [name, job] of Object.entries(contenders)) {
			const loaded = await contender<Loaded>('loadNodes.mts', job);
			runs.set(name, [...(runs.get(name) ?? []), loaded]);
		}
	}
	report('startUp', {
		title: `Loading into n8n, median of ${RUNS} runs`,
		rows: [...runs].map(([name, own]) => {
			const { seconds, heapMb, descriptions } = median(own);
			return {
				loaded: name,
				'time, ms': seconds * 1_000,
				'heap kept, MB': heapMb,
				'descriptions, KB': descriptions.length / KILOBYTE,
				'compressed, KB': gzipSync(descriptions).length / KILOBYTE,
			};
		}),
		notes: [
			'n8n loads community packages when it starts, and its own nodes when they are needed; each is loaded here in a fresh process that has n8n-core.',
			'Goal: small, next to a big node of n8n.',
		],
	});
}
