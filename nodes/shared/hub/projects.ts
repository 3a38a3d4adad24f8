import type { IDataObject } from 'n8n-workflow';

import { paginate, type Listing } from './pages';
import type { Transport } from './transport';
import type { Batch, Project } from './types';

/** Projects (contract 2.1, 5.1). */
export class Projects {
	private readonly known = new Map<string, Promise<Project>>();

	constructor(private readonly transport: Transport) {}

	/** Reads a project afresh. */
	async get(projectId: string): Promise<Project> {
		const { project } = await this.transport.call<{ project?: Project }>({
			path: `/v2/project/${encodeURIComponent(projectId)}`,
		});
		if (!project) {
			throw this.transport.error(
				{ url: projectId },
				404,
				`Ango Hub has no project with the ID ${projectId}`,
			);
		}
		return { ...project, batches: batchesOf(project) };
	}

	/** A project as it was when this run first read it. */
	async recall(projectId: string): Promise<Project> {
		const known = this.known.get(projectId) ?? this.get(projectId);
		this.known.set(projectId, known);
		return await known;
	}

	/** Where the list of projects is. */
	readonly listing: Listing<Project> = {
		path: '/v2/listProjects',
		records: ({ projects }) => projects as Project[],
	};

	list(most?: number): AsyncGenerator<Project> {
		return paginate(this.transport, this.listing, most);
	}

	async create(fields: IDataObject): Promise<Project> {
		const { project } = await this.transport.call<{ project: Project }>({
			method: 'POST',
			path: '/v2/project',
			body: fields,
		});
		return project;
	}
}

/** Legacy keeps its batches in `tags` (contract 2.18). */
function batchesOf(project: Project): Batch[] {
	const lists = [project.batches, project.tags as Batch[] | undefined];
	return lists.find((list) => list !== undefined && list.length > 0) ?? [];
}
