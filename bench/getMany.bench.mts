import { temporaryFolder } from '../test/n8n/harness/cleanup.mts';
import { contender, pythonContender } from './frame/contender.mts';
import { BenchHub } from './frame/hub.mts';
import { pythonWithSdk } from './frame/python.mts';
import { report, type Row } from './frame/report.mts';

const TASKS = 100_000;
const LATENCY_MS = 20;
/** New tasks, and tasks that go on to another stage, in a second of the changing project. */
const CHANGES_PER_SECOND = 50;
const TIMES_FASTER = 5;

interface Reading {
	seconds: number;
	idleMb?: number;
	peakMb?: number;
	ids: string[];
}

/** All tasks of a project, at rest and while it changes: time, gaps and doubles. */
export default async function getMany(): Promise<void> {
	const python = pythonWithSdk(temporaryFolder('sdk'));
	const contenders = {
		'Ango Hub node': async (job: object) => await contender<Reading>('getTasks.mts', job),
		'Bare loop': async (job: object) => await contender<Reading>('getTasksLoop.mts', job),
		...(python && {
			'SDK loop': (job: object) => pythonContender<Reading>(python, 'get_tasks_sdk.py', job),
		}),
	};
	const hub = await BenchHub.start();
	const project = await hub.seedProject('Get Many');
	await hub.seedTasks(project, TASKS);
	await hub.faults({ latencyMs: LATENCY_MS });

	const rows: Row[] = [];
	const seconds = new Map<string, number>();
	for (const changing of [false, true]) {
		for (const [name, read] of Object.entries(contenders)) {
			const before = await hub.taskIds(project);
			await hub.clearTraffic();
			if (changing) await hub.startChanges(project, CHANGES_PER_SECOND);
			const reading = await read({ hub: hub.access, project });
			if (changing) await hub.stopChanges();
			const { api, mostUnderway } = await hub.traffic();
			if (!changing) seconds.set(name, reading.seconds);
			rows.push({
				project: changing ? 'changing' : 'at rest',
				contender: name,
				seconds: reading.seconds,
				calls: api,
				'most in flight': mostUnderway,
				...faultsOf(before, reading.ids),
				'peak memory above idle, MB': reading.peakMb ? reading.peakMb - reading.idleMb! : '',
			});
		}
	}
	await hub.stop();
	const [ours, ...loops] = seconds.values();
	const isFast = loops.every((loop) => loop >= TIMES_FASTER * ours!);
	const isRight = rows
		.filter((row) => row.contender === 'Ango Hub node')
		.every((row) => row.missing === 0 && row.doubled === 0 && row['in order'] === 'yes');
	report('getMany', {
		title: `${TASKS} tasks by pages of 100, ${LATENCY_MS} ms a call`,
		rows,
		notes: [
			...[...seconds]
				.slice(1)
				.map(
					([name, own]) => `At rest, the ${name} takes ${(own / ours!).toFixed(1)} times as long.`,
				),
			`Goal: at least ${TIMES_FASTER} times as fast, in order, without gaps or doubles: ${isFast && isRight ? 'met' : 'not met'}.`,
			`Changing: ${CHANGES_PER_SECOND} tasks a second are added, and as many move to another stage.`,
		],
	});
}

/** What is wrong with a reading: tasks that were there all the time and are missing, doubles, disorder. */
function faultsOf(before: string[], ids: string[]): Row {
	const read = new Set(ids);
	const known = new Set(before);
	// Newest first, as Ango Hub lists them; a Set keeps the order of the first time.
	const again = [...read].filter((id) => known.has(id));
	const inOrder = again.every((id, index) => id === before[index]);
	return {
		missing: before.filter((id) => !read.has(id)).length,
		doubled: ids.length - read.size,
		'in order': inOrder ? 'yes' : 'no',
	};
}
