import type { IDataObject } from 'n8n-workflow';

import { paginate } from './http/pages';
import type { Transport } from './http/transport';
import type { Organizations } from './organizations';

/** An invitation (contract 2.15). Unknown keys are kept. */
export interface Invite extends IDataObject {
	_id: string;
	to: string;
	status: string;
}

/** Whom to invite, and as what. */
export interface NewInvite {
	/** Email addresses. */
	to: string[];
	organizationRole: string;
	projectAssignments?: Array<{ projectId: string; projectRole: string }>;
}

/**
 * Invitations to an organization (contract 2.15); the legacy platform has none. Without an
 * organization id, that of the first project is meant.
 */
export class Invites {
	constructor(
		private readonly transport: Transport,
		private readonly organizations: Organizations,
	) {}

	/** The answer is not documented. */
	async create(organizationId: string | undefined, invite: NewInvite): Promise<IDataObject> {
		return await this.transport.call({
			method: 'POST',
			path: await this.path(organizationId),
			body: { ...invite } as IDataObject,
		});
	}

	/** @param status unset for invitations in any state; `pending` is the only documented one */
	async *list(
		organizationId: string | undefined,
		{ status, limit }: { status?: string; limit?: number } = {},
	): AsyncGenerator<Invite> {
		const path = await this.path(organizationId);
		const records = ({ invites }: IDataObject) => invites as Invite[] | undefined;
		yield* paginate(this.transport, { path, query: { status }, records }, limit);
	}

	/** Takes back the invitations that were sent to these email addresses. */
	async delete(organizationId: string | undefined, emails: string[]): Promise<void> {
		await this.transport.call({
			method: 'DELETE',
			path: await this.path(organizationId),
			body: { invites: emails },
			repeatable: true,
		});
	}

	private async path(organizationId?: string): Promise<string> {
		this.transport.platform.require('invites');
		const id = await this.organizations.resolve(organizationId);
		return `/v2/organization/${encodeURIComponent(id)}/invites`;
	}
}
