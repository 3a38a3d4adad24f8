import { UserError } from 'n8n-workflow';

import { listFields, wantedCount } from '../../../shared/fields/lists';
import { issueLocator, projectLocator, taskLocator } from '../../../shared/fields/locators';
import { mentionsOption } from '../../../shared/fields/people';
import { isEmpty } from '../../../shared/util/isEmpty';
import { operation, resource } from '../../operation';
import { detailsOf } from './details';
import {
	contentField,
	dataIndexOption,
	errorCodesOption,
	filtersField,
	pageOptions,
	pctDetailsOption,
	placeFields,
	statusOption,
} from './fields';
import { placeOf } from './place';

export const issue = resource({
	name: 'Issue',
	operations: {
		create: operation({
			name: 'Create',
			action: 'Create issue',
			description: 'Report something about a task, at a place or as a whole',
			fields: [
				projectLocator,
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
				await hub.issues.create({
					content: params.content,
					labelTask: params.task,
					...placeOf(params, params.options),
					...detailsOf(params.options),
				}),
		}),

		getAll: operation({
			name: 'Get Many',
			action: 'Get many issues',
			description: 'List the issues of a project',
			fields: [projectLocator, ...listFields, filtersField],
			run: async function* ({ params, hub }) {
				const { stage, ...others } = params.filters;
				const given = Object.entries(others).filter(([, value]) => !isEmpty(value));
				const [stageId] = await hub.stages.resolve(params.project, [String(stage ?? '')]);
				const filters = { ...Object.fromEntries(given), ...(stageId && { stage: stageId }) };
				yield* hub.issues.list(params.project, filters, wantedCount(params));
			},
		}),

		update: operation({
			name: 'Update',
			action: 'Update issue',
			description: 'Change what an issue says, or resolve, close and reopen it',
			fields: [
				projectLocator,
				issueLocator,
				{
					displayName: 'Update Fields',
					name: 'updateFields',
					type: 'collection',
					placeholder: 'Add field',
					default: {},
					options: [
						{
							displayName: 'Content',
							name: 'content',
							type: 'string',
							typeOptions: { rows: 3 },
							default: '',
							placeholder: 'e.g. The box is too large',
							description: 'What the issue says from now on',
						},
						errorCodesOption,
						{ ...mentionsOption, hint: `${mentionsOption.hint}. Needs Content.` },
						pctDetailsOption,
						statusOption,
					],
				},
			],
			run: async ({ params: { issue: id, updateFields }, hub }) => {
				const { content, status } = updateFields;
				const changes = {
					...detailsOf(updateFields),
					...(!isEmpty(content) && { content }),
					...(!isEmpty(status) && { status }),
				};
				if (Object.keys(changes).length === 0) {
					throw new UserError("'Update Fields' is empty", {
						description: 'Add at least one field that holds something.',
					});
				}
				if (changes.contentMentions && !changes.content) {
					throw new UserError("'Mention Names or IDs' needs 'Content'", {
						description:
							'Ango Hub changes mentions only together with the content. Add it as well.',
					});
				}
				return await hub.issues.update(id, changes);
			},
		}),

		addComment: operation({
			name: 'Add Comment',
			action: 'Add comment to issue',
			description: 'Answer an issue',
			fields: [
				projectLocator,
				issueLocator,
				{
					displayName: 'Comment',
					name: 'comment',
					type: 'string',
					typeOptions: { rows: 3 },
					default: '',
					required: true,
					placeholder: 'e.g. Done, please look again',
					description: 'What the comment says',
				},
				{
					displayName: 'Options',
					name: 'options',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					options: [mentionsOption],
				},
			],
			run: async ({ params: { issue: id, comment, options }, hub }) =>
				await hub.issues.comment(id, { content: comment, ...detailsOf(options) }),
		}),

		delete: operation({
			name: 'Delete',
			action: 'Delete issue',
			description: 'Remove an issue with its comments',
			fields: [projectLocator, issueLocator],
			run: async ({ params: { project, issue: id }, hub }) => {
				await hub.issues.delete(project, id);
				return { deleted: true, id };
			},
		}),
	},
});
