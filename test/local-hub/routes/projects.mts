import { badRequest } from '../errors.mts';
import { pageOf, sortedPageShape } from '../paging.mts';
import { createProject, emptySchema } from '../records.mts';
import { route } from '../router.mts';
import type { HubCore } from '../core.mts';
import type { CategorySchema, Project, Stage } from '../types.mts';
import type { OpenObject } from '../validate.mts';
import {
	anything,
	arrayOf,
	boolean,
	email,
	nullable,
	number,
	object,
	oneOf,
	openObject,
	openShape,
	optional,
	string,
	text,
} from '../validate.mts';
import { projectView } from '../views.mts';

const STAGE_TYPES = [
	'Start',
	'Label',
	'Review',
	'Logic',
	'Plugin',
	'Webhook',
	'Complete',
	'Archive',
	'Consensus',
	'Hold',
] as const;

const entries = optional(arrayOf(openObject));
const categorySchema = openShape({ tools: entries, classifications: entries, relations: entries });
const stage = openShape({
	id: text,
	type: oneOf(...STAGE_TYPES),
	next: optional(nullable(arrayOf(text))),
});

const settings = {
	description: optional(nullable(string)),
	type: optional(oneOf('ango', 'pct', 'iframe')),
	categorySchema: optional(categorySchema),
	benchmarkEnabled: optional(boolean),
	benchmarkRatio: optional(number),
	benchmarkCutoff: optional(boolean),
	instructions: optional(nullable(string)),
	ocrLanguage: optional(nullable(string)),
	idleTimeout: optional(nullable(number)),
	projectPlugins: optional(openObject),
	pluginPresets: optional(arrayOf(anything)),
	errorCodesEnabled: optional(boolean),
	errorSchema: optional(nullable(openObject)),
	exportStorageId: optional(nullable(string)),
	exportStorageBucket: optional(nullable(string)),
	exportStoragePath: optional(nullable(string)),
	exportStorageEnabled: optional(boolean),
	taskSkipEnabled: optional(boolean),
	unassignSkippedTask: optional(boolean),
	gcSyncEnabled: optional(boolean),
};

const READ_ONLY = [
	'_id',
	'owner',
	'organization',
	'assignedTo',
	'batches',
	'queueVersion',
	'assetCount',
	'assetBuilderTemplates',
	'createdAt',
] as const;
const readOnly = Object.fromEntries(READ_ONLY.map((key) => [key, optional(anything)]));

const creation = object({ name: text, ...settings });
/** Any subset of the project's fields (contract 2.1); those with endpoints of their own are ignored. */
const changes = object({
	name: optional(text),
	...settings,
	stages: optional(arrayOf(stage)),
	...readOnly,
});

const wholeSchema = (schema: OpenObject): CategorySchema => ({ ...emptySchema(), ...schema });

function checkStages(stages: OpenObject[]): Stage[] {
	const ids = stages.map((entry) => entry.id);
	const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
	if (repeated !== undefined) throw badRequest(`The stage id "${String(repeated)}" is used twice.`);
	return stages as Stage[];
}

function updateProject(core: HubCore, project: Project, body: OpenObject): Project {
	const { categorySchema: schema, stages, ...rest } = body;
	for (const key of READ_ONLY) delete rest[key];
	Object.assign(project, rest);
	if (schema !== undefined) project.categorySchema = wholeSchema(schema as OpenObject);
	if (stages !== undefined) project.stages = checkStages(stages as OpenObject[]);
	core.state.touch(project._id);
	return project;
}

/** Contract 2.1 without analytics, members and instructions. */
export const projectRoutes = [
	route(
		{
			method: 'GET',
			path: '/v2/listProjects',
			query: object(sortedPageShape),
		},
		({ core, query }) => {
			const records = [...core.state.projects.values()];
			const { items, total } = pageOf(core, { records, query });
			const projects = items.map(({ _id, name, description, organization, createdAt }) => ({
				_id,
				name,
				description,
				organization,
				createdAt,
			}));
			return { projects, total };
		},
	),
	route(
		{
			method: 'GET',
			path: '/v2/project/:projectId',
		},
		({ core, params }) => ({
			project: projectView(core, core.state.project(params.projectId)),
		}),
	),
	route(
		{
			method: 'POST',
			path: '/v2/project',
			body: creation,
			status: 201,
		},
		({ core, body: { categorySchema: schema, description, ...rest } }) => {
			const project = createProject(core, {
				...rest,
				description: description ?? '',
				categorySchema: wholeSchema(schema ?? {}),
			});
			const view = projectView(core, project);
			// Contract 5.1: the user is an id on create and a full record on get.
			return { project: core.platform === 'legacy' ? { ...view, user: core.ownerId } : view };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/project/:projectId',
			body: changes,
		},
		({ core, params, body }) => {
			const project = core.state.project(params.projectId);
			if (core.platform === 'legacy' && body.stages !== undefined) {
				throw badRequest('Unknown key "stages".');
			}
			return { project: projectView(core, updateProject(core, project, body)) };
		},
	),
	route(
		{
			method: 'DELETE',
			path: '/v2/project/:projectId',
		},
		({ core, params }) => {
			core.state.project(params.projectId);
			core.state.deleteProject(params.projectId);
			return { message: 'Project deleted.' };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/project/:projectId/assigned',
			body: object({
				assignees: arrayOf(email),
				role: oneOf('Manager', 'Labeler', 'Reviewer', 'Lead'),
			}),
		},
		({ core, params, body }) => {
			const project = core.state.project(params.projectId);
			const others = project.assignedTo.filter(
				({ assignee }) => !body.assignees.includes(assignee),
			);
			const added = body.assignees.map((assignee) => ({ assignee, role: body.role }));
			project.assignedTo = [...others, ...added];
			return { project: projectView(core, project) };
		},
	),
];
