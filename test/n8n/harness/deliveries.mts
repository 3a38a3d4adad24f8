import type { Delivery, LocalHub, Project } from '../../local-hub/index.mts';
import { until } from './until.mts';

/** n8n answers so while its database is busy: nothing has started, and the request may come again. */
const NOT_READY = 503;

/** Sends a request to n8n, again while n8n itself says that it is not ready; a node may answer 503 too. */
export async function fetchReady(url: string, init?: RequestInit): Promise<Response> {
	let answer: Response;
	await until(
		async () => {
			answer = await fetch(url, init);
			return answer.status !== NOT_READY || !/not ready/i.test(await answer.clone().text());
		},
		() => `n8n is ready for ${url}`,
	);
	return answer!;
}

/** What the hub has delivered of a project, without what n8n was not ready for. */
export function deliveriesOf(hub: LocalHub, project: Project): Delivery[] {
	return allOf(hub, project).filter(({ status }) => status !== NOT_READY);
}

/** Waits for the hub's deliveries, and has it send those again that n8n was not ready for, as an operator would. */
export async function settleDeliveries(hub: LocalHub, project: Project): Promise<void> {
	const unready = () => {
		const latest = new Map(allOf(hub, project).map((delivery) => [delivery.taskId, delivery]));
		return [...latest.values()].filter(({ status }) => status === NOT_READY);
	};
	await until(
		async () => {
			await hub.whenDeliveriesSettled();
			const stages = new Set(unready().map(({ stageId }) => stageId));
			for (const stage of stages) await rerun(hub, project._id, stage!);
			return stages.size === 0; // what was sent again is waited for, too
		},
		() => `${unready().length} deliveries came while n8n was not ready`,
	);
}

const allOf = (hub: LocalHub, { _id }: Project) =>
	hub.deliveries.filter(({ project }) => project === _id);

async function rerun(hub: LocalHub, projectId: string, stageId: string): Promise<void> {
	await fetch(`${hub.url}/v2/project/${projectId}/rerun-webhook`, {
		method: 'POST',
		headers: { apikey: hub.apiKey, 'content-type': 'application/json' },
		body: JSON.stringify({ stageId }),
	});
}
