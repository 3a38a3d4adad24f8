import type { IDataObject } from 'n8n-workflow';

import { preLabelNotes } from '../../../../shared/datasets/preLabelNotes';
import type { Hub } from '../../../../shared/hub';
import { withAdvice } from '../../../../shared/operation/errors';
import { groupBy } from '../../../../shared/util/groupBy';
import { outcomeOf } from '../../../../shared/util/outcome';
import type { Services } from '../../../operation';
import { checkExisting, deleteReplaced } from './existing';
import { assetsOf, inState, type RegisteredAsset } from './pending';
import type { AssetPlan } from './plan';
import { applyPreLabels } from './preLabels';
import { registerAssets } from './register';
import { notesOn, resultOf } from './results';

/**
 * Turns the plans of each item into assets: uploads their files, registers them together in chunks,
 * and does what the options ask for afterwards. A file that fails is the error of its own item; the
 * others go on.
 */
export async function addAssets(
	plansByItem: AssetPlan[][],
	{ hub, hint, continueOnFail }: Services,
): Promise<Array<IDataObject[] | Error>> {
	const plans = plansByItem.flat();
	for (const { warning } of plans) if (warning) hint(warning);
	const assets = assetsOf(plans);
	await checkExisting(hub, assets);
	const [refused] = inState(assets, 'failed');
	if (refused && !continueOnFail) throw refused.state.error;

	await registerAssets(hub, inState(assets, 'open'));
	await findIds(hub, inState(assets, 'registered'), hint);
	await deleteReplaced(hub, inState(assets, 'registered'));
	await applyPreLabels(hub, inState(assets, 'registered'));

	const results = new Map<AssetPlan, IDataObject | Error>();
	for (const asset of assets) {
		const project = await hub.projects.recall(asset.plan.projectId);
		for (const item of asset.items) results.set(item.plan, resultOf(asset, item, project));
	}
	for (const note of notesOn(assets, inState(assets, 'registered'))) hint(note);
	const reports = inState(assets, 'registered').flatMap(({ plan }) => plan.preLabels.report ?? []);
	for (const note of preLabelNotes(reports, 'preLabelReport')) hint(note);
	return plansByItem.map((own) => {
		const outcomes = own.map((plan) => results.get(plan)!);
		const error = outcomes.find((outcome) => outcome instanceof Error);
		return error ?? (outcomes as IDataObject[]);
	});
}

/** Assets whose IDs cannot be read are there all the same, so that is no error. */
async function findIds(hub: Hub, assets: RegisteredAsset[], hint: Services['hint']): Promise<void> {
	const wanted = assets.filter(
		({ plan, state }) => plan.returnIds || plan.annotate || state.replaces.length > 0,
	);
	for (const [projectId, group] of groupBy(wanted, ({ plan }) => plan.projectId)) {
		const entries = group.map(({ state }) => state.entry);
		const outcome = await outcomeOf(hub.registration.ids(projectId, entries));
		if ('error' in outcome) {
			hint(
				withAdvice({
					message: `The assets are there, but their IDs could not be read: ${outcome.error.message}`,
					description: "The asset operation 'Get Many' finds them by their external IDs.",
				}),
			);
			continue;
		}
		for (const [index, { state }] of group.entries()) state.assetId = outcome.value[index];
	}
}
