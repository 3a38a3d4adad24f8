import { temporaryFolder } from '../test/n8n/harness/cleanup.mts';
import type { Measured } from './frame/contend.mts';
import { contender } from './frame/contender.mts';
import { writeFiles } from './frame/files.mts';
import { BenchHub } from './frame/hub.mts';
import { report, type Row } from './frame/report.mts';

const EXISTING = 100_000;
const NEW = 1_000;
/** The standard plan's requests in a minute. */
const REQUESTS = 100;
/** How many times faster than in the world the minute passes. */
const FASTER = 8;

/** An Ango Hub that gives all tasks whatever the filter says makes the node ask for each ID alone. */
const variants = [
	{ name: 'Many external IDs with a call', filtersTasks: true },
	{ name: 'Each external ID with a call of its own', filtersTasks: false },
];

/** Upload with Skip into a large project: what does it cost to find out that files are new? */
export default async function skipExisting(): Promise<void> {
	const paths = writeFiles(temporaryFolder('skip-existing'), NEW, 1_024);
	const rows: Row[] = [];
	for (const { name, filtersTasks } of variants) {
		// A project of its own for each, so that all files are new to it.
		const hub = await BenchHub.start();
		const project = await hub.seedProject(name);
		await hub.seedTasks(project, EXISTING);
		const rateLimit = { requests: REQUESTS, windowMs: 60_000 / FASTER, retryAfter: false };
		await hub.faults({ rateLimit, filtersTasks });
		await hub.clearTraffic();
		const { seconds, failures } = await contender<Measured & { failures: number }>(
			'uploadOurs.mts',
			{
				hub: hub.access,
				project,
				paths,
				options: { ifExists: 'skip', returnIds: false },
				requestOptions: { requestsPerMinute: FASTER * REQUESTS },
			},
		);
		const lookUps = await hub.lookUps();
		const registered = (await hub.assetCount(project)) - EXISTING;
		await hub.stop();
		rows.push({
			variant: name,
			'a minute here, seconds': 60 / FASTER,
			seconds,
			'calls to look up': lookUps,
			'calls for each ID': lookUps / NEW,
			'files failed or missing': failures + NEW - registered,
		});
	}
	report('skipExisting', {
		title: `Upload of ${NEW} new files with 'If Asset Exists: Skip' into a project of ${EXISTING} assets, ${REQUESTS} requests per minute`,
		rows,
		notes: [
			'The upload itself takes a call for each file in both.',
			'Goal: at most 0.02 calls for each external ID that is not there.',
		],
	});
}
