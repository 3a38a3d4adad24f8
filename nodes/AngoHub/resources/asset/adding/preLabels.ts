import type { Hub } from '../../../../shared/hub';
import { mapConcurrent } from '../../../../shared/util/concurrency';
import { groupBy } from '../../../../shared/util/groupBy';
import { errorOf, outcomeOf } from '../../../../shared/util/outcome';
import { isOpen, type Work } from './work';

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

const NOT_IN_START =
	"No task of this asset is in the Start stage. Under Options, set 'Pre-Labels After Start' to 'Annotate the Task Instead', or turn auto-forward off in the Start stage.";
const NOT_SEEN =
	"The task of this asset cannot be seen yet. Give the pre-label later, with the label operation 'Annotate Task'.";

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
		else notImported(work, NOT_IN_START);
	}
}

async function annotateFor(hub: Hub, projectId: string, works: Work[]): Promise<void> {
	if (works.length === 0) return;
	const assets = works.flatMap(({ assetId, entry }) =>
		assetId && entry ? [{ id: assetId, externalId: entry.externalId }] : [],
	);
	const tasks = await outcomeOf(hub.tasks.ofAssets(projectId, assets));
	await mapConcurrent(works, hub.concurrency, async (work) => {
		if ('error' in tasks) return notImported(work, tasks.error.message);
		const found = tasks.value.get(work.assetId ?? '') ?? [];
		if (found.length === 0) return notImported(work, NOT_SEEN);
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
