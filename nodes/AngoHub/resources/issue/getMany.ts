import { idAdvice } from '../../../shared/fields/ids';
import { limitOf, listFields } from '../../../shared/fields/lists';
import { projectLocator } from '../../../shared/fields/locators';
import { issueItem } from '../../../shared/items/records';
import type { Field } from '../../../shared/operation/parameters';
import { isEmpty } from '../../../shared/util/isEmpty';
import { operation } from '../../operation';
import { statusOption } from './statusOption';

const filtersField = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		{
			displayName: 'Asset ID',
			name: 'asset',
			type: 'string',
			typeOptions: { idAdvice: idAdvice.asset },
			default: '={{ $json.assetId }}',
			placeholder: 'e.g. 6554c81ac3b0d000147ea0a1',
			description: 'Only issues on this asset',
		},
		{
			displayName: 'Assignee Name or ID',
			name: 'assignee',
			type: 'options',
			allowArbitraryValues: true,
			typeOptions: { loadOptionsMethod: 'getMembers', loadOptionsDependsOn: ['project.value'] },
			default: '',
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
		{
			displayName: 'Created By Name or ID',
			name: 'createdBy',
			type: 'options',
			allowArbitraryValues: true,
			typeOptions: { loadOptionsMethod: 'getMembers', loadOptionsDependsOn: ['project.value'] },
			default: '',
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
		{
			displayName: 'Stage Name or ID',
			name: 'stage',
			type: 'options',
			allowArbitraryValues: true,
			typeOptions: { loadOptionsMethod: 'getStages', loadOptionsDependsOn: ['project.value'] },
			default: '',
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
		statusOption,
		{
			displayName: 'Task ID',
			name: 'labelTask',
			type: 'string',
			typeOptions: { idAdvice: idAdvice.task },
			default: '={{ $json.taskId }}',
			placeholder: 'e.g. 6554c81ac3b0d000147ea0b1',
			description: 'Only issues on this task',
		},
	],
} as const satisfies Field;

export const getAll = operation({
	name: 'Get Many',
	action: 'Get many issues',
	description: 'List the issues of a project',
	fields: [projectLocator, ...listFields, filtersField],
	run: async function* ({ params, hub }) {
		const { stage, ...others } = params.filters;
		const given = Object.entries(others).filter(([, value]) => !isEmpty(value));
		const [stageId] = await hub.stages.resolve(params.project, [String(stage ?? '')]);
		const filters = { ...Object.fromEntries(given), ...(stageId && { stage: stageId }) };
		for await (const issue of hub.issues.list(params.project, filters, limitOf(params))) {
			yield issueItem(issue, { projectId: params.project });
		}
	},
});
