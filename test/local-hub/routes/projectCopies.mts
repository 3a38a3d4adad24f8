import type { HubCore } from '../core.mts';
import { badRequest } from '../errors.mts';
import { createProject } from '../records.mts';
import { route } from '../router.mts';
import type { Project } from '../types.mts';
import { boolean, object, optional, text } from '../validate.mts';
import { projectView } from '../views.mts';

/** What each switch of a clone copies. */
const SECTIONS = {
	categorySchema: ['categorySchema'],
	assignedTo: ['assignedTo'],
	batches: ['batches'],
	workflow: ['stages'],
	pluginPresets: ['pluginPresets'],
	projectGeneralSettings: ['description', 'type', 'instructions', 'ocrLanguage', 'idleTimeout'],
} as const satisfies Record<string, readonly string[]>;

type Section = keyof typeof SECTIONS;
const sections = Object.keys(SECTIONS) as Section[];
const switches = Object.fromEntries(
	sections.map((section) => [section, optional(boolean)]),
) as Record<Section, ReturnType<typeof optional<boolean>>>;

function clone(core: HubCore, source: Project, wanted: Partial<Record<Section, boolean>>): Project {
	const keys = sections.flatMap((section) => (wanted[section] === false ? [] : SECTIONS[section]));
	const copied = Object.fromEntries(keys.map((key) => [key, structuredClone(source[key])]));
	const project = createProject(core, { ...copied, name: `${source.name} copy` });
	project.batches = project.batches.map((batch) => ({ ...batch, _id: core.state.newId() }));
	return project;
}

function purge(core: HubCore, project: Project): void {
	core.state.deleteProject(project._id);
	const prefix = `/${project._id}/`;
	for (const path of core.storage.objects.keys()) {
		if (path.startsWith(prefix)) core.storage.objects.delete(path);
	}
}

/** Cloning and purging: only the newest SDK shows them. */
export const projectCopyRoutes = [
	route(
		{
			method: 'POST',
			path: '/v2/project/:projectId/clone',
			platform: 'current',
			body: object(switches),
		},
		({ core, params, body }) => {
			const copy = clone(core, core.state.project(params.projectId), body);
			return { project: projectView(core, copy) };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/project/:projectId/purge',
			platform: 'current',
			body: object({ confirmName: text }),
		},
		({ core, params, body }) => {
			const project = core.state.project(params.projectId);
			if (body.confirmName !== project.name) {
				throw badRequest('"confirmName" is not the name of the project.');
			}
			purge(core, project);
			return { message: 'Project purged.' };
		},
	),
];
