import { UserError } from 'n8n-workflow';

import type { Hub } from '../../../shared/hub';
import type { LabelItem, Task } from '../../../shared/hub/types';
import { objectsIn } from '../../../shared/labels/annotations';
import { isWithoutLabels } from '../../../shared/labels/content';
import { mapConcurrent } from '../../../shared/util/concurrency';
import { recordsIn } from '../../../shared/util/lists';
import { errorOf } from '../../../shared/util/outcome';

/**
 * Writes labels onto the tasks of their assets, in whatever stage these are. What somebody has labeled
 * stays as it is, and is the error of its item.
 * @param items labels of assets that are named by their external IDs
 * @returns for each item, the error, or whether there was a task
 */
export async function annotateMoved(
	hub: Hub,
	projectId: string,
	items: LabelItem[],
): Promise<Array<Error | 'annotated' | 'notFound'>> {
	const externalIds = items.flatMap(({ externalId }) => externalId ?? []);
	const assets = await hub.assets.withExternalIds(projectId, externalIds);
	const tasks = await hub.tasks.ofAssets(
		projectId,
		[...assets.values()].flat().map(({ _id, externalId }) => ({ id: _id, externalId })),
	);
	return await mapConcurrent(items, hub.concurrency, async (item) => {
		const { externalId, ...content } = item;
		const own = assets.get(externalId ?? '') ?? [];
		const ids = own.flatMap((asset) => tasks.get(asset._id) ?? []).map((task) => task._id);
		for (const id of ids) {
			const error = await errorOf(
				hub.labels.taskQueue.run(id, async () => {
					if (isLabeled(await hub.tasks.get(id, true))) throw alreadyLabeled(externalId);
					await hub.labels.annotate(id, content);
				}),
			);
			if (error) return error;
		}
		return ids.length > 0 ? 'annotated' : 'notFound';
	});
}

function isLabeled({ answer = {}, brushDataUrl, medicalBrushDataUrl }: Task): boolean {
	return !isWithoutLabels({
		objects: objectsIn(answer),
		classifications: recordsIn(answer.classifications),
		relations: recordsIn(answer.relations),
		brushDataUrl,
		medicalBrushDataUrl,
	});
}

function alreadyLabeled(externalId?: string): UserError {
	return new UserError(`The task of '${externalId}' has left Start, and has labels already`, {
		description:
			"They were left as they are. Use 'Annotate Task' to add to labels, or to overwrite them.",
	});
}
