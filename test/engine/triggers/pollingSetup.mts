import type { IDataObject } from 'n8n-workflow';
import type { Project, Task } from '../../local-hub/index.mts';
import type { Polling } from '../harness/index.mts';
import { byId } from '../setup.mts';
import {
	ANSWER,
	openTriggerSetup,
	seedWebhookProject,
	type TriggerSetup,
} from './webhookSetup.mts';

/** A hub whose clock the test moves, a project on it, and polling triggers that watch it. */
export function pollingSetup() {
	const here = {} as { setup: TriggerSetup; project: Project };
	let clock = Date.parse('2026-02-01T08:00:00.000Z');
	const now = () => clock;
	const pass = (ms: number) => (clock += ms);

	beforeAll(async () => {
		here.setup = await openTriggerSetup({ now });
	});
	afterAll(async () => await here.setup.close());
	beforeEach(() => {
		here.project = seedWebhookProject(here.setup.hub);
		pass(1_000);
	});
	afterEach(() => {
		here.setup.hub.resetFaults();
		here.setup.hub.clearRequests();
	});

	const polling = (event: string, more: IDataObject = {}) =>
		here.setup.engine.polling({
			type: 'test.polling',
			parameters: { event, project: byId(here.project._id), ...more },
		});

	async function active(event: string, more?: IDataObject): Promise<Polling> {
		const watch = polling(event, more);
		expect(await watch.activate()).toBeUndefined();
		return watch;
	}

	const poll = async (watch: Polling) => (await watch.poll())?.items.map(({ json }) => json) ?? [];

	/** A task that waits for its label. */
	function newTask(batch?: number): Task {
		const batches = batch === undefined ? [] : [here.project.batches[batch]._id];
		return here.setup.hub.taskOf(here.setup.hub.seedAsset(here.project._id, { batches }));
	}

	/** Labels a task and accepts it, so that it is complete. */
	function complete(task: Task, answer?: typeof ANSWER): Task {
		here.setup.hub.submit(task._id, answer);
		return here.setup.hub.review(task._id, 'Accepted');
	}

	async function requeue(task: Task, toStageId: string) {
		const response = await fetch(
			`${here.setup.hub.url}/v2/project/${here.project._id}/requeueTasks`,
			{
				method: 'POST',
				headers: { apikey: here.setup.hub.apiKey, 'content-type': 'application/json' },
				body: JSON.stringify({ toStageId, filters: { taskIds: [task._id] }, options: {} }),
			},
		);
		expect(response.ok).toBe(true);
	}

	async function api(path: string, body: IDataObject): Promise<IDataObject> {
		const response = await fetch(`${here.setup.hub.url}${path}`, {
			method: 'POST',
			headers: { apikey: here.setup.hub.apiKey, 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		expect(response.ok).toBe(true);
		return (await response.json()).data as IDataObject;
	}

	return { here, now, pass, polling, active, poll, newTask, complete, requeue, api };
}
