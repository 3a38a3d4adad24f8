import { UserError, type IDataObject } from 'n8n-workflow';

import { KeyedQueue } from '../util/concurrency';
import { namesIn, type Names } from '../util/names';
import { suggestion } from '../util/nearest';
import { HubError } from './http/errors';
import { withoutSecrets, withSecretsOf } from './http/secrets';
import type { Transport } from './http/transport';
import type { Projects } from './projects';
import type { Stage } from './types';

/** The stages of a project's workflow (contract 2.1, 4.4); the legacy platform has none. */
export class Stages {
	private readonly writes = new KeyedQueue();

	constructor(
		private readonly transport: Transport,
		private readonly projects: Projects,
	) {}

	/** Reads the stages of a project afresh. @throws UserError on the legacy platform */
	async list(projectId: string): Promise<Stage[]> {
		this.transport.platform.require('stages');
		return (await this.projects.get(projectId)).stages ?? [];
	}

	/**
	 * Stage ids for names or ids, as the project was when this run first read it.
	 * @throws UserError naming the nearest ones when a name is unknown
	 */
	async resolve(projectId: string, namesOrIds: Names | undefined): Promise<string[]> {
		if (namesIn(namesOrIds).length === 0) return [];
		this.transport.platform.require('stages');
		const { stages = [] } = await this.projects.recall(projectId);
		const wanted = namesIn(namesOrIds, (text) =>
			stages.some(({ id, name }) => [id, name].includes(text)),
		);
		return [...new Set(wanted.map((nameOrId) => stageIn(stages, nameOrId).id))];
	}

	/**
	 * Changes the workflow: reads all stages, and writes back what `change` makes of them. POST
	 * replaces the whole workflow, so `change` has to keep what it does not know (contract 4.4).
	 * Secrets of stages stay as they are. Changes of the same run follow one another. Gives the stages
	 * before and after.
	 */
	async update(
		projectId: string,
		change: (stages: Stage[]) => Stage[],
	): Promise<{ before: Stage[]; after: Stage[] }> {
		this.transport.platform.require('stages');
		return await this.writes.run(projectId, async () => {
			const { stages: whole = [] } = await this.projects.getWhole(projectId);
			const before = withoutSecrets(whole);
			const changed = change(before);
			const stages = changed.map((stage) =>
				withSecretsOf(
					stage,
					whole.find(({ id }) => id === stage.id),
				),
			);
			const { stages: after = changed } = await this.projects.update(projectId, { stages });
			return { before, after };
		});
	}

	/** Sends a Webhook stage's deliveries again. The answer is not documented. */
	async rerunWebhook(projectId: string, stageId: string): Promise<IDataObject> {
		const send = async (path: string) =>
			await this.transport.call({ method: 'POST', path, body: { stageId } });
		const path = `project/${encodeURIComponent(projectId)}/rerun-webhook`;
		// The official client sends a double slash; which of the two a server takes is not documented.
		return await send(`/v2/${path}`).catch(async (error: unknown) => {
			if (!isNotFound(error)) throw error;
			return await send(`/v2//${path}`).catch((second: unknown) => {
				throw isNotFound(second) ? error : second;
			});
		});
	}
}

/** The stage with this id, else the one with this name. @throws UserError naming the nearest ones */
export function stageIn(stages: Stage[], nameOrId: string): Stage {
	const wanted = nameOrId.trim();
	const byId = stages.find(({ id }) => id === wanted);
	if (byId) return byId;
	const named = stages.filter(({ name }) => name === wanted);
	if (named.length === 1) return named[0];
	if (named.length > 1) {
		throw new UserError(`The project has ${named.length} stages called '${wanted}'`, {
			description: `Give the ID of the one you mean: ${named.map(({ id }) => id).join(', ')}.`,
		});
	}
	const names = stages.map(({ name, id }) => name || id);
	throw new UserError(`There is no stage '${wanted}' in the project`, {
		description: suggestion(wanted, names, 'The project has no stages yet.'),
	});
}

/** True when the Start stage hands new tasks on at once, where label import cannot reach them. */
export function startsAtOnce(stages: Stage[]): boolean {
	return stages.some(({ type, autoForward }) => type === 'Start' && autoForward === true);
}

function isNotFound(error: unknown): boolean {
	return error instanceof HubError && error.kind === 'notFound';
}
