import type { IDataObject } from 'n8n-workflow';

import type { LabeledAsset } from './model';

/** What items say of the asset that a picture is or is a page of, as far as its labels say it. */
export function pictureFacts({
	projectId,
	assetId,
	externalId,
	url,
	taskId,
}: Pick<LabeledAsset, 'projectId' | 'assetId' | 'externalId' | 'url' | 'taskId'>): IDataObject {
	const facts = { projectId, assetId, externalId, url, taskId };
	return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
}
