import { UserError } from 'n8n-workflow';

import { someEmailsIn } from '../../shared/fields/emails';
import { limitOf, listFields } from '../../shared/fields/lists';
import { organizationLocator, projectLocator } from '../../shared/fields/locators';
import { organizationRoleField, projectRoleField } from '../../shared/fields/people';
import { beside, inviteItem } from '../../shared/items/records';
import type { Field, Parameters } from '../../shared/operation/parameters';
import { operation, resource } from '../operation';

const emailsField = {
	displayName: 'Emails',
	name: 'emails',
	type: 'string',
	typeOptions: { takesList: true },
	default: '',
	required: true,
	placeholder: 'e.g. ada@example.com, alan@example.com',
	description: 'Email addresses, as a list or comma-separated',
} as const satisfies Field;

const assignmentsField = {
	displayName: 'Project Assignments',
	name: 'assignments',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add project',
	default: {},
	description: 'Projects to add the people to when they join',
	options: [
		{
			displayName: 'Project',
			name: 'project',
			values: [projectLocator, projectRoleField],
		},
	],
} as const satisfies Field;

export const invite = resource({
	name: 'Invite',
	operations: {
		create: operation({
			name: 'Create',
			action: 'Create invite',
			description: 'Invite people by email to join the organization and its projects',
			fields: [organizationLocator, emailsField, organizationRoleField, assignmentsField],
			run: async ({ params, hub }) => {
				const assignments = assignmentsIn(params.assignments);
				const emails = someEmailsIn(params.emails, emailsField.displayName);
				const answer = await hub.invites.create(params.organization, {
					to: emails,
					organizationRole: params.organizationRole.toLowerCase(),
					...(assignments.length > 0 && { projectAssignments: assignments }),
				});
				const organizationId = await hub.organizations.resolve(params.organization);
				return emails.map((email) => beside({ organizationId, memberEmail: email }, answer));
			},
		}),

		getAll: operation({
			name: 'Get Many',
			action: 'Get many invites',
			description: 'List the invites to the organization',
			fields: [
				organizationLocator,
				...listFields,
				{
					displayName: 'Status',
					name: 'status',
					type: 'options',
					options: [
						{ name: 'Any', value: 'any', description: 'Any status' },
						{ name: 'Pending', value: 'pending', description: 'Not accepted yet' },
					],
					default: 'pending',
					description: 'Only include invites with this status',
				},
			],
			run: async function* ({ params, hub }) {
				const status = params.status === 'any' ? undefined : params.status;
				const query = { status, limit: limitOf(params) };
				for await (const one of hub.invites.list(params.organization, query)) {
					yield inviteItem(one, await hub.organizations.resolve(params.organization));
				}
			},
		}),

		delete: operation({
			name: 'Delete',
			action: 'Delete invite',
			description: "Cancel the invites of people who haven't joined yet",
			fields: [
				organizationLocator,
				{
					...emailsField,
					default: '={{ $json.memberEmail }}',
					placeholder: 'e.g. ada@example.com',
				},
			],
			run: async ({ params, hub }) => {
				const emails = someEmailsIn(params.emails, emailsField.displayName);
				await hub.invites.delete(params.organization, emails);
				const organizationId = await hub.organizations.resolve(params.organization);
				return emails.map((email) => ({ deleted: true, organizationId, memberEmail: email }));
			},
		}),
	},
});

/** @throws UserError when a row names no project */
function assignmentsIn({
	project: rows = [],
}: Parameters<[typeof assignmentsField]>['assignments']) {
	return rows.map(({ project, projectRole = projectRoleField.default }) => {
		if (project) return { projectId: project, projectRole };
		throw new UserError("'Project Assignments' has a row without a project", {
			description: 'Pick the project of each row, or remove the row.',
		});
	});
}
