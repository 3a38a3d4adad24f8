import { temporaryFolder } from '../test/n8n/harness/cleanup.mts';
import type { Measured } from './frame/contend.mts';
import { contender, pythonContender } from './frame/contender.mts';
import { writeFiles, type UploadJob } from './frame/files.mts';
import { BenchHub, type Traffic } from './frame/hub.mts';
import { pythonWithSdk } from './frame/python.mts';
import { median, report } from './frame/report.mts';

const FILES = 1_000;
const SIZE = 50 * 1024;
const LATENCY_MS = 20;
const RUNS = 3;
/** Requests at once: our default, and half of it. */
const CONCURRENCY = [32, 16];

type Figures = Measured & { failures: number };

/** Many small files: our node against the official SDK, n8n's own nodes, and a bare script. */
export default async function smallFiles(): Promise<void> {
	const hub = await BenchHub.start();
	const paths = writeFiles(temporaryFolder('small-files'), FILES, SIZE);
	const python = pythonWithSdk(temporaryFolder('sdk'));
	const contenders: Record<string, (job: UploadJob) => Promise<Figures> | Figures> = {};
	for (const concurrency of CONCURRENCY) {
		const requestOptions = { concurrency };
		contenders[`Ango Hub node, ${concurrency} at once`] = async (job) =>
			await contender('uploadOurs.mts', { ...job, requestOptions });
		contenders[`Bare Node script, ${concurrency} at once`] = async (job) =>
			await contender('uploadFloor.mts', { ...job, requestOptions });
	}
	contenders['HTTP Request nodes'] = async (job) => await contender('uploadHttpRequest.mts', job);
	if (python) contenders['Python SDK'] = (job) => pythonContender(python, 'upload_sdk.py', job);

	await hub.faults({ latencyMs: LATENCY_MS, storageLatencyMs: LATENCY_MS });
	const runs = new Map<string, Array<Figures & Traffic>>();
	// In turn, so that a change of the machine's speed meets all of them.
	for (let round = 0; round < RUNS; round++) {
		for (const [name, run] of Object.entries(contenders)) {
			const project = await hub.seedProject(`${name} ${round}`);
			await hub.clearTraffic();
			const figures = await run({ hub: hub.access, project, paths });
			const traffic = await hub.traffic();
			const registered = await hub.assetCount(project);
			if (figures.failures > 0 || registered !== FILES) {
				throw new Error(`${name} lost files: ${registered} of ${FILES} are registered`);
			}
			runs.set(name, [...(runs.get(name) ?? []), { ...figures, ...traffic }]);
		}
	}
	await hub.stop();

	const middle = [...runs].map(([name, own]) => ({ name, ...median(own) }));
	const ours = middle[0]!.seconds;
	report('smallFiles', {
		title: `${FILES} files of ${SIZE / 1024} KB, ${LATENCY_MS} ms for each call of the API and of the storage, median of ${RUNS} runs`,
		rows: middle.map(
			({ name, seconds, cpuSeconds, idleMb, peakMb, api, storage, mostUnderway }) => ({
				contender: name,
				seconds,
				'times ours': seconds / ours,
				'CPU seconds': cpuSeconds,
				'peak memory above idle, MB': peakMb - idleMb,
				'most in flight': mostUnderway,
				'API calls': api,
				'storage calls': storage,
			}),
		),
		notes: ['The local hub shares the two processors with each contender.'],
	});
}
