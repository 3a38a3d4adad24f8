import { UserError } from 'n8n-workflow';

import { issueLocator, itemProjectLocator } from '../../../shared/fields/locators';
import { mentionsOption } from '../../../shared/fields/people';
import { issueItem } from '../../../shared/items/records';
import { isEmpty } from '../../../shared/util/isEmpty';
import { operation } from '../../operation';
import { detailsOf, errorCodesOption, pctDetailsOption } from './details';
import { statusOption } from './statusOption';

export const update = operation({
	name: 'Update',
	action: 'Update issue',
	description: 'Change the text of an issue, or resolve, close or reopen it',
	fields: [
		itemProjectLocator,
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
					description: 'New text of the issue',
				},
				errorCodesOption,
				{ ...mentionsOption, hint: `${mentionsOption.hint}. Needs Content.` },
				pctDetailsOption,
				statusOption,
			],
		},
	],
	run: async ({ params: { project: projectId, issue: issueId, updateFields }, hub }) => {
		const { content, status } = updateFields;
		const changes = {
			...detailsOf(updateFields),
			...(!isEmpty(content) && { content }),
			...(!isEmpty(status) && { status }),
		};
		if (Object.keys(changes).length === 0) {
			throw new UserError("'Update Fields' is empty", {
				description: 'Add at least one field with a value.',
			});
		}
		if (changes.contentMentions && !changes.content) {
			throw new UserError("'Mention Names or IDs' needs 'Content'", {
				description: 'Ango Hub changes mentions only together with the content. Add it as well.',
			});
		}
		return issueItem(await hub.issues.update(issueId, changes), { projectId, issueId });
	},
});
