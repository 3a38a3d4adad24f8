import type { Asset, AssetEntry } from '../../../../shared/hub/types';
import type { AssetPlan } from './plan';

/** One part of an asset where Ango Hub finds it. */
export interface PlacedPart {
	/** The URL in storage, or the value that is registered as it is. */
	value: string;
	fileName?: string;
	size?: number;
	mimeType?: string;
}

/** What became of the pre-labels of an asset. */
export interface PreLabelOutcome {
	preLabel: 'imported' | 'annotated' | 'notImported';
	preLabelReason?: string;
}

/** How far an asset has come. `replaces` are the ids of assets with its external id that it replaces. */
export type AssetState =
	| { is: 'open'; replaces: string[] }
	/** An asset with its external id was there before. */
	| { is: 'skipped'; existing: Asset }
	/** Another asset of the run has its external id. */
	| { is: 'duplicate'; of: PendingAsset }
	| { is: 'failed'; error: Error }
	| {
			is: 'registered';
			entry: AssetEntry;
			replaces: string[];
			assetId?: string;
			preLabel?: PreLabelOutcome;
	  };

/** One input item of an asset. */
export interface PendingItem {
	plan: AssetPlan;
	/** The parts that are in place. */
	placed: PlacedPart[];
}

/** An asset on its way: one or more input items, and how far it has come. */
export interface PendingAsset<S extends AssetState = AssetState> {
	/** The plan of its first item, whose options count for the asset. */
	plan: AssetPlan;
	items: PendingItem[];
	state: S;
}

export type RegisteredAsset = PendingAsset<Extract<AssetState, { is: 'registered' }>>;

/** The assets that plans stand for: one each, or one for each group, in the order of the plans. */
export function assetsOf(plans: AssetPlan[]): PendingAsset[] {
	const assets = new Map<string | number, PendingAsset>();
	for (const [position, plan] of plans.entries()) {
		const key = plan.group === undefined ? position : JSON.stringify([plan.projectId, plan.group]);
		const asset = assets.get(key) ?? { plan, items: [], state: { is: 'open', replaces: [] } };
		asset.items.push({ plan, placed: [] });
		assets.set(key, asset);
	}
	return [...assets.values()];
}

/** The assets that are in a state. */
export function inState<S extends AssetState['is']>(
	assets: PendingAsset[],
	is: S,
): Array<PendingAsset<Extract<AssetState, { is: S }>>> {
	return assets.filter(
		(asset): asset is PendingAsset<Extract<AssetState, { is: S }>> => asset.state.is === is,
	);
}

/** Ends the work on an asset. The first error counts. */
export function fail(asset: PendingAsset, error: Error): void {
	if (asset.state.is !== 'failed') asset.state = { is: 'failed', error };
}
