import type { Hub } from '../../../../shared/hub';
import type { LabelContent, Task } from '../../../../shared/hub/types';
import { isWithoutLabels } from '../../../../shared/labels/content';
import { mapConcurrent } from '../../../../shared/util/concurrency';
import { groupBy } from '../../../../shared/util/groupBy';
import { errorOf, outcomeOf } from '../../../../shared/util/outcome';
import type { PreLabelOutcome, RegisteredAsset } from './pending';

/** New assets may take a moment before labels find them. */
const DEADLINE_MS = 60_000;

/**
 * Imports the pre-labels of new assets, or writes them onto their tasks. The asset is found by its
 * URL, never by its external id, which others may share. A pre-label that does not arrive leaves the
 * asset as it is and says why.
 */
export async function applyPreLabels(hub: Hub, assets: RegisteredAsset[]): Promise<void> {
	const labeled = assets.filter(({ plan }) => !isWithoutLabels(plan.preLabels.content));
	for (const [projectId, group] of groupBy(labeled, ({ plan }) => plan.projectId)) {
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

async function importFor(hub: Hub, projectId: string, assets: RegisteredAsset[]): Promise<void> {
	if (assets.length === 0) return;
	const items = assets.map(({ plan, state: { entry } }) => ({
		data: entry.data ?? entry.dataset?.[0],
		...plan.preLabels.content,
	}));
	const outcomes = await hub.labels.import(projectId, items, DEADLINE_MS);
	for (const [index, { state }] of assets.entries()) {
		const outcome = outcomes[index];
		if (outcome === 'imported') state.preLabel = { preLabel: 'imported' };
		else state.preLabel = notImported(outcome instanceof Error ? outcome.message : NOT_IN_START);
	}
}

async function annotateFor(hub: Hub, projectId: string, assets: RegisteredAsset[]): Promise<void> {
	if (assets.length === 0) return;
	const found = assets.flatMap(({ state: { assetId, entry } }) =>
		assetId ? [{ id: assetId, externalId: entry.externalId }] : [],
	);
	const tasks = await outcomeOf(hub.tasks.ofAssets(projectId, found));
	await mapConcurrent(assets, hub.concurrency, async ({ plan, state }) => {
		state.preLabel =
			'error' in tasks
				? notImported(tasks.error.message)
				: await annotate(hub, tasks.value.get(state.assetId ?? '') ?? [], plan.preLabels.content);
	});
}

async function annotate(hub: Hub, tasks: Task[], content: LabelContent): Promise<PreLabelOutcome> {
	if (tasks.length === 0) return notImported(NOT_SEEN);
	for (const { _id } of tasks) {
		const error = await errorOf(hub.labels.annotate(_id, content));
		if (error) return notImported(error.message);
	}
	return { preLabel: 'annotated' };
}

function notImported(preLabelReason: string): PreLabelOutcome {
	return { preLabel: 'notImported', preLabelReason };
}
