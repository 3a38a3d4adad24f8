import { UserError, type IDataObject } from 'n8n-workflow';

import type { LabeledAsset } from '../../../shared/datasets/model';
import { Report } from '../../../shared/datasets/report';
import type { Breather } from '../../../shared/util/breather';
import { groupBy } from '../../../shared/util/groupBy';
import { hasScores, labeledItems, labelSetOf, type GivenItem } from '../labeledItems';
import { labelList } from '../labelList';
import { sideNames } from '../sideNames';
import type { CompareEntry } from './fields';

/** More sides come from a field that tells single items apart. */
const MAX_SIDES = 10;

/** What one annotator or model says. */
interface Side {
	name: string;
	assets: LabeledAsset[];
	/** What of its labels cannot be compared. */
	report: Report;
}

/**
 * The sides in the order of their first items; those with scores last, since predictions are no reference.
 * @param secondInput the items of the second input
 */
export async function sidesOf(
	entries: CompareEntry[],
	secondInput: () => IDataObject[],
	breather: Breather,
): Promise<Side[]> {
	const { shapes, options, sides: from } = entries[0].params;
	const labelSet = labelSetOf(entries);
	const brushes = shapes === 'none' ? 'ignore' : shapes === 'points' ? 'report' : 'read';
	const { brushMaskField } = options;
	const sides: Side[] = [];
	for (const [name, group] of groupsOf(entries, secondInput)) {
		const report = new Report();
		const reading = { brushes, brushMaskField, labelSet, report, breather } as const;
		const items = await labeledItems(group, reading);
		sides.push({ name, assets: items.flatMap(({ assets }) => assets), report });
	}
	if (from !== 'field') return sides; // which says what the reference is
	return sides.sort((a, b) => Number(hasScores(a.assets)) - Number(hasScores(b.assets)));
}

/** The items of each side by its name. */
function groupsOf(
	entries: CompareEntry[],
	secondInput: () => IDataObject[],
): Map<string, GivenItem[]> {
	const { sides, reference, compared } = entries[0].params;
	const named = (first: GivenItem[], second: IDataObject[]) =>
		new Map([
			['Reference', first],
			['Compared', second.map((json) => ({ json }))],
		]);
	switch (sides) {
		case 'json': {
			const first = labelList(reference, 'Reference').map((json) => ({ json }));
			return named(first, labelList(compared, 'Compared'));
		}
		case 'secondInput': {
			const others = secondInput();
			if (others.length > 0) return named(entries, others);
			throw new UserError('The second input has no items', {
				description:
					"Connect what is compared to the lower input, or set 'Sides From' to Field and append the items of both sides to each other.",
			});
		}
		default:
			return groupsByValue(entries);
	}
}

function groupsByValue(entries: CompareEntry[]): Map<string, CompareEntry[]> {
	const given = entries.map(({ json, params }) => ({ json, given: params.comparedBy }));
	const names = sideNames(given, 'Compared By');
	const groups = groupBy(entries, (_, position) => names[position]);
	if (groups.size < 2) {
		throw new UserError("'Compared By' finds the same value in all items", {
			description:
				'Append the items of both sides to each other before this node, and give the name of a field that tells them apart, such as task.updatedBy. Without a name, items with scores are compared with all others.',
		});
	}
	if (groups.size > MAX_SIDES) {
		throw new UserError(`'Compared By' finds ${groups.size} different values`, {
			description: `Name a field with at most ${MAX_SIDES} values, such as who labeled: each value is a side, and all pairs of sides are compared.`,
		});
	}
	return groups;
}

export function* pairsOf(sides: Side[]): Generator<[reference: Side, compared: Side]> {
	for (const [index, reference] of sides.entries()) {
		for (const compared of sides.slice(index + 1)) yield [reference, compared];
	}
}
