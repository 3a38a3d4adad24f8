import { someEmailsIn } from '../../shared/fields/emails';
import { limitOf, listFields } from '../../shared/fields/lists';
import { organizationLocator, projectLocator } from '../../shared/fields/locators';
import {
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
			description: 'Add people to a project, or change their role in it',
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
			description: 'List the members of a project or an organization',
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
					description: 'Where to list members',
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
							description: 'Part of the email address or, in an organization, of the name',
						},
					],
				},
			],
			run: async function* ({ params, hub }) {
				const search = String(params.filters.search ?? '').trim();
				const limit = limitOf(params);
				if (params.of === 'organization') {
					const organizationId = await hub.organizations.resolve(params.organization);
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
				'Remove people from the organization. To remove them from a single project, use Ango Hub.',
			fields: [organizationLocator, organizationMembersField],
			run: async ({ params, hub }) => {
				const emails = someEmailsIn(params.emails, MEMBERS);
				const organizationId = await hub.organizations.resolve(params.organization);
				await hub.members.remove(organizationId, emails);
				return emails.map((email) => ({ deleted: true, organizationId, memberEmail: email }));
			},
		}),

		updateRole: batchOperation({
			name: 'Update Role',
			action: 'Update role of member',
			description: "Change people's role in the organization",
			fields: [organizationLocator, organizationMembersField, organizationRoleField],
			plan: async ({ params, hub }) => ({
				emails: someEmailsIn(params.emails, MEMBERS),
				organizationId: await hub.organizations.resolve(params.organization),
				organizationRole: params.organizationRole.toLowerCase(),
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
					done: ({ organizationId, organizationRole, emails }) =>
						emails.map((email) => ({
							organizationId,
							memberEmail: email,
							organizationRole,
							updated: true,
						})),
				}),
		}),
	},
});
