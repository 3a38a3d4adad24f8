import type { IDataObject } from 'n8n-workflow';

import { KeyedQueue } from '../util/concurrency';
import { wait } from '../util/wait';
import { sendInChunks } from './http/chunks';
import type { Transport } from './http/transport';
import { normalized } from './taskQuery';
import type { LabelContent, LabelItem, Task } from './types';

const IMPORT_TIMEOUT_MS = 5 * 60_000;
const MIN_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 5_000;

/** Label import (contract 2.12) and annotation of tasks (2.11). */
export class Labels {
	/** Keeps reading the labels of a task and writing them back together. */
	readonly taskQueue = new KeyedQueue();

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
		for (let pause = MIN_PAUSE_MS; ; pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
			const errors = await sendInChunks(left, async (chunk) => {
				await this.importHalving(projectId, chunk, results);
			});
			for (const [index, error] of errors.entries()) if (error) results.set(left[index], error);
			left = left.filter((item) => results.get(item) === 'notMatched');
			if (left.length === 0 || Date.now() + pause > until) break;
			await wait(pause, this.transport.signal);
		}
		return items.map((item) => results.get(item)!);
	}

	/**
	 * Replaces the labels of a task, whatever stage it is in; `submit` hands it on to the next stage
	 * as well. Gives the task where Ango Hub does.
	 * @throws UserError on the legacy platform
	 */
	async annotate(
		taskId: string,
		{ objects = [], classifications = [], relations = [], ...masks }: LabelContent,
		{ submit = false, duration = 0 } = {},
	): Promise<Task | undefined> {
		this.transport.platform.require('annotation');
		const { label } = await this.transport.call<{ label?: IDataObject }>({
			method: 'POST',
			path: `/v2/annotate/${encodeURIComponent(taskId)}`,
			query: { nextStage: submit, isPlugin: false },
			body: {
				answer: { objects, classifications, relations },
				brushDataUrl: masks.brushDataUrl ?? null,
				medicalBrushDataUrl: masks.medicalBrushDataUrl ?? null,
				duration,
			},
			repeatable: !submit, // a second submission would move the task on by one more stage
		});
		return label && normalized(label);
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
		const { labeled, of } = progressIn(String(project)) ?? { labeled: chunk.length, of: 0 };
		// An item that means several assets may be counted once for each of them.
		const whole = labeled >= Math.max(chunk.length, of);
		if (whole || labeled === 0 || chunk.length === 1) {
			for (const item of chunk) results.set(item, labeled > 0 ? 'imported' : 'notMatched');
			return;
		}
		const middle = Math.ceil(chunk.length / 2);
		await this.importHalving(projectId, chunk.slice(0, middle), results);
		await this.importHalving(projectId, chunk.slice(middle), results);
	}
}

/** The two numbers of an answer such as `3/5 tasks labeled`. */
export function progressIn(answer: string): { labeled: number; of: number } | undefined {
	const [, labeled, of] = /(?<!\d)(\d+)\s*\/\s*(\d+)/.exec(answer) ?? [];
	return of === undefined ? undefined : { labeled: Number(labeled), of: Number(of) };
}
