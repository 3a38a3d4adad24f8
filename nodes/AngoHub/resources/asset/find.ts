import type { IDataObject } from 'n8n-workflow';

import { filtered } from '../../../shared/fields/lists';
import { namesIn } from '../../../shared/fields/values';
import type { Hub } from '../../../shared/hub';
import type { AssetFilters } from '../../../shared/hub/assets';
import type { Asset } from '../../../shared/hub/types';

/** What the user may filter assets by. */
interface AssetFilterFields {
	batches?: unknown;
	contextData?: unknown;
	externalIds?: unknown;
	ids?: unknown;
	isPreLabeled?: boolean;
}

/** The assets that all filters let through; the context data is compared here, the rest by Ango Hub. */
export async function* assetsMatching(
	hub: Hub,
	project: string,
	{ batches, contextData, externalIds, ids, isPreLabeled }: AssetFilterFields,
	most: number,
): AsyncGenerator<Asset> {
	const filters: AssetFilters = { isPreLabeled };
	const batchIds = await hub.batches.resolve(project, namesIn(batches));
	if (batchIds.length > 0) filters.batches = batchIds;
	const wanted = Object.entries((contextData ?? {}) as IDataObject);
	const matches = ({ contextData: given }: Asset) =>
		wanted.every(
			([key, value]) => JSON.stringify((given as IDataObject)?.[key]) === JSON.stringify(value),
		);
	const named = { ids: namesIn(ids), externalIds: namesIn(externalIds) };
	const found = hub.assets.search(project, filters, named, wanted.length > 0 ? undefined : most);
	yield* filtered(found, matches, most);
}
