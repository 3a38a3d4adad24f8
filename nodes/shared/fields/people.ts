import type { Field } from '../operation/parameters';

const emailsHint = 'With an expression: email addresses, as a list or comma-separated';

/** People of an organization, by email address. */
export const organizationMembersField = {
	displayName: 'Member Names or IDs',
	name: 'emails',
	type: 'multiOptions',
	allowArbitraryValues: true, // n8n would warn of names that an expression gives
	typeOptions: {
		loadOptionsMethod: 'getOrganizationMembers',
		loadOptionsDependsOn: ['organization.value', 'project.value'],
	},
	default: [],
	required: true,
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	hint: emailsHint,
} as const satisfies Field;

/** People of the project who are told about an issue, by email address. */
export const mentionsOption = {
	displayName: 'Mention Names or IDs',
	name: 'mentions',
	type: 'multiOptions',
	allowArbitraryValues: true, // n8n would warn of names that an expression gives
	typeOptions: { loadOptionsMethod: 'getMembers', loadOptionsDependsOn: ['project.value'] },
	default: [],
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	hint: emailsHint,
} as const satisfies Field;

export const organizationRoleField = {
	displayName: 'Organization Role',
	name: 'organizationRole',
	type: 'options',
	options: [
		{ name: 'Admin', value: 'admin', description: 'May do everything in the organization' },
		{
			name: 'Guest',
			value: 'guest',
			description: 'Not every Ango Hub has this role',
		},
		{ name: 'Member', value: 'member', description: 'May do what the roles in projects allow' },
	],
	default: 'member',
	description: 'Role in the organization',
} as const satisfies Field;

export const projectRoleField = {
	displayName: 'Project Role',
	name: 'projectRole',
	type: 'options',
	options: [
		{ name: 'Labeler', value: 'Labeler', description: 'Labels tasks' },
		{ name: 'Lead', value: 'Lead', description: 'Leads labelers and reviewers' },
		{ name: 'Manager', value: 'Manager', description: 'May do everything in the project' },
		{ name: 'Reviewer', value: 'Reviewer', description: 'Reviews and labels tasks' },
	],
	default: 'Labeler',
	description: 'Role in the project',
} as const satisfies Field;
