import type {
	ILoadOptionsFunctions,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';

import { Hub } from '../hub';
import type { LabelSet } from '../hub/types';
import { classColumns } from '../labels/classColumns';
import { mapperField } from './classAnswers';
import {
	collected,
	MAX_RECORDS,
	parameterOf,
	projectOf,
	stageItems,
	withUserErrors,
} from './picking';

/** Choices of multi-pickers and class pickers; names are values, so that expressions can give them. */
export const loadOptions = withUserErrors({
	async getBatches(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const project = projectOf(this);
		if (!project) return [];
		const batches = await (await Hub.open(this)).batches.list(project);
		return batches.map(({ _id, name }) => ({ name, value: _id }));
	},

	/** The people of the project. */
	async getMembers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const project = projectOf(this);
		if (!project) return [];
		const members = await (await Hub.open(this)).members.ofProject(project);
		return members.map(({ email, role }) => ({ name: email, value: email, description: role }));
	},

	/** The people of the organization that is chosen, or of the project's, or of the first project's. */
	async getOrganizationMembers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const hub = await Hub.open(this);
		const project = projectOf(this);
		const organization =
			parameterOf(this, 'organization') ||
			(project ? (await hub.projects.get(project)).organization : undefined);
		const members = await collected(
			hub.members.ofOrganization(organization, { limit: MAX_RECORDS }),
		);
		return members.map(({ email, name }) => ({ name: email, value: email, description: name }));
	},

	async getStages(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const project = projectOf(this);
		return project ? await stageItems(this, project) : [];
	},

	async getClasses(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return classColumns(await chosenLabelSet(this)).map(({ id, schemaClass }) => ({
			name: id,
			value: schemaClass.schemaId,
			description: schemaClass.tool,
		}));
	},
});

/** What fills the fields of 'Answers by Class'. */
export const resourceMapping = withUserErrors({
	async getClassColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		return {
			fields: classColumns(await chosenLabelSet(this)).map(mapperField),
			emptyFieldsNotice:
				"Choose the project from the list to see its classes, or use 'Answers' below.",
		};
	},
});

/** The label set of the project that is chosen; undefined without one. */
async function chosenLabelSet(context: ILoadOptionsFunctions): Promise<LabelSet | undefined> {
	const project = projectOf(context);
	return project
		? (await (await Hub.open(context)).projects.get(project)).categorySchema
		: undefined;
}
