import type { IDataObject } from 'n8n-workflow';

import { sendInChunks } from './chunks';
import { PAGE_SIZE, paginate } from './pages';
import type { Transport } from './transport';
import { wait } from './wait';

/** Labels for one asset, found by its URL or its external id (contract 5.6). */
export interface LabelItem extends IDataObject {
	externalId?: string;
	data?: string;
	objects?: IDataObject[];
	classifications?: IDataObject[];
	relations?: IDataObject[];
}

const IMPORT_TIMEOUT_MS = 5 * 60_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5_000;

/** Label import (contract 2.12) and annotation of tasks (2.11). */
export class Labels {
	constructor(private readonly transport: Transport) {}

	/**
	 * Imports labels, and tries those that matched no task again until `deadline` milliseconds have
	 * passed: assets that were just registered may take a moment. Gives for each item the error, or
	 * whether it was imported.
	 */
	async import(
		projectId: string,
		items: LabelItem[],
		deadline: number,
	): Promise<Array<Error | 'imported' | 'notMatched'>> {
		const until = Date.now() + deadline;
		const results = new Map<LabelItem, Error | 'imported' | 'notMatched'>();
		let left = items;
		for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
			const errors = await sendInChunks(left, async (chunk) => {
				await this.importHalving(projectId, chunk, results);
			});
			for (const [index, error] of errors.entries()) if (error) results.set(left[index], error);
			left = left.filter((item) => results.get(item) === 'notMatched');
			if (left.length === 0 || Date.now() + pause > until || this.transport.cancelled) break;
			await wait(pause, this.transport.signal);
		}
		return items.map((item) => results.get(item)!);
	}

	/** Writes labels onto a task whatever stage it is in, without submitting it. */
	async annotate(
		taskId: string,
		{ objects = [], classifications = [], relations = [] }: LabelItem,
	): Promise<void> {
		await this.transport.call({
			method: 'POST',
			path: `/v2/annotate/${encodeURIComponent(taskId)}`,
			query: { nextStage: false, isPlugin: false },
			body: {
				answer: { objects, classifications, relations },
				brushDataUrl: null,
				medicalBrushDataUrl: null,
				duration: 0,
			},
			repeatable: true,
		});
	}

	/** Ids of the tasks of assets, by asset id. External ids narrow the search, asset ids decide. */
	async taskIds(
		projectId: string,
		assets: Array<{ id: string; externalId: string }>,
	): Promise<Map<string, string[]>> {
		const found = new Map<string, string[]>(assets.map(({ id }) => [id, []]));
		for (let start = 0; start < assets.length; start += PAGE_SIZE) {
			const externalIds = assets
				.slice(start, start + PAGE_SIZE)
				.map(({ externalId }) => externalId);
			const listing = {
				path: `/v2/project/${encodeURIComponent(projectId)}/tasks`,
				query: { filter: JSON.stringify({ externalId: { $in: [...new Set(externalIds)] } }) },
				records: ({ tasks }: IDataObject) => tasks as Task[],
			};
			for await (const { _id, asset } of paginate(this.transport, listing)) {
				found.get(typeof asset === 'string' ? asset : asset._id)?.push(_id);
			}
		}
		return found;
	}

	/** The answer says only how many items matched, so a chunk with fewer is halved to find which. */
	private async importHalving(
		projectId: string,
		chunk: LabelItem[],
		results: Map<LabelItem, Error | 'imported' | 'notMatched'>,
	): Promise<void> {
		const { project } = await this.transport.call<{ project?: string }>({
			method: 'POST',
			path: '/v2/import/labels',
			body: { project: projectId, jsonContent: chunk },
			repeatable: true,
			timeout: IMPORT_TIMEOUT_MS,
		});
		const labeled = Number(/(\d+)\s*\/\s*\d+/.exec(String(project))?.[1] ?? chunk.length);
		if (labeled >= chunk.length || labeled === 0 || chunk.length === 1) {
			for (const item of chunk) results.set(item, labeled > 0 ? 'imported' : 'notMatched');
			return;
		}
		const middle = Math.ceil(chunk.length / 2);
		await this.importHalving(projectId, chunk.slice(0, middle), results);
		await this.importHalving(projectId, chunk.slice(middle), results);
	}
}

/** A task as far as the search for an asset's tasks needs it (contract 5.3). */
interface Task {
	_id: string;
	asset: string | { _id: string };
}
