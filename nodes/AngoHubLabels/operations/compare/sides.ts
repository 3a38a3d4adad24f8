import { UserError } from 'n8n-workflow';

import type { LabeledAsset } from '../../../shared/datasets/model';
import { Report } from '../../../shared/datasets/report';
import type { Breather } from '../../../shared/util/breather';
import { groupBy } from '../../../shared/util/groupBy';
import { labeledItems, labelSetOf } from '../labeledItems';
import type { CompareEntry } from './fields';

/** More sides come from an expression that tells single items apart. */
const MAX_SIDES = 10;

/** What one annotator or model says. */
interface Side {
	name: string;
	assets: LabeledAsset[];
	/** What of its labels cannot be compared. */
	report: Report;
}

/** The sides in the order of their first items; those with scores last, since predictions are no reference. */
export async function sidesOf(entries: CompareEntry[], breather: Breather): Promise<Side[]> {
	const groups = groupBy(entries, ({ params }) => params.comparedBy);
	if (groups.size < 2) {
		throw new UserError("'Compared By' gives the same value for all items", {
			description:
				"Append the items of both sides to each other before this node, and give an expression that tells them apart, such as {{ $json.scores ? 'Predictions' : 'Labels' }}.",
		});
	}
	if (groups.size > MAX_SIDES) {
		throw new UserError(`'Compared By' gives ${groups.size} different values`, {
			description: `Give an expression with at most ${MAX_SIDES} values, such as who labeled: each value is a side, and all pairs of sides are compared.`,
		});
	}
	const labelSet = labelSetOf(entries);
	const { shapes } = entries[0].params;
	const brushes = shapes === 'none' ? 'ignore' : shapes === 'points' ? 'report' : 'read';
	const sides: Side[] = [];
	for (const [name, group] of groups) {
		const report = new Report();
		const items = await labeledItems(group, { brushes, labelSet, report, breather });
		sides.push({ name, assets: items.flatMap(({ assets }) => assets), report });
	}
	return sides.sort((a, b) => Number(hasScores(a)) - Number(hasScores(b)));
}

function hasScores({ assets }: Side): boolean {
	return assets.some(({ objects }) => objects.some(({ score }) => score !== undefined));
}

export function* pairsOf(sides: Side[]): Generator<[reference: Side, compared: Side]> {
	for (const [index, reference] of sides.entries()) {
		for (const compared of sides.slice(index + 1)) yield [reference, compared];
	}
}
