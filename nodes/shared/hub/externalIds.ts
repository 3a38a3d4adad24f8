import { mapConcurrent } from '../util/concurrency';
import { outcomeOf } from '../util/outcome';
import { chunksForAddress } from './http/chunks';
import { HubError } from './http/errors';
import type { Transport } from './http/transport';
import type { Tasks } from './tasks';

/** Tells which external ids a project has, many with a call: the list of tasks can be asked for them (contract 2.10). */
export class ExternalIds {
	/** False once Ango Hub has given tasks that were not asked for, or refused to filter. */
	private canFilter: boolean;

	constructor(
		private readonly transport: Transport,
		private readonly tasks: Tasks,
	) {
		this.canFilter = transport.platform.has('taskFilters');
	}

	/** How many calls it takes to ask for these; Infinity where Ango Hub cannot be asked. */
	callsFor(externalIds: string[]): number {
		return this.canFilter ? chunksForAddress(externalIds).length : Infinity;
	}

	/** Those that an asset of the project may have: no other one has a task. All, where nobody can tell. */
	async knownAmong(projectId: string, externalIds: string[]): Promise<string[]> {
		const found = await mapConcurrent(
			chunksForAddress(externalIds),
			this.transport.concurrency,
			async (chunk) => (this.canFilter ? await this.knownIn(projectId, chunk) : chunk),
		);
		if (!this.canFilter) return externalIds;
		const known = new Set(found.flat());
		return externalIds.filter((externalId) => known.has(externalId));
	}

	private async knownIn(projectId: string, chunk: string[]): Promise<string[]> {
		const outcome = await outcomeOf(this.read(projectId, new Set(chunk)));
		if ('value' in outcome) return outcome.value;
		const { error } = outcome;
		if (!(error instanceof HubError && error.kind === 'refused')) throw error;
		this.canFilter = false;
		return [];
	}

	private async read(projectId: string, asked: Set<string>): Promise<string[]> {
		const known = new Set<string>();
		for await (const { externalId } of this.tasks.withExternalIds(projectId, [...asked])) {
			if (externalId === undefined || !asked.has(externalId)) {
				this.canFilter = false;
				break;
			}
			known.add(externalId);
			if (known.size === asked.size) break;
		}
		return [...known];
	}
}

/** The forms of Unicode that an external id may have: macOS takes characters apart that others keep together. */
export function formsOf(externalId: string): string[] {
	return [...new Set([externalId, externalId.normalize('NFC'), externalId.normalize('NFD')])];
}
