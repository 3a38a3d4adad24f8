import { UserError } from 'n8n-workflow';

import { emptyFilter } from '../operation/emptyResult';
import type { Field } from '../operation/parameters';
import { namesIn, type Names } from '../util/names';
import type { ObservedTask } from './observedTask';

/** What a task has to be like. A filter that is not given is an empty list, and lets everything through. */
export interface Filters {
	projects: Names;
	/** Names or ids. */
	stages: Names;
	/** Names or ids; one of them is enough. */
	batches: Names;
	/** Email addresses, or user ids on the legacy platform. */
	annotators: Names;
	labels: 'any' | 'with' | 'without';
}

export const annotatorsFilter = {
	displayName: 'Annotators',
	name: 'annotators',
	type: 'string',
	typeOptions: { takesList: true },
	default: '',
	placeholder: 'e.g. ada@example.com',
	description:
		'Email addresses, as a list or comma-separated. Tasks that one of these people worked on or is assigned to.',
} as const satisfies Field;

export const labelsFilter = {
	displayName: 'Labels',
	name: 'labels',
	type: 'options',
	options: [
		{ name: 'With or Without Labels', value: 'any' },
		{ name: 'With Labels', value: 'with', description: 'Tasks in which something is annotated' },
		{ name: 'Without Labels', value: 'without', description: 'Tasks whose answer is empty' },
	],
	default: 'with',
	description: 'Whether the tasks have to be labeled',
} as const satisfies Field;

/**
 * The filters of a trigger that are given, and those that let everything through for the others.
 * @throws UserError naming a filter that is given and empty: the trigger would wait for ever
 */
export function filtersIn(fields: readonly Field[], given: Partial<Filters>): Filters {
	const empty = emptyFilter(fields, given);
	if (empty !== undefined) {
		throw new UserError(`Nothing passes the filter '${empty}', because it is an empty list`, {
			description: 'Check the expression that gives it, or remove the filter to let all pass.',
		});
	}
	const { projects = [], stages = [], batches = [], annotators = [], labels = 'any' } = given;
	return { projects, stages, batches, annotators, labels };
}

/**
 * The filter that a task surely does not pass; undefined where it passes all of them, as far as is
 * known of it.
 */
export function failedFilter(task: ObservedTask, filters: Filters): keyof Filters | undefined {
	const { projects, stages, batches, annotators, labels } = filters;
	const { projectId, project, stageId, stageName, batchIds, batchNames, people, isLabeled } = task;
	const fails: Record<keyof Filters, boolean> = {
		projects: isNoneOf(projects, [projectId, project?.name]),
		stages: isNoneOf(stages, [stageId, stageName]),
		batches: isNoneOf(batches, [
			...batchIds,
			...(batchNames ?? (batchIds.length > 0 ? [undefined] : [])),
		]),
		annotators: isNoneOf(
			namesIn(annotators).map((email) => email.toLowerCase()),
			people.map((person) => person.toLowerCase()),
		),
		labels: labels !== 'any' && isLabeled !== undefined && isLabeled !== (labels === 'with'),
	};
	return (Object.keys(fails) as Array<keyof Filters>).find((filter) => fails[filter]);
}

/** Whether none of these ids and names is wanted; one that is not known could be. */
function isNoneOf(wanted: Names, known: Array<string | undefined>): boolean {
	const names = namesIn(wanted, (text) => known.includes(text));
	return names.length > 0 && !known.some((name) => name === undefined || names.includes(name));
}
