import type { IBinaryKeyData } from 'n8n-workflow';

import { extensionOf } from '../formats/fileNames';
import { mimeTypeFor } from '../formats/fileTypes';
import { nameInUrl } from '../formats/urls';
import type { Hub } from '../hub';
import { HubError } from '../hub/http/errors';
import type { Asset } from '../hub/types';
import { type UploadKind } from '../hub/uploads';
import type { Files } from '../operation/files';

/**
 * The files of an asset as binary data: one in `field`, or several in `field_0`, `field_1` and so on.
 * An asset that is a text becomes a text file.
 */
export async function downloadAsset(
	hub: Hub,
	files: Pick<Files, 'save'>,
	projectId: string,
	asset: Asset,
	field: string,
): Promise<IBinaryKeyData> {
	const values = asset.dataset?.length ? asset.dataset : [asset.data ?? ''];
	const binary: IBinaryKeyData = {};
	for (const [index, value] of values.entries()) {
		const key = values.length === 1 ? field : `${field}_${index}`;
		const alone = values.length === 1 ? asset.externalId : undefined;
		binary[key] = /^https?:\/\//i.test(value)
			? await hub.downloads.read(
					async () => await readableLink(hub, projectId, value, asset.storage),
					async ({ body, mimeType, fileName }) => {
						const name = nameWithExtension(alone ?? fileName ?? '', nameInUrl(value) ?? 'file');
						const type = mimeType && mimeType !== 'application/octet-stream' ? mimeType : undefined;
						return await files.save(body, name, type ?? mimeTypeFor(extensionOf(name)));
					},
				)
			: await files.save(
					Buffer.from(value),
					nameWithExtension(asset.externalId, 'text.txt'),
					'text/plain',
				);
	}
	return binary;
}

/** A signed link; the URL itself where Ango Hub has nothing to sign, such as a public URL. */
export async function readableLink(
	hub: Hub,
	projectId: string,
	url: string,
	storageId?: string,
	kind?: UploadKind,
): Promise<string> {
	return await hub.assets.signedUrl(projectId, url, storageId, kind).catch((error: unknown) => {
		if (error instanceof HubError && (error.kind === 'refused' || error.kind === 'notFound'))
			return url;
		throw error;
	});
}

function nameWithExtension(name: string, fallback: string): string {
	if (!name) return fallback;
	return extensionOf(name) ? name : `${name}.${extensionOf(fallback) || 'bin'}`;
}
