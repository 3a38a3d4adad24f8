import type { HubCore } from '../core.mts';
import { badRequest } from '../errors.mts';
import { optionalPage, pageShape } from '../paging.mts';
import { route } from '../router.mts';
import type { Check } from '../validate.mts';
import { arrayOf, email, id, object, oneOf, optional, text } from '../validate.mts';

const DAY_MS = 24 * 3600 * 1000;

/** Written in lower case by the SDK and capitalised on the REST page (contract 4.1). */
const organizationRole: Check<string> = (value, path) =>
	oneOf('admin', 'member', 'guest')(typeof value === 'string' ? value.toLowerCase() : value, path);

const projectRole = oneOf('Manager', 'Labeler', 'Reviewer', 'Lead');

function checkOrganization(core: HubCore, organizationId: string): void {
	if (organizationId !== core.state.organization) {
		throw badRequest(`Invalid organization: ${organizationId}.`);
	}
}

const memberOf = (core: HubCore, address: string) =>
	[...core.state.members.values()].find((member) => member.email === address);

const users = '/v2/organization/:organizationId/users';
const invites = '/v2/organization/:organizationId/invites';

/** Contract 2.15. */
export const organizationRoutes = [
	route(
		{ method: 'GET', path: users, query: object({ ...pageShape, search: optional(text) }) },
		({ core, params, query }) => {
			checkOrganization(core, params.organizationId);
			const search = (query.search ?? '').toLowerCase();
			const records = [...core.state.members.values()].filter((member) =>
				`${member.email} ${member.name}`.toLowerCase().includes(search),
			);
			return { users: optionalPage(core, records, query) };
		},
	),
	route(
		{
			method: 'POST',
			path: users,
			body: object({ users: arrayOf(object({ email, organizationRole })) }),
		},
		({ core, params, body }) => {
			checkOrganization(core, params.organizationId);
			const results = body.users.map((user) => {
				const member = memberOf(core, user.email);
				if (member !== undefined) member.organizationRole = user.organizationRole;
				return { email: user.email, status: member === undefined ? 'failed' : 'updated' };
			});
			const updated = results.filter((result) => result.status === 'updated').length;
			return { users: { updated, failed: results.length - updated, results } };
		},
	),
	route(
		{ method: 'DELETE', path: users, body: object({ users: arrayOf(email) }) },
		({ core, params, body }) => {
			checkOrganization(core, params.organizationId);
			const found = body.users.flatMap((address) => memberOf(core, address) ?? []);
			for (const member of found) core.state.members.delete(member._id);
			return { deleted: found.length, failed: body.users.length - found.length };
		},
	),
	route(
		{
			method: 'GET',
			path: invites,
			platform: 'current',
			query: object({ ...pageShape, status: optional(text) }),
		},
		({ core, params, query }) => {
			checkOrganization(core, params.organizationId);
			const records = [...core.state.invites.values()].filter(
				(invite) => query.status === undefined || invite.status === query.status,
			);
			return { invites: optionalPage(core, records, query) };
		},
	),
	route(
		{
			method: 'POST',
			path: invites,
			platform: 'current',
			body: object({
				to: arrayOf(email),
				organizationRole,
				projectAssignments: optional(arrayOf(object({ projectId: id, projectRole }))),
				projectId: optional(id),
				projectRole: optional(projectRole),
			}),
		},
		({ core, params, body }) => {
			checkOrganization(core, params.organizationId);
			const { projectId, projectRole: role = 'Labeler' } = body;
			const flat = projectId === undefined ? [] : [{ projectId, projectRole: role }];
			const projectAssignments = body.projectAssignments ?? flat;
			for (const assignment of projectAssignments) core.state.project(assignment.projectId);
			for (const to of body.to) {
				const invite = {
					_id: core.state.newId(),
					to,
					organizationRole: body.organizationRole,
					projectAssignments,
					status: 'pending',
					createdBy: core.owner,
					createdAt: core.state.timestamp(),
					expiresAt: new Date(core.state.now() + 7 * DAY_MS).toISOString(),
				};
				core.state.invites.set(invite._id, invite);
			}
			return { message: `${body.to.length} invites sent.` };
		},
	),
	route(
		{
			method: 'DELETE',
			path: invites,
			platform: 'current',
			body: object({ invites: arrayOf(email) }),
		},
		({ core, params, body }) => {
			checkOrganization(core, params.organizationId);
			const doomed = [...core.state.invites.values()].filter(({ to }) => body.invites.includes(to));
			for (const invite of doomed) core.state.invites.delete(invite._id);
			return { message: `${doomed.length} invites deleted.` };
		},
	),
];
