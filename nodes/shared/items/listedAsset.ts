import type { IDataObject } from 'n8n-workflow';

import type { OutputParams } from '../fields/output';
import type { Hub } from '../hub';
import type { Asset } from '../hub/types';
import { assetInForm } from './records';

/** The item of an asset; its project is read once in a run, and only where batches need names. */
export async function listedAssetItem(
	hub: Hub,
	asset: Asset,
	projectId: string,
	output: OutputParams,
): Promise<IDataObject> {
	const batches = [asset.batches ?? asset.tags ?? []].flat();
	const project = batches.length > 0 ? await hub.projects.recall(projectId) : { _id: projectId };
	return assetInForm(asset, project, output);
}
