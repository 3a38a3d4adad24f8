import { temporaryFolder } from '../test/n8n/harness/cleanup.mts';
import type { Measured } from './frame/contend.mts';
import { contender } from './frame/contender.mts';
import { writeFiles } from './frame/files.mts';
import { BenchHub } from './frame/hub.mts';
import { report, type Row } from './frame/report.mts';

/** The standard plan's requests in a minute. */
const REQUESTS = 100;
const LATENCY_MS = 20;

/** `faster`: how many times faster than in the world the minute passes. */
const variants = [
	{ name: '429 with Retry-After', retryAfter: true, faster: 4, files: 495, requestOptions: {} },
	// The node takes the documented minute for the length of a pause, so this one is not scaled.
	{ name: '429 without Retry-After', retryAfter: false, faster: 1, files: 295, requestOptions: {} },
	{
		name: 'Requests per Minute set',
		retryAfter: false,
		faster: 4,
		files: 495,
		requestOptions: { requestsPerMinute: 4 * REQUESTS },
	},
];

/** Upload under a rate limit: what share of the allowed requests does useful work? */
export default async function rateLimit(): Promise<void> {
	const folder = temporaryFolder('rate-limit');
	const rows: Row[] = [];
	for (const { name, retryAfter, faster, files, requestOptions } of variants) {
		// A hub of its own, or requests of the variant before would count.
		const hub = await BenchHub.start();
		const windowMs = 60_000 / faster;
		const paths = writeFiles(folder, files, 1_024);
		await hub.faults({
			latencyMs: LATENCY_MS,
			rateLimit: { requests: REQUESTS, windowMs, retryAfter },
		});
		const project = await hub.seedProject(name);
		const job = { hub: hub.access, project, paths, requestOptions };
		const { seconds, failures } = await contender<Measured & { failures: number }>(
			'uploadOurs.mts',
			job,
		);
		const { api, rejected } = await hub.traffic();
		const registered = await hub.assetCount(project);
		const accepted = api - rejected;
		const windows = await hub.acceptedPerWindow(windowMs);
		const useful = windows.reduce((sum, count) => sum + count, 0);
		await hub.stop();
		rows.push({
			variant: name,
			'a minute here, seconds': windowMs / 1000,
			files,
			seconds,
			'files failed or missing': failures + files - registered,
			'API calls per file': accepted / files,
			'rejected requests': rejected,
			'share of the maximum, %': (100 * useful) / (windows.length * REQUESTS),
		});
	}
	report('rateLimit', {
		title: `Upload with ${REQUESTS} requests per minute, the minute partly made shorter`,
		rows,
		notes: [
			`The share is of the ${REQUESTS} requests that each whole window allows. Goal: at least 95 %, nothing lost, few rejections.`,
			'Retry-After is in whole seconds, which costs more here than where a minute takes a minute.',
		],
	});
}
