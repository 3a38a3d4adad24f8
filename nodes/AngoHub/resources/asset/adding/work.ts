import type { AssetEntry } from '../../../../shared/hub/types';
import type { AssetPlan } from './plan';

/** What became of one part of an asset. */
export interface PlacedPart {
	/** The URL in storage, or the value that is registered as it is. */
	value: string;
	fileName?: string;
	size?: number;
	mimeType?: string;
}

/** One input item of an asset. */
export interface WorkItem {
	plan: AssetPlan;
	placed: PlacedPart[];
}

/** An asset on its way: one or more input items, and what is known of it so far. */
export interface Work {
	/** The plan of its first item, whose options count for the asset. */
	plan: AssetPlan;
	items: WorkItem[];
	entry?: AssetEntry;
	assetId?: string;
	/** Assets with the same external id that were there before. */
	oldIds: string[];
	/** Set where an existing asset was left as it is. */
	skipped?: boolean;
	preLabel?: { preLabel: 'imported' | 'annotated' | 'notImported'; preLabelReason?: string };
	error?: Error;
}

/** True while nothing has ended the work on an asset. */
export function isOpen({ error, skipped }: Work): boolean {
	return error === undefined && !skipped;
}

/** The assets that plans stand for: one each, or one for each group, in the order of the plans. */
export function worksOf(plans: AssetPlan[]): Work[] {
	const works = new Map<string | number, Work>();
	for (const [position, plan] of plans.entries()) {
		const key = plan.group === undefined ? position : JSON.stringify([plan.projectId, plan.group]);
		const work = works.get(key) ?? { plan, items: [], oldIds: [] };
		work.items.push({ plan, placed: [] });
		works.set(key, work);
	}
	return [...works.values()];
}
