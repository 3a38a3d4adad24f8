import { someEmailsIn } from '../../shared/fields/emails';
import { listFields, wantedCount } from '../../shared/fields/lists';
import { organizationLocator, projectLocator } from '../../shared/fields/locators';
import {
	membersOfItemField,
	organizationMembersField,
	organizationRoleField,
	projectRoleField,
} from '../../shared/fields/people';
import { memberItem } from '../../shared/items/records';
import { together } from '../../shared/operation/together';
import { batchOperation, operation, resource } from '../operation';

const MEMBERS = organizationMembersField.displayName;

export const member = resource({
	name: 'Member',
	operations: {
		addToProject: batchOperation({
			name: 'Add to Project',
			action: 'Add member to project',
			description: 'Give people a role in a project, in place of the one before',
			fields: [projectLocator, organizationMembersField, projectRoleField],
			plan: ({ params }) => ({
				projectId: params.project,
				role: params.projectRole,
				emails: someEmailsIn(params.emails, MEMBERS),
			}),
			runAll: async (plans, { hub }) =>
				await together(plans, {
					key: ({ projectId, role }) => [projectId, role],
					ids: ({ emails }) => emails,
					call: async ({ projectId, role }, emails) =>
						await hub.members.addToProject(projectId, emails, role),
					done: ({ projectId, role, emails }) =>
						emails.map((email) => ({ projectId, memberEmail: email, role, added: true })),
				}),
		}),

		getAll: operation({
			name: 'Get Many',
			action: 'Get many members',
			description: 'List the people of a project or an organization',
			fields: [
				{
					displayName: 'Members Of',
					name: 'of',
					type: 'options',
					options: [
						{ name: 'Organization', value: 'organization', description: 'With their roles there' },
						{ name: 'Project', value: 'project', description: 'With their roles in the project' },
					],
					default: 'project',
					description: 'Whose people to list',
				},
				{ ...projectLocator, displayOptions: { show: { of: ['project'] } } },
				{ ...organizationLocator, displayOptions: { show: { of: ['organization'] } } },
				...listFields,
				{
					displayName: 'Filters',
					name: 'filters',
					type: 'collection',
					placeholder: 'Add filter',
					default: {},
					options: [
						{
							displayName: 'Search',
							name: 'search',
							type: 'string',
							default: '',
							placeholder: 'e.g. ada@example.com',
							description: 'A part of the email address; in an organization, of the name too',
						},
					],
				},
			],
			run: async function* ({ params, hub }) {
				const search = String(params.filters.search ?? '').trim();
				const limit = wantedCount(params);
				if (params.of === 'organization') {
					const organizationId = params.organization || undefined;
					const query = { search: search || undefined, limit };
					for await (const person of hub.members.ofOrganization(organizationId, query)) {
						yield memberItem(person, { organizationId });
					}
					return;
				}
				const projectId = params.project;
				const people = await hub.members.ofProject(projectId);
				yield* people
					.filter(({ email }) => email.toLowerCase().includes(search.toLowerCase()))
					.slice(0, limit)
					.map((person) => memberItem(person, { projectId }));
			},
		}),

		remove: operation({
			name: 'Remove',
			action: 'Remove member from organization',
			description:
				'Take people out of the organization. No documented call takes them out of a project only; do that in Ango Hub.',
			fields: [organizationLocator, membersOfItemField],
			run: async ({ params, hub }) => {
				const emails = someEmailsIn(params.emails, MEMBERS);
				await hub.members.remove(params.organization, emails);
				return emails.map((email) => ({ deleted: true, memberEmail: email }));
			},
		}),

		updateRole: batchOperation({
			name: 'Update Role',
			action: 'Update role of member',
			description: 'Change what people may do in the organization',
			fields: [organizationLocator, membersOfItemField, organizationRoleField],
			plan: ({ params }) => ({
				organizationId: params.organization,
				organizationRole: params.organizationRole.toLowerCase(),
				emails: someEmailsIn(params.emails, MEMBERS),
			}),
			runAll: async (plans, { hub }) =>
				await together(plans, {
					key: ({ organizationId, organizationRole }) => [organizationId, organizationRole],
					ids: ({ emails }) => emails,
					call: async ({ organizationId, organizationRole }, emails) =>
						await hub.members.updateRoles(
							organizationId,
							emails.map((email) => ({ email, organizationRole })),
						),
					done: ({ organizationRole, emails }) =>
						emails.map((email) => ({ memberEmail: email, organizationRole, updated: true })),
				}),
		}),
	},
});
