import { UserError, type IDataObject } from 'n8n-workflow';

import { suggestion } from '../util/nearest';
import type { Transport } from './http/transport';
import { projectPath, type Projects } from './projects';
import type { SchemaClass } from './types';

/** What a column of an asset builder template holds. */
export type ColumnType = 'text' | 'link' | 'image' | 'audio' | 'video' | 'iframe' | 'pdf';

/** The storage of files that need none. */
export const PUBLIC_STORAGE = 'Public';

/** One column of an asset builder template. */
export interface TemplateColumn extends IDataObject {
	type: ColumnType;
	includeInExport: boolean;
	/** `Public` or a storage id; for media only. */
	storage?: string;
}

/** A column or a class that a template names. */
export const PLACEHOLDER = /\{\{\s*([^{}\s](?:[^{}]*[^{}\s])?)\s*\}\}/g;

/** An asset builder template (contract 2.7). Unknown keys are kept. */
export interface BuilderTemplate extends IDataObject {
	_id: string;
	name: string;
	description?: string;
	/** HTML with `{{column}}` placeholders. */
	template: string;
	batchColumn?: string | null;
	selectedExternalId: string;
	dataConfig: Record<string, TemplateColumn>;
	/** By schema id: a class and the column that answers it. */
	preLabelConfig?: Record<string, { cla: SchemaClass; value: string }> | null;
}

/** Asset builder templates of a project (contract 2.2, 2.7). */
export class Templates {
	constructor(
		private readonly transport: Transport,
		private readonly projects: Projects,
	) {}

	/** @throws UserError on the legacy platform, which has no asset builder */
	async list(projectId: string): Promise<BuilderTemplate[]> {
		this.transport.platform.require('assetBuilder');
		return templatesOf(await this.projects.get(projectId));
	}

	/**
	 * A template by its id or name, as it was when this run first read the project.
	 * @throws UserError naming the nearest ones when there is none
	 */
	async find(projectId: string, nameOrId: string): Promise<BuilderTemplate> {
		this.transport.platform.require('assetBuilder');
		const templates = templatesOf(await this.projects.recall(projectId));
		const found =
			templates.find(({ _id }) => _id === nameOrId) ??
			templates.find(({ name }) => name === nameOrId);
		if (found) return found;
		const names = templates.map(({ name }) => name);
		throw new UserError(`There is no template '${nameOrId}' in the project`, {
			description: suggestion(nameOrId, names, 'The project has no templates yet.'),
		});
	}

	/** The answer is not documented. */
	async create(projectId: string, template: Omit<BuilderTemplate, '_id'>): Promise<IDataObject> {
		this.transport.platform.require('assetBuilder');
		return await this.transport.call({
			method: 'POST',
			path: `${projectPath(projectId)}/assetBuilderTemplates`,
			body: template,
		});
	}
}

function templatesOf(project: IDataObject): BuilderTemplate[] {
	return (project.assetBuilderTemplates ?? []) as BuilderTemplate[];
}

/** The columns and classes that a template's HTML names. */
export function placeholdersIn(template: string): string[] {
	return [...new Set([...template.matchAll(PLACEHOLDER)].map(([, name]) => name))];
}
