import { limitOf, listFields } from '../../../shared/fields/lists';
import { projectLocator } from '../../../shared/fields/locators';
import { TASK_FIELDS, taskOutputFields } from '../../../shared/fields/output';
import { listedTaskItem } from '../../../shared/items/listedTask';
import { emptyFilter } from '../../../shared/operation/emptyResult';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { operation } from '../../operation';
import { includeAnswerOption, resolveOptionsOption } from './answerOptions';
import { taskFilter } from './filter';
import { filtersField } from './filtersField';

/** Fields of tasks that a list can be sorted by. */
const sortOption = {
	displayName: 'Sort',
	name: 'sort',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add sort field',
	default: {},
	description: 'Order of the tasks. Defaults to newest first.',
	options: [
		{
			displayName: 'Field',
			name: 'by',
			values: [
				{
					displayName: 'Field',
					name: 'field',
					type: 'options',
					options: [
						{ name: 'Completed At', value: 'completedAt' },
						{ name: 'Created At', value: 'createdAt' },
						{ name: 'Duration', value: 'duration' },
						{ name: 'External ID', value: 'externalId' },
						{ name: 'Open Issues', value: 'openIssuesCount' },
						{ name: 'Priority', value: 'priority' },
						{ name: 'Status', value: 'status' },
						{ name: 'Total Duration', value: 'totalDuration' },
						{ name: 'Updated At', value: 'updatedAt' },
					],
					default: 'createdAt',
				},
				{
					displayName: 'Direction',
					name: 'direction',
					type: 'options',
					options: [
						{ name: 'Ascending', value: 'ascending' },
						{ name: 'Descending', value: 'descending' },
					],
					default: 'descending',
				},
			],
		},
	],
} as const satisfies Field;

const fieldsOption = {
	displayName: 'Fields',
	name: 'fields',
	type: 'multiOptions',
	allowArbitraryValues: true, // n8n would warn of a list that an expression gives as a text
	options: TASK_FIELDS,
	default: [],
	description:
		"Only include these fields, besides ID, project and asset. Simplify doesn't apply then.",
	displayOptions: { hide: { '@tool': [true] } },
} as const satisfies Field;

export const getAll = operation({
	name: 'Get Many',
	action: 'Get many tasks',
	description: 'List the tasks of a project, newest first',
	fields: [
		projectLocator,
		...listFields,
		filtersField,
		...taskOutputFields,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [fieldsOption, includeAnswerOption, resolveOptionsOption, sortOption],
		},
	],
	run: async function* ({ params, hub }) {
		const { project, filters, options } = params;
		if (emptyFilter([filtersField], filters)) return;
		const fields = options.fields ?? [];
		const query = {
			filter: await taskFilter(hub, project, filters),
			includeAnswer:
				options.includeAnswer ?? options.resolveOptions ?? params.toolFields.includes('answer'),
			fields: fields.length > 0 ? fields : undefined,
			sort: sortText(options.sort),
		};
		// Fewer fields than those of a simplified task come as they are.
		const output = { ...params, simplify: params.simplify && fields.length === 0 };
		for await (const found of hub.tasks.list(project, query, limitOf(params))) {
			yield await listedTaskItem(hub, found, { projectId: project, output, ...options });
		}
	},
});

/**
 * The wire's form of a sort order: field names with commas, `-` for descending (contract 1.5). The id
 * comes last, since pages of tasks that are equal in all else could overlap.
 */
function sortText({ by: rows = [] }: Parameters<[typeof sortOption]>['sort'] = {}):
	string | undefined {
	const fields = rows
		.filter(({ field }) => field)
		.map(({ field, direction }) => (direction === 'ascending' ? field : `-${field}`));
	return fields.length > 0 ? [...fields, '_id'].join(',') : undefined;
}
