import type { Hub } from '../../shared/hub';
import { errorOf } from '../../shared/hub/outcome';
import { mapConcurrent } from '../../shared/concurrency';
import { isOpen, type Work } from './work';
import { groupBy } from '../../shared/groupBy';

/** New assets may take a moment before labels find them. */
const DEADLINE_MS = 60_000;

/**
 * Imports the pre-labels of new assets, or writes them onto their tasks. The asset is found by its
 * URL, never by its external id, which others may share. A pre-label that does not arrive leaves the
 * asset as it is and says why.
 */
export async function applyPreLabels(hub: Hub, works: Work[]): Promise<void> {
	const labelled = works.filter((work) => isOpen(work) && work.plan.preLabels.length > 0);
	for (const [projectId, group] of groupBy(labelled, ({ plan }) => plan.projectId)) {
		await importFor(
			hub,
			projectId,
			group.filter(({ plan }) => !plan.annotate),
		);
		await annotateFor(
			hub,
			projectId,
			group.filter(({ plan }) => plan.annotate),
		);
	}
}

async function importFor(hub: Hub, projectId: string, works: Work[]): Promise<void> {
	if (works.length === 0) return;
	const items = works.map(({ plan, entry }) => ({
		data: entry?.data ?? entry?.dataset?.[0],
		classifications: plan.preLabels,
	}));
	const outcomes = await hub.labels.import(projectId, items, DEADLINE_MS);
	for (const [index, work] of works.entries()) {
		const outcome = outcomes[index];
		if (outcome === 'imported') work.preLabel = { preLabel: 'imported' };
		else if (outcome instanceof Error) notImported(work, outcome.message);
		else notImported(work, 'No task of this asset is in the Start stage');
	}
}

async function annotateFor(hub: Hub, projectId: string, works: Work[]): Promise<void> {
	if (works.length === 0) return;
	const assets = works.flatMap(({ assetId, entry }) =>
		assetId && entry ? [{ id: assetId, externalId: entry.externalId }] : [],
	);
	const tasks = await hub.tasks.ofAssets(projectId, assets);
	await mapConcurrent(works, hub.places, async (work) => {
		const found = tasks.get(work.assetId ?? '') ?? [];
		if (found.length === 0) return notImported(work, 'The task of this asset cannot be seen yet');
		for (const { _id } of found) {
			const error = await errorOf(
				hub.labels.annotate(_id, { classifications: work.plan.preLabels }),
			);
			if (error) return notImported(work, error.message);
		}
		work.preLabel = { preLabel: 'annotated' };
	});
}

function notImported(work: Work, preLabelReason: string): void {
	work.preLabel = { preLabel: 'notImported', preLabelReason };
}
