import { UserError } from 'n8n-workflow';

import type { Projects } from './projects';

/** An organization as far as it can be known: by its projects. */
export interface Organization {
	_id: string;
	/** Names of some of its projects. */
	projects: string[];
}

/** Projects looked through for organizations. */
const MAX_PROJECTS = 1000;

/** Organizations; no call lists them, so they are read from projects (contract 2.15). */
export class Organizations {
	private first?: Promise<string>;

	constructor(private readonly projects: Projects) {}

	/**
	 * The organization with this id, or that of the first project when none is given.
	 * @throws UserError when no project tells the organization
	 */
	async resolve(organizationId?: string): Promise<string> {
		const given = organizationId?.trim();
		if (given) return given;
		this.first ??= this.ofFirstProject();
		return await this.first;
	}

	/** The organizations of the projects that the API key can see. */
	async list(): Promise<Organization[]> {
		const found = new Map<string, Organization>();
		for await (const { organization, name } of this.projects.list(MAX_PROJECTS)) {
			if (!organization) continue;
			const known = found.get(organization) ?? { _id: organization, projects: [] };
			found.set(organization, known);
			known.projects.push(name);
		}
		return [...found.values()];
	}

	private async ofFirstProject(): Promise<string> {
		for await (const { organization } of this.projects.list(1)) {
			if (organization) return organization;
		}
		throw new UserError('The organization could not be read from a project', {
			description: "The API key sees no project that names it. Give its ID in 'Organization'.",
		});
	}
}
