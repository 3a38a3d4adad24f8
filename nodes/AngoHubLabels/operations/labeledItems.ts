import { paintedObjects, reportMasks } from '../../shared/datasets/brush';
import { assetsIn, joinedObjectItems } from '../../shared/datasets/input';
import type { LabeledAsset } from '../../shared/datasets/model';
import { hasPages } from '../../shared/datasets/pages';
import type { Report } from '../../shared/datasets/report';
import { labelSetIn } from '../../shared/datasets/survey';
import type { LabelSet } from '../../shared/hub/types';
import type { Entry } from '../../shared/operation/operation';
import type { Breather } from '../../shared/util/breather';

type LabelsEntry = Entry<{
	options: { brushMaskField?: string; labelSet?: unknown };
}>;

/** An item with labels in it, and its files where it has some. */
export type GivenItem = Pick<LabelsEntry, 'json'> & Partial<Pick<LabelsEntry, 'files'>>;

/** An item with the labels in it. */
export interface LabeledItem {
	/** Position of its entry. */
	index: number;
	assets: LabeledAsset[];
}

/** The label set of the options, or that of the first item that carries one. */
export function labelSetOf(entries: readonly LabelsEntry[]): LabelSet | undefined {
	const given = labelSetIn(entries[0].params.options.labelSet);
	if (given) return given;
	for (const { json } of entries) {
		const carried = labelSetIn(json.categorySchema);
		if (carried) return carried;
	}
	return undefined;
}

/** How labels are read. */
interface Reading {
	/** What becomes of brush strokes: the objects that they are, a line of the report, or nothing where objects do not count. */
	brushes: 'read' | 'report' | 'ignore';
	/** Field of the items that has the PNG of their brush strokes; empty for none. */
	brushMaskField?: string;
	/** Whose colors brush strokes have. */
	labelSet?: LabelSet;
	/** Gets what cannot be read. */
	report: Report;
	breather: Breather;
}

/** The labels of all items, brush strokes among them. */
export async function labeledItems(
	entries: readonly GivenItem[],
	{ brushes, brushMaskField: field = '', labelSet, report, breather }: Reading,
): Promise<LabeledItem[]> {
	const items: LabeledItem[] = [];
	for (const { json, index } of joinedObjectItems(entries.map((entry) => entry.json))) {
		if (breather.isDue) await breather.pause();
		const { files } = entries[index];
		const hasFile = field !== '' && files?.has(field) === true;
		const assets = assetsIn(json);
		if (assets.length === 0)
			report.leaveOut(
				'unreadable',
				typeof json.externalId === 'string' ? { externalId: json.externalId } : {},
				0,
			);
		for (const asset of assets) {
			if (brushes !== 'ignore') reportMasks(asset, hasFile, brushes === 'read', report);
			if (!hasFile || brushes !== 'read' || hasPages(asset)) continue;
			const open = async () => await files!.read(field, 'Brush Mask Field');
			const mask = { picture: asset, size: asset.size, open };
			asset.objects.push(...(await paintedObjects(mask, labelSet, report, breather)));
		}
		items.push({ index, assets });
	}
	return items;
}

/** True for the labels of a model: those of people have no scores. */
export function hasScores(assets: readonly LabeledAsset[]): boolean {
	return assets.some(({ objects }) => objects.some(({ score }) => score !== undefined));
}
