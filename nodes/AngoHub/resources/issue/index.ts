import { issueLocator, itemProjectLocator } from '../../../shared/fields/locators';
import { mentionsOption } from '../../../shared/fields/people';
import { beside } from '../../../shared/items/records';
import { operation, resource } from '../../operation';
import { create } from './create';
import { detailsOf } from './details';
import { getAll } from './getMany';
import { update } from './update';

export const issue = resource({
	name: 'Issue',
	operations: {
		create,

		getAll,

		update,

		addComment: operation({
			name: 'Add Comment',
			action: 'Add comment to issue',
			description: 'Add a comment to an issue',
			fields: [
				itemProjectLocator,
				issueLocator,
				{
					displayName: 'Comment',
					name: 'comment',
					type: 'string',
					typeOptions: { rows: 3 },
					default: '',
					required: true,
					placeholder: 'e.g. Done, please look again',
					description: 'Text of the comment',
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
			run: async ({ params: { project: projectId, issue: issueId, comment, options }, hub }) =>
				beside(
					{ projectId, issueId },
					await hub.issues.comment(issueId, { content: comment, ...detailsOf(options) }),
				),
		}),

		delete: operation({
			name: 'Delete',
			action: 'Delete issue',
			description: 'Remove an issue with its comments',
			fields: [itemProjectLocator, issueLocator],
			run: async ({ params: { project, issue: id }, hub }) => {
				await hub.issues.delete(project, id);
				return { deleted: true, projectId: project, issueId: id };
			},
		}),
	},
});
