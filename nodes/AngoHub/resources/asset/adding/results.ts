import { UserError, type IDataObject } from 'n8n-workflow';

import { extensionOf } from '../../../../shared/formats/fileNames';
import { isDisputed } from '../../../../shared/formats/fileTypes';
import type { Asset, Project, UploadFile } from '../../../../shared/hub/types';
import { batchNamesIn } from '../../../../shared/items/names';
import { contentOf } from '../../../../shared/items/records';
import type { PendingAsset, PendingItem, PlacedPart, RegisteredAsset } from './pending';
import type { AssetPlan } from './plan';

/** What became of an input item: the asset that it became, or that stands for it, or an error. */
export function resultOf(
	{ plan, state }: PendingAsset,
	item: PendingItem,
	project: Project,
): IDataObject | Error {
	switch (state.is) {
		case 'failed':
			return state.error;
		case 'open':
			return new UserError(`The asset '${plan.externalId}' was not registered`, {
				description: 'Run the node again.',
			});
		case 'skipped':
			return { ...existingResult(state.existing, item, project), status: 'skipped' };
		case 'duplicate': {
			const first = resultOf(state.of, state.of.items[0], project);
			return first instanceof Error ? firstFailed(plan, first) : { ...first, status: 'duplicate' };
		}
		case 'registered':
			return {
				externalId: state.entry.externalId,
				projectId: plan.projectId,
				status: state.replaces.length > 0 ? 'replaced' : 'created',
				...(state.assetId ? { assetId: state.assetId } : {}),
				...filesOf(item.placed),
				batchNames: batchNamesIn(project, plan.batches),
				...state.preLabel,
				...(plan.preLabels.report && { preLabelReport: plan.preLabels.report }),
				...(plan.warning ? { warning: plan.warning } : {}),
			};
	}
}

function existingResult(asset: Asset, { plan }: PendingItem, project: Project): IDataObject {
	const values = asset.dataset?.length ? asset.dataset : asset.data ? [asset.data] : [];
	const [part] = plan.parts.length === 1 && values.length === 1 ? plan.parts : [];
	const facts = part && 'file' in part ? factsOf(part.file) : {};
	return {
		externalId: asset.externalId,
		projectId: plan.projectId,
		assetId: asset._id,
		...filesOf(values.map((value) => ({ value, ...facts }))),
		batchNames: batchNamesIn(project, asset.batches ?? asset.tags),
	};
}

function factsOf({ fileName, source, mimeType }: UploadFile) {
	return { fileName, size: source.size, mimeType };
}

function filesOf(placed: PlacedPart[]): IDataObject {
	const files = placed.map(({ value, ...file }) => ({ ...contentOf(value), ...file }));
	return files.length === 1 ? files[0] : files.length > 1 ? { files } : {};
}

/** The first of several assets with an external id did not become one, and the others were not tried. */
function firstFailed({ externalId }: AssetPlan, { message }: Error): Error {
	return new UserError(
		`Another asset of this run has the external ID '${externalId}', and could not be added`,
		{ description: `Run the node again for this item. The error of the other: ${message}` },
	);
}

/** What users should know of assets that were added as they asked. */
export function notesOn(assets: PendingAsset[], registered: RegisteredAsset[]): string[] {
	const shared = sharedNames(assets, registered);
	const disputed = registered
		.flatMap(({ items }) => items.flatMap(({ placed }) => placed))
		.map(({ fileName = '' }) => extensionOf(fileName))
		.filter(isDisputed);
	const types = [...new Set(disputed)].map((extension) => `.${extension}`).join(', ');
	return [
		...(shared.length > 0
			? [
					`Several assets of this run share an external ID, because it is the name of their file by default: '${shared.slice(0, 3).join("', '")}'. Give each an 'External ID' of its own under Options, such as the path of its file.`,
				]
			: []),
		...(types
			? [
					`Ango Hub's own pages disagree on whether it shows files of these types: ${types}. Look at one of the new assets in Ango Hub before you upload more.`,
				]
			: []),
	];
}

/** External ids that several assets have only because nothing else was given. */
function sharedNames(assets: PendingAsset[], registered: RegisteredAsset[]): string[] {
	const seen = new Set<string>();
	const shared = new Set<string>();
	for (const { plan, state } of registered) {
		if (!plan.isDefaultId) continue;
		const key = JSON.stringify([plan.projectId, state.entry.externalId]);
		if (seen.has(key)) shared.add(state.entry.externalId);
		seen.add(key);
	}
	for (const { plan, state } of assets) {
		if (state.is === 'duplicate' && plan.isDefaultId) shared.add(plan.externalId);
	}
	return [...shared];
}
