import type { IDataObject } from 'n8n-workflow';
import type { Project, Task } from '../../local-hub/index.mts';
import type { Polling } from '../harness/index.mts';
import { byId } from '../setup.mts';
import {
	ANSWER,
	openTriggerStage,
	seedWebhookProject,
	type TriggerStage,
} from './webhookSetup.mts';

/** A hub whose clock the test moves, a project on it, and polling triggers that watch it. */
export function pollingStage() {
	const here = {} as { stage: TriggerStage; project: Project };
	let clock = Date.parse('2026-02-01T08:00:00.000Z');
	const now = () => clock;
	const pass = (ms: number) => (clock += ms);

	beforeAll(async () => {
		here.stage = await openTriggerStage({ now });
	});
	afterAll(async () => await here.stage.close());
	beforeEach(() => {
		here.project = seedWebhookProject(here.stage.hub);
		pass(1_000);
	});
	afterEach(() => {
		here.stage.hub.resetFaults();
		here.stage.hub.clearRequests();
	});

	const polling = (event: string, more: IDataObject = {}) =>
		here.stage.engine.polling({
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
		return here.stage.hub.taskOf(here.stage.hub.seedAsset(here.project._id, { batches }));
	}

	/** Labels a task and accepts it, so that it is complete. */
	function complete(task: Task, answer?: typeof ANSWER): Task {
		here.stage.hub.submit(task._id, answer);
		return here.stage.hub.review(task._id, 'Accepted');
	}

	async function requeue(task: Task, toStageId: string) {
		const response = await fetch(
			`${here.stage.hub.url}/v2/project/${here.project._id}/requeueTasks`,
			{
				method: 'POST',
				headers: { apikey: here.stage.hub.apiKey, 'content-type': 'application/json' },
				body: JSON.stringify({ toStageId, filters: { taskIds: [task._id] }, options: {} }),
			},
		);
		expect(response.ok).toBe(true);
	}

	async function api(path: string, body: IDataObject): Promise<IDataObject> {
		const response = await fetch(`${here.stage.hub.url}${path}`, {
			method: 'POST',
			headers: { apikey: here.stage.hub.apiKey, 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		expect(response.ok).toBe(true);
		return (await response.json()).data as IDataObject;
	}

	return { here, now, pass, polling, active, poll, newTask, complete, requeue, api };
}
