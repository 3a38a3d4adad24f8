import { itemProjectLocator, taskLocator } from '../../../shared/fields/locators';
import { mentionsOption } from '../../../shared/fields/people';
import { issueItem } from '../../../shared/items/records';
import type { Field } from '../../../shared/operation/parameters';
import { operation } from '../../operation';
import { detailsOf, errorCodesOption, pctDetailsOption } from './details';
import { dataIndexOption, pageOptions, placeFields, placeOf } from './place';

const contentField = {
	displayName: 'Content',
	name: 'content',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	required: true,
	placeholder: 'e.g. The box is too large',
	description: 'Text of the issue',
} as const satisfies Field;

export const create = operation({
	name: 'Create',
	action: 'Create issue',
	description: 'Report an issue about a task, or about a place in it',
	fields: [
		itemProjectLocator,
		{ ...taskLocator, description: 'The task that the issue is about' },
		contentField,
		...placeFields,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				dataIndexOption,
				errorCodesOption,
				mentionsOption,
				pctDetailsOption,
				...pageOptions,
			],
		},
	],
	run: async ({ params, hub }) =>
		issueItem(
			await hub.issues.create({
				content: params.content,
				labelTask: params.task,
				...placeOf(params, params.options),
				...detailsOf(params.options),
			}),
			{ projectId: params.project, taskId: params.task },
		),
});
