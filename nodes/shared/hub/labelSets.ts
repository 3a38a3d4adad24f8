import type { IDataObject } from 'n8n-workflow';

import { KeyedQueue } from '../util/concurrency';
import type { Transport } from './http/transport';
import { projectPath, type Projects } from './projects';
import type { LabelSet } from './types';

/** How Ango Hub checks labels. */
export interface ValidationSettings {
	customValidationEnabled?: boolean;
	/** JavaScript. */
	validationFunction?: string;
	/** The service that checks, in projects for multi-sensor fusion. */
	externalValidation?: IDataObject;
}

/** Label sets of projects (contract 2.1 `create_label_set`, 4.2). */
export class LabelSets {
	private readonly writes = new KeyedQueue();

	constructor(
		private readonly transport: Transport,
		private readonly projects: Projects,
	) {}

	/** Reads the label set of a project afresh, with all three lists. */
	async get(projectId: string): Promise<LabelSet> {
		return complete((await this.projects.get(projectId)).categorySchema);
	}

	/**
	 * Reads a label set, and writes what `change` makes of it in its place: POST replaces the whole
	 * label set. Gives it before and after.
	 */
	async update(
		projectId: string,
		change: (labelSet: LabelSet) => LabelSet,
	): Promise<{ before: LabelSet; after: LabelSet }> {
		return await this.writes.run(projectId, async () => {
			const before = await this.get(projectId);
			const categorySchema = change(before);
			const project = await this.projects.update(projectId, { categorySchema });
			return { before, after: complete(project.categorySchema ?? categorySchema) };
		});
	}

	/**
	 * Changes how the labels of a project are checked; what is not given stays. The answer is not
	 * documented. @throws UserError on the legacy platform
	 */
	async updateValidation(projectId: string, settings: ValidationSettings): Promise<IDataObject> {
		this.transport.platform.require('labelValidation');
		return await this.transport.call({
			method: 'POST',
			path: `${projectPath(projectId)}/labelValidation`,
			body: { ...settings },
			repeatable: true,
		});
	}
}

function complete(labelSet?: LabelSet): LabelSet {
	return { tools: [], classifications: [], relations: [], ...labelSet };
}
