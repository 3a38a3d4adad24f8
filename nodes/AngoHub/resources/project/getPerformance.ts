import { UserError } from 'n8n-workflow';

import { batchesOption } from '../../../shared/fields/batches';
import { projectLocator } from '../../../shared/fields/locators';
import { beside } from '../../../shared/items/records';
import { emptyFilter } from '../../../shared/operation/emptyResult';
import type { Field } from '../../../shared/operation/parameters';
import { namesIn } from '../../../shared/util/names';
import { operation } from '../../operation';

const fields = [
	projectLocator,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'After',
				name: 'after',
				type: 'dateTime',
				default: '',
				description: 'Only include work done from this time on',
			},
			batchesOption,
			{
				displayName: 'Before',
				name: 'before',
				type: 'dateTime',
				default: '',
				description: 'Only include work done until this time. Defaults to now.',
			},
			{
				displayName: 'Users',
				name: 'users',
				type: 'string',
				typeOptions: { multipleValues: true, multipleValueButtonText: 'Add user' },
				default: [],
				placeholder: 'e.g. nathan@example.com',
				description: 'Only include work of these users',
			},
		],
	},
] as const satisfies readonly Field[];

export const getPerformance = operation({
	name: 'Get Performance',
	action: 'Get performance of project',
	description: 'Get how much annotators did, and how long it took',
	fields,
	run: async ({ params: { project: projectId, filters }, hub }) => {
		if (emptyFilter(fields, filters)) return [];
		const batches = await hub.batches.resolve(projectId, filters.batches);
		const users = namesIn(filters.users);
		const report = await hub.projects.performance(projectId, {
			interval: intervalOf(filters.after, filters.before),
			batches: batches.length > 0 ? batches : undefined,
			users: users.length > 0 ? users : undefined,
		});
		return beside({ projectId }, report);
	},
});

/** The beginning of time, for a report without a beginning. */
const BEGINNING = new Date(0).toISOString();

/**
 * The interval of a report: both ends, where at least one is given (contract 2.1).
 * @throws UserError when it ends before it begins
 */
function intervalOf(after?: string, before?: string): [string, string] | undefined {
	if (!after && !before) return undefined;
	const interval: [string, string] = [after || BEGINNING, before || new Date().toISOString()];
	if (interval[0] <= interval[1]) return interval;
	throw new UserError(`'After' has to be earlier than ${before ? "'Before'" : 'now'}`, {
		description: `It is ${interval[0]}, and the report would end at ${interval[1]}.`,
	});
}
