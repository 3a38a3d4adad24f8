import type { Hub } from '../hub';
import type { Batch, Project, Stage } from '../hub/types';
import { listIn } from '../util/lists';
import { textIn } from '../util/textIn';

/** What is known of a project, which may be nothing. */
export type ProjectNames = Partial<Pick<Project, 'batches' | 'stages'>>;

/** A stage by its id, or else by its name; undefined where the project has no such stage any more. */
export function findStage({ stages = [] }: ProjectNames, idOrName: unknown): Stage | undefined {
	return stages.find(({ id }) => id === idOrName) ?? stages.find(({ name }) => name === idOrName);
}

/** The name of a stage, or its id where the project has no such stage any more. */
export function stageNameIn(project: ProjectNames, stageId?: string): string | undefined {
	return project.stages?.find(({ id }) => id === stageId)?.name ?? stageId;
}

/** Batches by ids or names: which of the two a record has is not always documented. */
export function batchesIn(
	{ batches = [] }: ProjectNames,
	idsOrNames: unknown,
): Array<Pick<Batch, '_id' | 'name'>> {
	return textsIn(idsOrNames).map(
		(wanted) =>
			batches.find(({ _id }) => _id === wanted) ??
			batches.find(({ name }) => name === wanted) ?? { _id: wanted, name: wanted },
	);
}

/** Names of batches; an id stands for itself where the project has no such batch any more. */
export function batchNamesIn(project: ProjectNames, idsOrNames: unknown): string[] {
	return batchesIn(project, idsOrNames).map(({ name }) => name);
}

/** Names of batches that a user gave by names or ids; the project is read only where there are any. */
export async function givenBatchNames(
	hub: Hub,
	projectId: string,
	namesOrIds: string[],
): Promise<string[]> {
	if (namesOrIds.length === 0) return [];
	return batchNamesIn(await hub.projects.recall(projectId), namesOrIds);
}

/** The texts in a list, without empty ones; none where there is no list. */
export function textsIn(list: unknown): string[] {
	return listIn(list).flatMap((entry) => textIn(entry) ?? []);
}
