import { toAnswer } from '../answers.mts';
import type { HubCore } from '../core.mts';
import { badRequest } from '../errors.mts';
import { route } from '../router.mts';
import type { Project, Task } from '../types.mts';
import type { Infer } from '../validate.mts';
import {
	arrayOf,
	id,
	nullable,
	object,
	openObject,
	openShape,
	optional,
	string,
	text,
} from '../validate.mts';
import { startStage } from '../workflow.mts';

const items = optional(arrayOf(openObject));

/** Contract 5.6. */
const importItem = openShape({
	externalId: optional(text),
	data: optional(text),
	objects: items,
	classifications: items,
	relations: items,
	brushDataUrl: optional(nullable(string)),
	medicalBrushDataUrl: optional(nullable(string)),
});
type ImportItem = Infer<typeof importItem>;

function isWaiting(core: HubCore, project: Project, task: Task): boolean {
	return core.platform === 'legacy'
		? task.status === 'TODO'
		: task.stage === startStage(project)?.id;
}

/** Tasks an item may label: of all its visible assets, and only before work began (contract 2.12). */
function tasksFor(core: HubCore, project: Project, item: ImportItem): Task[] {
	const room = core.state.room(project._id);
	const assets =
		item.externalId !== undefined
			? room.byExternalId.get(item.externalId)
			: room.byUrl.get(item.data ?? '');
	return (assets ?? [])
		.filter((asset) => core.state.isVisible(project._id, asset._id))
		.flatMap((asset) => asset.taskIds.map((taskId) => core.state.task(taskId)))
		.filter((task) => isWaiting(core, project, task));
}

function preLabel(core: HubCore, project: Project, task: Task, item: ImportItem): void {
	const at = core.state.timestamp();
	const { brushDataUrl = null, medicalBrushDataUrl = null } = item;
	const answer = toAnswer(project.categorySchema, item, 'import', at);
	const changes = { answer, brushDataUrl, medicalBrushDataUrl, isPreLabeled: true };
	Object.assign(task, changes, { updatedAt: at, updatedBy: core.owner });
	core.state.asset(task.asset).isPreLabeled = true;
}

/** Contract 2.12; the newest REST page names the list `labels`. */
export const labelRoutes = [
	route(
		{
			method: 'POST',
			path: '/v2/import/labels',
			body: object({
				project: id,
				jsonContent: optional(arrayOf(importItem)),
				labels: optional(arrayOf(importItem)),
			}),
		},
		({ core, body }) => {
			const project = core.state.project(body.project);
			const given = body.jsonContent ?? body.labels;
			if (given === undefined) throw badRequest('"jsonContent" is required.');
			const bad = given.findIndex(
				(item) => item.externalId === undefined && item.data === undefined,
			);
			if (bad !== -1) throw badRequest(`"jsonContent[${bad}].externalId" is required.`);
			let labeled = 0;
			for (const item of given) {
				const tasks = tasksFor(core, project, item);
				for (const task of tasks) preLabel(core, project, task, item);
				if (tasks.length > 0) labeled += 1;
			}
			core.state.touch(project._id);
			return { project: `${labeled} / ${given.length} tasks are labeled.` };
		},
	),
];
