import type { IDataObject } from 'n8n-workflow';

import type { Asset, Project } from '../hub/types';

/** The fields of a project that most workflows need. */
export function simplifiedProject(project: Project): IDataObject {
	const { _id, name, description, type, organization, createdAt, assetCount } = project;
	return {
		_id,
		name,
		description,
		type,
		organization,
		createdAt,
		assetCount,
		batches: project.batches.map((batch) => ({ _id: batch._id, name: batch.name })),
		stages: (project.stages ?? []).map((stage) => ({
			id: stage.id,
			name: stage.name,
			type: stage.type,
		})),
	};
}

/** The fields of an asset that most workflows need. */
export function simplifiedAsset(asset: Asset): IDataObject {
	const { _id, externalId, data, dataset, batches, contextData, metadata, createdAt } = asset;
	return { _id, externalId, data, dataset, batches, contextData, metadata, createdAt };
}
