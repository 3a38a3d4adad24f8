import type { HubCore } from '../core.mts';
import { badRequest } from '../errors.mts';
import { pageOf, sortedPageShape } from '../paging.mts';
import { route } from '../router.mts';
import type { Asset } from '../types.mts';
import { arrayOf, boolean, id, object, optional, queryJson, string, text } from '../validate.mts';
import { assetView } from '../views.mts';

const filters = object({
	_id: optional(text),
	externalId: optional(string),
	isPreLabeled: optional(boolean),
	batches: optional(arrayOf(text)),
});

interface AssetFilter {
	_id?: string;
	externalId?: string;
	isPreLabeled?: boolean;
	batches?: string[];
}

/** Assets that can match at all, found through an index where the filter allows it. */
function candidates(core: HubCore, projectId: string, filter: AssetFilter): Asset[] {
	const room = core.state.room(projectId);
	if (filter._id !== undefined) {
		const asset = core.state.assets.get(filter._id);
		return asset?.project === projectId ? [asset] : [];
	}
	return filter.externalId === undefined
		? room.assets
		: (room.byExternalId.get(filter.externalId) ?? []);
}

function isMatch(asset: Asset, filter: AssetFilter): boolean {
	return (
		(filter._id === undefined || asset._id === filter._id) &&
		(filter.externalId === undefined || asset.externalId === filter.externalId) &&
		(filter.isPreLabeled === undefined || asset.isPreLabeled === filter.isPreLabeled) &&
		(filter.batches ?? []).every((batch) => asset.batches.includes(batch))
	);
}

/** Contract 2.2, list and delete. */
export const assetRoutes = [
	route(
		{
			method: 'GET',
			path: '/v2/project/:projectId/assets',
			query: object({
				...sortedPageShape,
				filters: optional(queryJson(filters)),
				_id: optional(text),
				externalId: optional(text),
			}),
		},
		({ core, params: { projectId }, query }) => {
			const { filters: given, _id, externalId } = query;
			const filter: AssetFilter = {
				...(_id && { _id }),
				...(externalId && { externalId }),
				...given,
			};
			const room = core.state.room(projectId);
			const filtered = room.hidden.size > 0 || Object.keys(filter).length > 0;
			const { items, total } = pageOf<Asset>(core, {
				records: candidates(core, projectId, filter),
				query,
				...(filtered && {
					isMatch: (asset) => isMatch(asset, filter) && core.state.isVisible(projectId, asset._id),
				}),
				...(room.hidden.size === 0 && {
					cache: { key: `assets ${projectId} ${JSON.stringify(filter)}`, version: room.version },
				}),
			});
			room.listRequests += 1;
			return { assets: items.map((asset) => assetView(core, asset)), total };
		},
	),
	route(
		{
			method: 'DELETE',
			path: '/v2/project/:projectId/assets',
			body: object({ project: id, assets: arrayOf(id) }),
		},
		({ core, params: { projectId }, body }) => {
			core.state.project(projectId);
			if (body.project !== projectId) throw badRequest(`Invalid project: ${body.project}.`);
			for (const assetId of body.assets) {
				if (core.state.asset(assetId).project !== projectId) {
					throw badRequest(`Asset ${assetId} is not in this project.`);
				}
			}
			core.state.deleteAssets(projectId, new Set(body.assets));
			return { message: `${body.assets.length} assets deleted.` };
		},
	),
];
