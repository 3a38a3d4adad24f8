import { badRequest } from '../errors.mts';
import { bytesOf, checkFields, fieldFiles } from '../forms.mts';
import { createAsset, delayVisibility } from '../records.mts';
import { route } from '../router.mts';
import {
	boolean,
	nullable,
	object,
	oneOf,
	openObject,
	openShape,
	optional,
	recordOf,
	string,
	text,
} from '../validate.mts';
import { projectView } from '../views.mts';
import { stageOf } from '../workflow.mts';

/** Contract 2.7. */
const template = object({
	_id: optional(text),
	name: text,
	description: optional(nullable(string)),
	template: text,
	batchColumn: optional(nullable(string)),
	selectedExternalId: text,
	dataConfig: recordOf(
		openShape({
			type: oneOf('text', 'link', 'image', 'audio', 'video', 'iframe', 'pdf'),
			includeInExport: optional(boolean),
			storage: optional(nullable(text)),
		}),
	),
	preLabelConfig: optional(nullable(recordOf(openShape({ cla: openObject, value: text })))),
});

/** Parts of a project with endpoints of their own: templates, instructions, label checks, webhooks, files. */
export const projectExtraRoutes = [
	route(
		{
			method: 'POST',
			path: '/v2/project/:projectId/assetBuilderTemplates',
			platform: 'current',
			body: template,
		},
		({ core, params, body }) => {
			const project = core.state.project(params.projectId);
			project.assetBuilderTemplates.push({ ...body, _id: core.state.newId() });
			return { project: projectView(core, project) };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/project/:projectId/instructions',
			form: true,
			query: object({ storageId: optional(text), bucket: optional(text) }),
		},
		async ({ core, params, query, form }) => {
			const project = core.state.project(params.projectId);
			if (query.storageId !== undefined) {
				core.state.find(core.state.storages, 'storage', query.storageId);
			}
			checkFields(form, ['file']);
			const files = fieldFiles(form, 'file');
			if (files.length !== 1) throw badRequest('Exactly one "file" is required.');
			const path = `/${project._id}/instructions/${files[0].name}`;
			project.instructions = core.storage.put(path, await bytesOf(files[0]), files[0].type);
			return { project: projectView(core, project) };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/project/:projectId/labelValidation',
			platform: 'current',
			body: object({
				customValidationEnabled: optional(boolean),
				validationFunction: optional(string),
				externalValidation: optional(openObject),
			}),
		},
		({ core, params, body }) => {
			const project = core.state.project(params.projectId);
			return { project: projectView(core, Object.assign(project, body)) };
		},
	),
	route(
		{
			// The SDK sends a double slash (contract 7, row 27).
			method: 'POST',
			path: '/v2//?project/:projectId/rerun-webhook',
			platform: 'current',
			body: object({ stageId: text }),
		},
		({ core, params, body }) => {
			const stage = stageOf(core.state.project(params.projectId), body.stageId);
			if (stage?.type !== 'Webhook') throw badRequest(`Invalid stage: ${body.stageId}.`);
			const count = core.webhooks.rerun(params.projectId, stage);
			return { message: `${count} webhooks sent.` };
		},
	),
	route(
		{ method: 'POST', path: '/v2/project/:projectId/upload', platform: 'legacy', form: true },
		async ({ core, params, form }) => {
			const project = core.state.project(params.projectId);
			checkFields(form, ['files']);
			const files = fieldFiles(form, 'files');
			if (files.length === 0) throw badRequest('"files" is required.');
			for (const file of files) {
				const path = `/${project._id}/assets/${core.state.newId()}-${file.name}`;
				const data = core.storage.put(path, await bytesOf(file), file.type);
				delayVisibility(core, createAsset(core, project, { externalId: file.name, data }).asset);
			}
			return { assets: 'Successfully created.' };
		},
	),
];
