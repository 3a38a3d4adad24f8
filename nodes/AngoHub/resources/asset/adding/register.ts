import type { Hub } from '../../../../shared/hub';
import type { AssetEntry } from '../../../../shared/hub/types';
import { mapConcurrent } from '../../../../shared/util/concurrency';
import { errorOf, outcomeOf } from '../../../../shared/util/outcome';
import { fail, type PendingAsset, type PlacedPart } from './pending';
import type { AssetPlan, Part } from './plan';

/** Uploads parts with bounded concurrency, and registers each asset once its last part is in place. */
export async function registerAssets(hub: Hub, assets: PendingAsset[]): Promise<void> {
	const parts = assets.flatMap((asset) =>
		asset.items.flatMap((item) =>
			item.plan.parts.map((part, index) => ({ asset, item, part, index })),
		),
	);
	const left = new Map<PendingAsset, number>();
	for (const { asset } of parts) left.set(asset, (left.get(asset) ?? 0) + 1);
	const registrations: Array<Promise<void>> = [];
	await mapConcurrent(parts, hub.concurrency, async ({ asset, item, part, index }) => {
		if (asset.state.is === 'open') {
			const outcome = await outcomeOf(place(hub, asset.plan, part));
			if ('value' in outcome) item.placed[index] = outcome.value;
			else fail(asset, outcome.error);
		}
		left.set(asset, left.get(asset)! - 1);
		if (left.get(asset) === 0) registrations.push(register(hub, asset));
	});
	hub.registration.flush();
	await Promise.all(registrations);
}

async function place(hub: Hub, { projectId, entry }: AssetPlan, part: Part): Promise<PlacedPart> {
	if ('value' in part) return { value: part.value };
	const file = 'file' in part ? part.file : await part.open();
	const { fileName, mimeType, source } = file;
	try {
		const value = await hub.uploads.put(projectId, file, 'assets', entry.storage);
		return { value, fileName, size: source.size, mimeType };
	} finally {
		source.close?.();
	}
}

/** Ends when the asset is registered, which may wait for others to share its call. */
async function register(hub: Hub, asset: PendingAsset): Promise<void> {
	const { plan, state } = asset;
	if (state.is !== 'open') return;
	const entry = entryOf(asset);
	const error = await errorOf(hub.registration.add(plan.projectId, entry, plan));
	if (error) fail(asset, error);
	else asset.state = { is: 'registered', entry, replaces: state.replaces };
}

function entryOf({ plan, items }: PendingAsset): AssetEntry {
	const parts = items.flatMap(({ placed }) => placed);
	if (plan.order === 'fileName') {
		parts.sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'en', { numeric: true }));
	}
	const values = parts.map(({ value }) => value);
	return {
		...(values.length === 1 ? { data: values[0] } : { dataset: values }),
		externalId: plan.externalId || nameOf(parts[0]),
		...plan.entry,
	};
}

function nameOf({ fileName, value }: PlacedPart): string {
	return fileName ?? value;
}
