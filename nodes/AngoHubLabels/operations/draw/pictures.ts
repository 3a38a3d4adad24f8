import { UserError } from 'n8n-workflow';

import { pairedAssets, pairedPictures } from '../../../shared/datasets/compare/sides';
import type { Picture } from '../../../shared/datasets/model';
import { picturesOf } from '../../../shared/datasets/pages';
import type { Report } from '../../../shared/datasets/report';
import type { Breather } from '../../../shared/util/breather';
import { groupBy } from '../../../shared/util/groupBy';
import { hasScores, labeledItems, labelSetOf } from '../labeledItems';
import { sideNames } from '../sideNames';
import type { DrawEntry } from './fields';

const PAGES = { fillFrames: false, allPages: false };

export interface PictureToDraw {
	picture: Picture;
	/** The same picture with the labels of the second side. */
	second?: Picture;
	/** Position of its input item. */
	index: number;
}

/** The pictures of all items; those of two sides are paired where the user wants it. */
export async function picturesToDraw(
	entries: readonly DrawEntry[],
	report: Report,
	breather: Breather,
): Promise<PictureToDraw[]> {
	const items = await labeledItems(entries, {
		brushes: 'read',
		brushMaskField: entries[0].params.options.brushMaskField,
		labelSet: labelSetOf(entries),
		report,
		breather,
	});
	const labeled = items.flatMap(({ assets, index }) => assets.map((asset) => ({ asset, index })));
	if (entries.every(({ params }) => params.options.secondBy === undefined)) {
		return labeled.flatMap(({ asset, index }) =>
			[...picturesOf(asset, PAGES)].map((picture) => ({ picture, index })),
		);
	}
	const indexes = new Map(labeled.map(({ asset, index }) => [asset, index]));
	const given = entries.map(({ json, params }) => ({ json, given: params.options.secondBy ?? '' }));
	const names = sideNames(given, 'Second Labels By');
	const sides = groupBy(labeled, ({ index }) => names[index]);
	if (sides.size > 2) {
		throw new UserError(`'Second Labels By' finds ${sides.size} different values`, {
			description: 'Name a field with two values, or filter the items before this node.',
		});
	}
	const [reference, compared] = [...sides.values()]
		.map((side) => side.map(({ asset }) => asset))
		.sort((a, b) => Number(hasScores(a)) - Number(hasScores(b)));
	const pairs = pairedAssets({ reference, compared }, 'externalId', report);
	return pairs.flatMap((pair) => {
		const index = indexes.get((pair.reference ?? pair.compared)!)!;
		return [...pairedPictures(pair)].map(({ reference: first, compared: second }) => ({
			picture: first ?? { ...second!, objects: [] },
			second,
			index,
		}));
	});
}
