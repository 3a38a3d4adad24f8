import { namesIn } from '../fields/values';
import type { Field } from '../operation/parameters';
import { isLabeled, peopleOf, type SeenTask } from './seenTask';

/** What a task has to be like. An empty list lets everything through. */
export interface Filters {
	projects: string[];
	/** Names or ids. */
	stages: string[];
	/** Names or ids; one of them is enough. */
	batches: string[];
	/** Email addresses, or user ids on the legacy platform. */
	annotators: string[];
	labels: 'any' | 'with' | 'without';
}

export const annotatorsFilter = {
	displayName: 'Annotators',
	name: 'annotators',
	type: 'string',
	default: '',
	placeholder: 'e.g. anna@example.com',
	description:
		'Email addresses, several with commas. Tasks that one of these people worked on, or is the assignee of.',
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

/** The filters in a node's parameter. Lists are texts with commas, or lists from expressions. */
export function filtersIn(given: Partial<Record<keyof Filters, unknown>>): Filters {
	return {
		projects: namesIn(given.projects),
		stages: namesIn(given.stages),
		batches: namesIn(given.batches),
		annotators: namesIn(given.annotators).map((email) => email.toLowerCase()),
		labels: given.labels === 'with' || given.labels === 'without' ? given.labels : 'any',
	};
}

/** Whether a task passes; undefined where what is known of it does not tell. */
export function passes(seen: SeenTask, filters: Filters): boolean | undefined {
	const { projects, stages, annotators, labels } = filters;
	const verdicts = [
		oneOf(projects, [seen.projectId, seen.project?.name]),
		oneOf(stages, [seen.stageId, seen.stageName]),
		batchVerdict(seen, filters.batches),
		annotators.length === 0 ||
			peopleOf(seen).some((person) => annotators.includes(person.toLowerCase())),
		labels === 'any' || sameAs(isLabeled(seen), labels === 'with'),
	];
	if (verdicts.includes(false)) return false;
	return verdicts.includes(undefined) ? undefined : true;
}

/** Whether the id or the name is wanted; undefined while one that is not known could be. */
function oneOf(wanted: string[], known: Array<string | undefined>): boolean | undefined {
	if (wanted.length === 0) return true;
	if (known.some((name) => name !== undefined && wanted.includes(name))) return true;
	return known.includes(undefined) ? undefined : false;
}

function batchVerdict({ batchIds, batchNames }: SeenTask, wanted: string[]): boolean | undefined {
	const isWanted = (batch: string) => wanted.includes(batch);
	if (wanted.length === 0 || batchIds.some(isWanted)) return true;
	return batchIds.length > 0 && batchNames === undefined
		? undefined
		: (batchNames ?? []).some(isWanted);
}

function sameAs(value: boolean | undefined, wanted: boolean): boolean | undefined {
	return value === undefined ? undefined : value === wanted;
}
