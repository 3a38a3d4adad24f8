import { badRequest } from '../errors.mts';
import { route } from '../router.mts';
import type { HubCore } from '../core.mts';
import type { Asset, Attachment, Platform } from '../types.mts';
import type { Infer } from '../validate.mts';
import { arrayOf, either, id, object, oneOf, optional, text } from '../validate.mts';
import { attachmentOf } from './cloud.mts';

/** The item of the newest REST page, or the nested one of the SDK (contract 2.5). */
const itemOf = (platform: Platform) =>
	either(
		object({
			externalId: optional(text),
			assetId: optional(text),
			attachmentUrl: text,
			attachmentType: oneOf('IMAGE', 'TEXT', 'VIDEO', 'HTML'),
		}),
		object({
			externalId: optional(text),
			data: optional(text),
			attachments: arrayOf(attachmentOf(platform)),
		}),
	);

type Item = Infer<ReturnType<typeof itemOf>>;

function assetsOf(core: HubCore, projectId: string, item: Item): Asset[] {
	const room = core.state.room(projectId);
	if (item.externalId !== undefined) return room.byExternalId.get(item.externalId) ?? [];
	if ('attachmentUrl' in item) {
		const asset = core.state.assets.get(item.assetId ?? '');
		return asset?.project === projectId ? [asset] : [];
	}
	return room.byUrl.get(item.data ?? '') ?? [];
}

function attachmentsOf(item: Item): Attachment[] {
	return 'attachmentUrl' in item
		? [{ type: item.attachmentType, value: item.attachmentUrl }]
		: item.attachments;
}

const attachmentRoute = (platform: Platform) =>
	route(
		{
			method: 'POST',
			path: '/v2/attachments',
			platform,
			body: object({ project: id, attachments: arrayOf(itemOf(platform)) }),
		},
		({ core, body }) => {
			core.state.project(body.project);
			const updated = new Set<string>();
			let imported = 0;
			body.attachments.forEach((item, index) => {
				const target = item.externalId ?? ('data' in item ? item.data : undefined);
				if (target === undefined && !('assetId' in item)) {
					throw badRequest(`"attachments[${index}].externalId" is required.`);
				}
			});
			for (const item of body.attachments) {
				for (const asset of assetsOf(core, body.project, item)) {
					asset.attachments.push(...attachmentsOf(item));
					imported += attachmentsOf(item).length;
					updated.add(asset._id);
				}
			}
			return { project: { attachmentsImported: imported, assetsUpdated: updated.size } };
		},
	);

/** Contract 2.5. */
export const attachmentRoutes = [attachmentRoute('current'), attachmentRoute('legacy')];
