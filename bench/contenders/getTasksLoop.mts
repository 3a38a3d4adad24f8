/** The loop of the SDK's documentation in a bare Node script: one page after the other. */
import { contend, measured } from '../frame/contend.mts';
import type { ReadJob } from './getTasks.mts';

const PAGE = 100;

interface Answer {
	data: { total: number; tasks: Array<{ _id: string }> };
}

contend(async ({ hub, project }: ReadJob) => {
	const { result: ids, ...figures } = await measured(async () => {
		const tasks: Answer['data']['tasks'] = [];
		for (let page = 1, total = Infinity; tasks.length < total; page++) {
			const url = `${hub.url}/v2/project/${project}/tasks?page=${page}&limit=${PAGE}`;
			const answer = await fetch(url, { headers: { apikey: hub.apiKey } });
			const { data } = (await answer.json()) as Answer;
			if (data.tasks.length === 0) break;
			tasks.push(...data.tasks);
			total = data.total;
		}
		return tasks.map(({ _id }) => _id);
	});
	return { ...figures, ids };
});
