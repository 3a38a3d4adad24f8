import { UserError, type IDataObject } from 'n8n-workflow';

import { sendInChunks } from './http/chunks';
import { paginate } from './http/pages';
import type { Transport } from './http/transport';
import type { Organizations } from './organizations';
import { projectPath, type Projects } from './projects';

/** A person of an organization (contract 2.15). Unknown keys are kept. */
export interface Member extends IDataObject {
	_id: string;
	email: string;
	name?: string;
	organizationRole?: string;
}

/** A person of a project, with the role there (contract 5.1). */
export interface ProjectMember extends IDataObject {
	email: string;
	role?: string;
}

/** The role that a person is to have in an organization. */
export interface RoleUpdate {
	email: string;
	organizationRole: string;
}

interface RoleOutcome {
	failed?: number;
	results?: Array<{ email: string; status: string }>;
}

/** How a result says that it went well; how it says the opposite is not documented. */
const DONE = /^(updated|unchanged|success|ok|done)/i;

/**
 * The people of projects and organizations (contract 2.1, 2.15). Without an organization id, that of
 * the first project is meant.
 */
export class Members {
	constructor(
		private readonly transport: Transport,
		private readonly projects: Projects,
		private readonly organizations: Organizations,
	) {}

	/** The people of a project, read afresh. */
	async ofProject(projectId: string): Promise<ProjectMember[]> {
		const { assignedTo = [] } = await this.projects.get(projectId);
		return (assignedTo as Array<IDataObject | string>).map((entry) => {
			if (typeof entry === 'string') return { email: entry };
			const { assignee } = entry;
			const email = typeof assignee === 'string' ? assignee : (assignee as IDataObject)?.email;
			return { ...entry, email: String(email ?? '') };
		});
	}

	/** The people of an organization. @param search a part of an email address or name */
	async *ofOrganization(
		organizationId?: string,
		{ search, limit }: { search?: string; limit?: number } = {},
	): AsyncGenerator<Member> {
		const path = await this.usersPath(organizationId);
		const records = ({ users }: IDataObject) => users as Member[] | undefined;
		yield* paginate(this.transport, { path, query: { search }, records }, limit);
	}

	/** Gives people a role in a project, in place of the one before. Gives the error of each. */
	async addToProject(
		projectId: string,
		emails: string[],
		role: string,
	): Promise<Array<Error | undefined>> {
		return await sendInChunks(emails, async (assignees) => {
			await this.transport.call({
				method: 'POST',
				path: `${projectPath(projectId)}/assigned`,
				body: { assignees, role },
				repeatable: true,
			});
		});
	}

	/** Sets roles in an organization. Ango Hub answers for each person; gives the error of each. */
	async updateRoles(
		organizationId: string | undefined,
		updates: RoleUpdate[],
	): Promise<Array<Error | undefined>> {
		const path = await this.usersPath(organizationId);
		const refused = new Map<string, Error>();
		const errors = await sendInChunks(updates, async (users) => {
			const data = await this.transport.call<{ users?: RoleOutcome }>({
				method: 'POST',
				path,
				body: { users: users as unknown as IDataObject[] },
				repeatable: true,
			});
			for (const { email } of users) {
				const reason = refusalOf(email, data.users ?? {});
				if (reason !== undefined) refused.set(email, notUpdated(email, reason));
			}
		});
		return updates.map(({ email }, index) => errors[index] ?? refused.get(email));
	}

	/**
	 * Removes people from an organization. Ango Hub answers with numbers only, so that those who are
	 * left are looked up when some were not removed.
	 * @throws UserError naming who was not removed
	 */
	async remove(organizationId: string | undefined, emails: string[]): Promise<void> {
		const { failed } = await this.transport.call<{ failed?: number }>({
			method: 'DELETE',
			path: await this.usersPath(organizationId),
			body: { users: emails },
		});
		if (!failed) return;
		const present = new Set<string>();
		for await (const { email } of this.ofOrganization(organizationId)) {
			present.add(email.toLowerCase());
		}
		const left = emails.filter((email) => present.has(email.toLowerCase()));
		throw left.length > 0
			? new UserError(`Ango Hub did not remove ${left.join(', ')} from the organization`, {
					description: 'Everyone else who was named is not a member any more.',
				})
			: new UserError(
					`${failed} of ${emails.length} people were not in the organization: ${emails.join(', ')}`,
					{ description: 'Check the addresses. None of them is a member now.' },
				);
	}

	private async usersPath(organizationId?: string): Promise<string> {
		const id = await this.organizations.resolve(organizationId);
		return `/v2/organization/${encodeURIComponent(id)}/users`;
	}
}

/** Why a person's role was not updated, or undefined where it was. */
function refusalOf(email: string, { failed, results = [] }: RoleOutcome): string | undefined {
	if (failed === 0) return undefined;
	const own = results.find((result) => result.email.toLowerCase() === email.toLowerCase());
	if (own) return DONE.test(own.status) ? undefined : own.status;
	return failed ? 'no result' : undefined;
}

function notUpdated(email: string, reason: string): UserError {
	return new UserError(`Ango Hub did not update the role of ${email}: ${reason}`, {
		description: 'Check that this person is a member of the organization.',
	});
}
