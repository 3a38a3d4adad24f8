import type { IDataObject } from 'n8n-workflow';

import type { Batch } from '../shared/hub/types';
import { mapConcurrent } from '../shared/util/concurrency';
import type { Scope } from './scope';

/** A batch with how many tasks it has. */
export interface CountedBatch extends Batch {
	taskCount: number;
}

/**
 * The batches all of whose tasks are complete; one without tasks is not. Asks once for each batch, and
 * once more for the number of tasks of each that is complete.
 */
export async function completeBatches({
	hub,
	project,
	batches: wanted,
}: Scope): Promise<CountedBatch[]> {
	const isWanted = ({ _id }: Batch) => wanted.length === 0 || wanted.includes(_id);
	const read = async (filter: IDataObject) =>
		await hub.readPage(hub.tasks.listing(project._id, { filter }), 1);
	const counted = await mapConcurrent(
		project.batches.filter(isWanted),
		hub.concurrency,
		async (batch) => {
			const batches = { $in: [batch._id] };
			const unfinished = await read({ batches, ...unfinishedFilter(hub, project) });
			if (unfinished.list.length > 0) return undefined;
			const { list, total } = await read({ batches });
			return { ...batch, taskCount: total ?? list.length };
		},
	);
	return counted.filter((batch) => batch !== undefined && batch.taskCount > 0) as CountedBatch[];
}

function unfinishedFilter(
	{ platform }: Scope['hub'],
	{ stages = [] }: Scope['project'],
): IDataObject {
	if (!platform.has('stages')) return { status: { $eq: 'TODO' } };
	const complete = stages.filter(({ type }) => type === 'Complete').map(({ id }) => id);
	return { stage: { $nin: complete } };
}
