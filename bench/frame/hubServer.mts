/** The local hub in a process of its own: what it does must not count as the work of a contender. */
import { subscribe } from 'node:diagnostics_channel';
import type {
	FaultSwitches,
	LocalHubOptions,
	RecordedRequest,
} from '../../test/local-hub/index.mts';
import { startLocalHub } from '../../test/local-hub/index.mts';
import type { ExportSize } from './exportArchive.mts';
import type { Traffic } from './hub.mts';
import type { LabelSize } from './labelFile.mts';
import { changeTasks, seedExport, seedFile, seedPictures, seedTasks, taskIds } from './seed.mts';

const options: LocalHubOptions = JSON.parse(process.argv[2] ?? '{}');
const hub = await startLocalHub(options);

let underway = 0;
let mostUnderway = 0;
let changes: NodeJS.Timeout | undefined;
let cpu = process.cpuUsage();
subscribe('http.server.request.start', () => {
	underway += 1;
	mostUnderway = Math.max(mostUnderway, underway);
});
subscribe('http.server.response.finish', () => {
	underway -= 1;
});

/** Requests of the API that were not refused, in each whole window since the first one. */
function acceptedPerWindow(requests: RecordedRequest[], windowMs: number): number[] {
	const first = Date.parse(requests[0]!.at);
	const counts: number[] = [];
	for (const { at, status } of requests) {
		const window = Math.floor((Date.parse(at) - first) / windowMs);
		while (counts.length <= window) counts.push(0);
		if (status !== 429) counts[window]! += 1;
	}
	return counts.slice(0, -1);
}

const commands: Record<string, (...args: never[]) => unknown> = {
	seedProject: (name: string) => hub.seedProject({ name, batches: ['Batch'] })._id,
	seedTasks: (projectId: string, count: number) => seedTasks(hub, projectId, count),
	seedFile: (projectId: string, name: string, size: number) => seedFile(hub, projectId, name, size),
	seedExport: async (projectId: string, size: ExportSize) => await seedExport(hub, projectId, size),
	seedPictures: async (projectId: string, labels: LabelSize, bytes: number) =>
		await seedPictures(hub, projectId, labels, bytes),
	lastUpload: () => {
		const { size, sha256 } = [...hub.storage.objects.values()].at(-1)!;
		return { size, sha256 };
	},
	faults: (switches: Partial<FaultSwitches>) => {
		hub.resetFaults();
		Object.assign(hub.faults, switches);
	},
	clearTraffic: () => {
		hub.clearRequests();
		mostUnderway = underway;
		cpu = process.cpuUsage();
	},
	traffic: (): Traffic => {
		const { user, system } = process.cpuUsage(cpu);
		return {
			api: hub.requests.length,
			storage: hub.storage.requests.length,
			rejected: hub.requests.filter(({ status }) => status === 429).length,
			mostUnderway,
			hubCpuSeconds: (user + system) / 1e6,
		};
	},
	taskIds: (projectId: string) => taskIds(hub, projectId),
	startChanges: (projectId: string, perSecond: number) => {
		changes = setInterval(() => changeTasks(hub, projectId), 1000 / perSecond);
	},
	stopChanges: () => clearInterval(changes),
	acceptedPerWindow: (windowMs: number) => acceptedPerWindow(hub.requests, windowMs),
	lookUps: () =>
		hub.requests.filter(({ method, path }) => method === 'GET' && /\/(assets|tasks)$/.test(path))
			.length,
	assetCount: (projectId: string) => hub.state.room(projectId).assets.length,
};

process.on('message', ({ id, command, args }: { id: number; command: string; args: never[] }) => {
	const answer = async () => await commands[command]!(...args);
	answer().then(
		(value) => process.send!({ id, value }),
		(error: Error) => process.send!({ id, error: error.message }),
	);
});
process.on('disconnect', () => process.exit());
const { url, storageUrl, apiKey } = hub;
process.send!({ id: 0, value: { url, storageUrl, apiKey } });
