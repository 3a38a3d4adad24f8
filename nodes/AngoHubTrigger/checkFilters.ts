import { UserError, type IHookFunctions } from 'n8n-workflow';

import { Hub } from '../shared/hub';
import type { Project } from '../shared/hub/types';
import { isId } from '../shared/items/records';
import { namesIn, type Names } from '../shared/util/names';
import { suggestion } from '../shared/util/nearest';
import { outcomeOf } from '../shared/util/outcome';
import type { Settings } from './triggerSettings';

/** Where the filters name no projects, more than these are not looked through. */
const MAX_PROJECTS = 20;

/**
 * Looks whether what the trigger filters by exists: a name with a slip would keep out every delivery.
 * Without an API key nobody can tell. Projects and batches may be made later, so that an unknown one
 * is only logged, as is that Ango Hub cannot be asked now.
 * @throws UserError when no project has a stage of this name
 */
export async function checkFilters(hook: IHookFunctions, { filters }: Settings): Promise<void> {
	const { stages, batches } = filters;
	const isFiltered = [stages, batches, filters.projects].some((names) => names.length > 0);
	if (!isFiltered || !hook.getNode().credentials?.angoHubApi) return;
	const trigger = `"${hook.getNode().name}"`;
	const outcome = await outcomeOf(projectsOf(hook, filters.projects));
	if ('error' in outcome) {
		hook.logger.warn(`The filters of ${trigger} cannot be checked: ${outcome.error.message}`);
		return;
	}
	const { projects, names } = outcome.value;
	for (const name of missing(filters.projects, names).filter((one) => !isId(one))) {
		hook.logger.warn(`${trigger} filters by the project '${name}', which the API key cannot see.`);
	}
	if (projects.length === 0) return;
	const batchesThere = projects.flatMap((project) => project.batches);
	for (const name of missing(
		batches,
		batchesThere.flatMap(({ _id, name: own }) => [_id, own]),
	)) {
		hook.logger.warn(`${trigger} filters by the batch '${name}', which does not exist yet.`);
	}
	const stagesThere = projects.flatMap((project) => project.stages ?? []);
	const [unknown] = missing(
		stages,
		stagesThere.flatMap(({ id, name }) => [id, name]),
	);
	if (stagesThere.length === 0 || unknown === undefined) return;
	const stageNames = [...new Set(stagesThere.map(({ id, name }) => name || id))];
	throw new UserError(`There is no stage '${unknown}', so no task of it can start the workflow`, {
		description: suggestion(unknown, stageNames, 'The projects have no stages.'),
	});
}

function missing(wanted: Names, known: string[]): string[] {
	return namesIn(wanted, (text) => known.includes(text)).filter((name) => !known.includes(name));
}

/** The projects that deliveries may come from; none where they are too many to look through. */
async function projectsOf(
	hook: IHookFunctions,
	given: Names,
): Promise<{ projects: Project[]; names: string[] }> {
	const hub = await Hub.open(hook);
	const listed: Project[] = [];
	if (!namesIn(given).every(isId) || given.length === 0) {
		for await (const project of hub.projects.list()) listed.push(project);
	}
	const names = listed.map(({ name }) => name);
	const wanted = namesIn(given, (text) => names.includes(text));
	const isWanted = ({ _id, name }: Project) => wanted.includes(_id) || wanted.includes(name);
	const ids =
		wanted.length === 0
			? listed.map(({ _id }) => _id)
			: [...new Set([...wanted.filter(isId), ...listed.filter(isWanted).map(({ _id }) => _id)])];
	if (ids.length > MAX_PROJECTS) return { projects: [], names };
	const projects = await Promise.all(ids.map(async (id) => await hub.projects.recall(id)));
	return { projects, names };
}
