import type { HubCore } from './core.mts';
import type { Stage, Task } from './types.mts';
import type { OpenObject } from './validate.mts';

interface Condition {
	type: string;
	value: unknown;
	index?: number;
}

const arrayIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function hasAnnotations(task: Task, value: OpenObject): boolean {
	const wanted = [...arrayIn(value.tools), ...arrayIn(value.classifications)] as OpenObject[];
	const present = new Set(
		[...task.answer.tools, ...task.answer.classifications].map((item) => item.schemaId),
	);
	return (
		wanted.length > 0 &&
		wanted.every((entry) => arrayIn(entry.filter).includes('exists') && present.has(entry.schemaId))
	);
}

function holds(core: HubCore, task: Task, { type, value }: Condition): boolean {
	switch (type) {
		case 'AnnotationType':
			return hasAnnotations(task, (value ?? {}) as OpenObject);
		case 'Annotator':
			return arrayIn(value).includes(task.history.at(-1)?.completedBy);
		case 'RandomSample':
			return core.faults.random() * 100 < Number(value);
		case 'Duration': {
			const [from, to] = arrayIn(value) as number[];
			return task.totalDuration >= from && task.totalDuration <= to;
		}
		case 'Batch': {
			const { batches } = core.state.asset(task.asset);
			return arrayIn(value).some((batchId) => batches.includes(String(batchId)));
		}
		default:
			return false;
	}
}

/** Contract 4.4: the first condition that holds chooses its `next`, otherwise the last one. */
export function chooseBranch(core: HubCore, stage: Stage, task: Task): string | undefined {
	const logic = stage.logic as { conditions?: Condition[] } | undefined;
	const next = stage.next ?? [];
	const conditions = logic?.conditions ?? [];
	const position = conditions.findIndex((condition) => holds(core, task, condition));
	return position === -1 ? next.at(-1) : next[conditions[position].index ?? position];
}
