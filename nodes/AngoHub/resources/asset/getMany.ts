import type { IDataObject } from 'n8n-workflow';

import { batchesOption } from '../../../shared/fields/batches';
import { assetIdsOption, externalIdsOption } from '../../../shared/fields/ids';
import { filtered, limitOf, listFields } from '../../../shared/fields/lists';
import { projectLocator } from '../../../shared/fields/locators';
import { assetOutputFields } from '../../../shared/fields/output';
import { objectIn } from '../../../shared/fields/values';
import type { AssetFilters } from '../../../shared/hub/assets';
import type { Asset } from '../../../shared/hub/types';
import { listedAssetItem } from '../../../shared/items/listedAsset';
import { emptyFilter } from '../../../shared/operation/emptyResult';
import type { Entry } from '../../../shared/operation/operation';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { namesIn } from '../../../shared/util/names';
import type { Services } from '../../operation';
import { isSameData } from './sameData';

/** What the user fills in for Get Many. */
export const getManyFields = [
	projectLocator,
	...listFields,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{ ...assetIdsOption, name: 'ids' },
			{
				...batchesOption,
				hint: `Only include assets that are in all of them. ${batchesOption.hint}.`,
			},
			{
				displayName: 'Context Data',
				name: 'contextData',
				type: 'json',
				default: '{}',
				hint: 'Such as {"camera": "front"}',
				description:
					'Only include assets whose context data has these keys and values. A number and the same number as text are equal, and the order of keys does not matter. n8n compares them, so all assets are read.',
			},
			externalIdsOption,
			{
				displayName: 'Pre-Labeled',
				name: 'isPreLabeled',
				type: 'boolean',
				default: true,
				description:
					'Whether to return only assets that are pre-labeled, or only those that are not',
			},
		],
	},
	...assetOutputFields,
] as const satisfies readonly Field[];

/** The assets that all filters let through; the context data is compared here, the rest by Ango Hub. */
export async function* getMany({
	params,
	hub,
}: Entry<Parameters<typeof getManyFields>> & Services): AsyncGenerator<IDataObject> {
	const { project, filters } = params;
	if (emptyFilter(getManyFields, filters)) return;
	const limit = limitOf(params);
	const asked: AssetFilters = { isPreLabeled: filters.isPreLabeled };
	const batchIds = await hub.batches.resolve(project, filters.batches);
	if (batchIds.length > 0) asked.batches = batchIds;
	const wanted = Object.entries(objectIn(filters.contextData, 'Context Data') ?? {});
	const matches = ({ contextData }: Asset) =>
		wanted.every(([key, value]) => isSameData((contextData as IDataObject | null)?.[key], value));
	const named = {
		ids: namesIn(filters.ids),
		externalIds: await hub.assets.listed(project, filters.externalIds),
	};
	const found = hub.assets.search(project, asked, named, wanted.length > 0 ? undefined : limit);
	for await (const asset of filtered(found, matches, limit)) {
		yield await listedAssetItem(hub, asset, project, params);
	}
}
