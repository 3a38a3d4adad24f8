import type { IDataObject } from 'n8n-workflow';

import type { Hub } from '../../../../shared/hub';
import { CHUNK_SIZE } from '../../../../shared/hub/http/chunks';
import type { AssetEntry } from '../../../../shared/hub/types';
import { withAdvice } from '../../../../shared/operation/errors';
import { mapConcurrent } from '../../../../shared/util/concurrency';
import { groupBy } from '../../../../shared/util/groupBy';
import { errorOf, outcomeOf } from '../../../../shared/util/outcome';
import type { Services } from '../../../operation';
import { checkExisting, deleteReplaced } from './existing';
import type { AssetPlan } from './plan';
import { applyPreLabels } from './preLabels';
import type { Part } from './sources';
import { isOpen, worksOf, type PlacedPart, type Work } from './work';

/**
 * Turns the plans of each item into assets: uploads their files, registers them together in chunks,
 * and does what the options ask for afterwards. A file that fails is the error of its own item; the
 * others go on.
 */
export async function addAssets(
	plansByItem: AssetPlan[][],
	{ hub, hint, continueOnFail }: Services,
): Promise<Array<IDataObject[] | Error>> {
	const plans = plansByItem.flat();
	for (const { warning } of plans) if (warning) hint(warning);
	const works = worksOf(plans);
	await checkExisting(hub, works);
	const refused = works.find(({ error }) => error);
	if (refused?.error && !continueOnFail) throw refused.error;

	await new Registrar(hub).run(works.filter(isOpen));
	await findIds(hub, works.filter(isOpen), hint);
	await deleteReplaced(hub, works);
	await applyPreLabels(hub, works);

	const results = new Map<AssetPlan, IDataObject | Error>();
	for (const work of works) {
		for (const { plan, placed } of work.items)
			results.set(plan, work.error ?? resultOf(work, placed));
	}
	return plansByItem.map((own) => {
		const outcomes = own.map((plan) => results.get(plan)!);
		const error = outcomes.find((outcome) => outcome instanceof Error);
		return error ?? (outcomes as IDataObject[]);
	});
}

/** Uploads parts with bounded concurrency, and registers assets as soon as a chunk is complete. */
class Registrar {
	private readonly waiting = new Map<string, Work[]>();
	private readonly underway: Array<Promise<void>> = [];

	constructor(private readonly hub: Hub) {}

	async run(works: Work[]): Promise<void> {
		const left = new Map(
			works.map((work) => [work, work.items.flatMap(({ plan }) => plan.parts).length]),
		);
		const parts = works.flatMap((work) =>
			work.items.flatMap((item) =>
				item.plan.parts.map((part, index) => ({ work, item, part, index })),
			),
		);
		await mapConcurrent(parts, this.hub.concurrency, async ({ work, item, part, index }) => {
			const error = await errorOf(
				(async () => {
					if (isOpen(work)) item.placed[index] = await this.place(work, part);
				})(),
			);
			work.error ??= error;
			left.set(work, left.get(work)! - 1);
			if (left.get(work) === 0 && isOpen(work)) this.enqueue(work);
		});
		for (const key of [...this.waiting.keys()]) this.flush(key);
		await Promise.all(this.underway);
	}

	private async place({ plan }: Work, part: Part): Promise<PlacedPart> {
		if ('value' in part) return { value: part.value };
		const { projectId, entry } = plan;
		const file = await part.file();
		const { fileName, mimeType, source } = file;
		try {
			const value = await this.hub.uploads.put(projectId, file, 'assets', entry.storage);
			return { value, fileName, size: source.size, mimeType };
		} finally {
			source.close?.();
		}
	}

	/** Assets of the same project with the same priority and copy setting share a call. */
	private enqueue(work: Work): void {
		const { projectId, priority, copy } = work.plan;
		const key = JSON.stringify([projectId, priority, copy]);
		const group = this.waiting.get(key) ?? [];
		this.waiting.set(key, group);
		group.push(work);
		if (group.length === CHUNK_SIZE) this.flush(key);
	}

	private flush(key: string): void {
		const works = this.waiting.get(key)!;
		this.waiting.delete(key);
		const { projectId, priority, copy } = works[0].plan;
		const register = async () => {
			const named = await mapConcurrent(works, 1, async (work) => {
				const { batchNames, createMissingBatches } = work.plan;
				const batches = await this.hub.batches.resolve(projectId, batchNames, createMissingBatches);
				return entryOf(work, batches);
			});
			const errors = await this.hub.registration.register(projectId, named, { priority, copy });
			for (const [index, work] of works.entries()) {
				work.entry = named[index];
				work.error = errors[index];
			}
		};
		this.underway.push(
			errorOf(register()).then((error) => {
				for (const work of works) work.error ??= error;
			}),
		);
	}
}

function entryOf({ plan, items }: Work, batches: string[]): AssetEntry {
	const parts = items.flatMap(({ placed }) => placed);
	if (plan.order === 'fileName') {
		parts.sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'en', { numeric: true }));
	}
	const externalId = plan.externalId || nameOf(parts[0]);
	const values = parts.map(({ value }) => value);
	return {
		...(values.length === 1 ? { data: values[0] } : { dataset: values }),
		externalId,
		...plan.entry,
		batches,
	};
}

function nameOf({ fileName, value }: PlacedPart): string {
	return fileName ?? value;
}

/** Assets whose IDs cannot be read are there all the same, so that is no error. */
async function findIds(hub: Hub, works: Work[], hint: Services['hint']): Promise<void> {
	const wanted = works.filter(
		({ plan, oldIds }) => plan.returnIds || plan.annotate || oldIds.length > 0,
	);
	for (const [projectId, group] of groupBy(wanted, ({ plan }) => plan.projectId)) {
		const entries = group.map(({ entry }) => entry!);
		const outcome = await outcomeOf(hub.registration.ids(projectId, entries));
		if ('error' in outcome) {
			hint(
				withAdvice({
					message: `The assets are there, but their IDs could not be read: ${outcome.error.message}`,
					description: "The asset operation 'Get Many' finds them by their external IDs.",
				}),
			);
			continue;
		}
		for (const [index, work] of group.entries()) work.assetId = outcome.value[index];
	}
}

function resultOf(work: Work, placed: PlacedPart[]): IDataObject {
	const { plan, entry, assetId, skipped, oldIds, preLabel } = work;
	const files = placed.map(({ value, ...file }) => ({ url: value, ...file }));
	return {
		externalId: entry?.externalId ?? plan.externalId,
		projectId: plan.projectId,
		status: skipped ? 'skipped' : oldIds.length > 0 ? 'replaced' : 'created',
		...(assetId ? { assetId } : {}),
		...(files.length === 1 ? files[0] : {}),
		...(files.length > 1 ? { files } : {}),
		batches: plan.batchNames,
		...preLabel,
		...(plan.warning ? { warning: plan.warning } : {}),
	};
}
