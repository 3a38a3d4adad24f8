import { badRequest } from '../errors.mts';
import { batchIds } from '../records.mts';
import { route } from '../router.mts';
import type { HubCore } from '../core.mts';
import type { Batch, Project } from '../types.mts';
import type { OpenObject } from '../validate.mts';
import { arrayOf, either, id, object, openShape, optional, text } from '../validate.mts';
import { projectView } from '../views.mts';

const entry = openShape({ _id: optional(id), name: text });

/** Replaces the list: an entry that is left out vanishes, from its assets too (contract 2.8). */
function replaceBatches(core: HubCore, project: Project, entries: OpenObject[]): void {
	const ids = entries.flatMap((batch) => (batch._id === undefined ? [] : [batch._id]));
	const repeated = ids.find((batchId, index) => ids.indexOf(batchId) !== index);
	if (repeated !== undefined) throw badRequest(`Batch ${String(repeated)} is given twice.`);
	project.batches = entries.map((batch) => {
		const stored = project.batches.find((old) => old._id === batch._id);
		return { ...stored, ...batch, _id: batch._id ?? core.state.newId() } as Batch;
	});
	const kept = new Set(project.batches.map((batch) => batch._id));
	for (const asset of core.state.room(project._id).assets) {
		if (asset.batches.some((batchId) => !kept.has(batchId))) {
			asset.batches = asset.batches.filter((batchId) => kept.has(batchId));
		}
	}
	core.state.touch(project._id);
}

/** The newer SDK adds one batch by its name and reads it back as `project`. */
function addBatch(core: HubCore, project: Project, name: string): Batch {
	const known = project.batches.find((batch) => batch.name === name);
	if (known !== undefined) return known;
	const batch = { _id: core.state.newId(), name };
	project.batches.push(batch);
	core.state.touch(project._id);
	return batch;
}

function assign(core: HubCore, project: Project, assets: string[], references: string[]): number {
	const batches = batchIds(project, references);
	const found = assets.map((assetId) => core.state.asset(assetId));
	const stranger = found.find((asset) => asset.project !== project._id);
	if (stranger !== undefined) throw badRequest(`Asset ${stranger._id} is not in this project.`);
	for (const asset of found) asset.batches = [...new Set([...asset.batches, ...batches])];
	core.state.touch(project._id);
	return found.length;
}

/** Contract 2.8; legacy forms in 2.18. */
export const batchRoutes = [
	route(
		{
			method: 'POST',
			path: '/v2/batches/:projectId',
			platform: 'current',
			body: either(object({ name: text }), object({ batches: arrayOf(entry) })),
		},
		({ core, params, body }) => {
			const project = core.state.project(params.projectId);
			if ('name' in body) return { project: addBatch(core, project, body.name) };
			replaceBatches(core, project, body.batches);
			return { project: projectView(core, project) };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/batches/:projectId',
			platform: 'legacy',
			body: object({ tags: arrayOf(entry) }),
		},
		({ core, params, body }) => {
			const project = core.state.project(params.projectId);
			replaceBatches(core, project, body.tags);
			return { project: projectView(core, project) };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/assignBatches',
			platform: 'current',
			body: object({ assets: arrayOf(id), batches: arrayOf(text), projectId: id }),
		},
		({ core, body }) => ({
			assets: assign(core, core.state.project(body.projectId), body.assets, body.batches),
		}),
	),
	route(
		{
			method: 'POST',
			path: '/v2/assignBatches',
			platform: 'legacy',
			body: object({ assets: arrayOf(id), tags: arrayOf(text) }),
		},
		({ core, body: { assets, tags } }) => {
			if (assets.length === 0) return { assets: 0 };
			const project = core.state.project(core.state.asset(assets[0]).project);
			return { assets: assign(core, project, assets, tags) };
		},
	),
];
