/** All tasks of a project by our node. */
import { contend, measured } from '../frame/contend.mts';
import { ANGO_HUB, benchEngine } from '../frame/engine.mts';
import { failuresOf } from '../frame/files.mts';
import type { HubAccess } from '../frame/hub.mts';

export interface ReadJob {
	hub: HubAccess;
	project: string;
}

contend(async ({ hub, project }: ReadJob) => {
	const engine = await benchEngine(hub);
	const node = {
		type: ANGO_HUB,
		parameters: {
			resource: 'task',
			operation: 'getAll',
			project: { __rl: true, mode: 'id', value: project },
			returnAll: true,
		},
	};
	const { result, ...figures } = await measured(async () => await engine.run({ node }));
	await engine.dispose();
	failuresOf(result);
	return { ...figures, ids: result.items.map(({ json }) => json.taskId as string) };
});
