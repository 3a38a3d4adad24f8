import type { IDataObject } from 'n8n-workflow';

import { imageSize } from '../formats/imageSize';
import { frameOf, isInside } from '../labels/geometry/box';
import type { Size } from '../labels/geometry/types';
import type { Breather } from '../util/breather';
import { recordsIn } from '../util/lists';
import { outcomeOf } from '../util/outcome';
import { byCodePoint, type ClassNames } from './classes';
import { toolOf } from './formats/common';
import { assetsIn } from './input';
import type { Answer, LabeledAsset, LabeledObject, Picture } from './model';
import { boxIn } from './outline';
import { picturesOf, type PageSettings } from './pages';
import type { LabelEntry, LabelSource } from './source';
import { nameIn } from './values';

/** Of long lists, so many entries are given, and the number of the others. */
const MAX_ENTRIES = 20;
/** Likewise of classes. */
const MAX_CLASSES = 100;

/** What labels are there: counts, sizes and answers, in a few kilobytes however many there are. */
export async function summarize(
	source: LabelSource,
	names: ClassNames,
	pages: PageSettings,
	breather: Breather,
): Promise<IDataObject> {
	const summary = new Summary(names);
	for await (const entry of source.entries()) {
		for (const asset of assetsIn(entry.json)) {
			const file = await summary.measure(asset, entry);
			summary.addAnswers(asset.classifications);
			const pictures = [...picturesOf(asset, pages)];
			summary.addAsset(asset, pictures);
			for (const picture of pictures) {
				if (breather.isDue) await breather.pause();
				summary.addPicture(
					picture,
					picture.page === undefined ? (file ?? picture.size) : picture.size,
				);
			}
		}
	}
	return summary.toJson();
}

interface ClassFacts {
	objects: number;
	pictures: number;
	shapes: Record<string, number>;
}

class Summary {
	private readonly counts = { images: 0, objects: 0, videos: 0, pages: 0 };
	private readonly byShape: Record<string, number> = {};
	private readonly byClass = new Map<string, ClassFacts>();
	private readonly sizes = { known: 0, missing: 0, widths: new Range(), heights: new Range() };
	private readonly sides = new Range();
	private outside = 0;
	private readonly answers = new Map<string, Map<string, number>>();
	private readonly files: IDataObject[] = [];
	private fileCount = 0;

	constructor(private readonly names: ClassNames) {}

	/** The size of the file that came with the labels, which is also noted. */
	async measure(asset: LabeledAsset, { picture }: LabelEntry): Promise<Size | undefined> {
		const { externalId } = asset;
		const file = await picture?.({ ...asset, isVideo: false });
		if (!file) return undefined;
		const found = await outcomeOf(
			(async () => await imageSize((await file.open()) as Buffer, externalId))(),
		);
		this.fileCount++;
		const facts: IDataObject =
			'error' in found
				? { unreadable: found.error.message }
				: found.value
					? { ...found.value }
					: { unreadable: 'This type of file has no size that can be read' };
		if (this.files.length < MAX_ENTRIES) this.files.push({ externalId, ...facts });
		return 'value' in found ? found.value : undefined;
	}

	addAsset({ pageUrls }: LabeledAsset, pictures: readonly Picture[]): void {
		if (pictures.some(({ isVideo }) => isVideo)) this.counts.videos++;
		if (pageUrls) this.counts.pages += pageUrls.length;
	}

	addPicture({ objects }: Picture, size: Size | undefined): void {
		this.counts.images++;
		if (size) {
			this.sizes.known++;
			this.sizes.widths.add(size.width);
			this.sizes.heights.add(size.height);
		} else this.sizes.missing++;
		const seen = new Set<string>();
		for (const object of objects) seen.add(this.addObject(object, size));
		for (const name of seen) this.byClass.get(name)!.pictures++;
	}

	addAnswers(answers: readonly Answer[], path = ''): void {
		for (const { title, answer, classifications } of answers) {
			if (typeof title !== 'string') continue;
			const whole = path === '' ? title : `${path} / ${title}`;
			const counts = this.answers.get(whole) ?? new Map<string, number>();
			this.answers.set(whole, counts);
			for (const one of [answer].flat()) {
				if (one === undefined || one === null || one === '') continue;
				const shown = nameIn(one) ?? JSON.stringify(one);
				counts.set(shown, (counts.get(shown) ?? 0) + 1);
			}
			this.addAnswers(recordsIn(classifications), whole);
		}
	}

	toJson(): IDataObject {
		const { counts, byShape, byClass, sizes, sides, outside, answers, files, fileCount } = this;
		const frequent = [...byClass].sort(([, a], [, b]) => b.objects - a.objects);
		const classes = frequent.slice(0, MAX_CLASSES).sort(([a], [b]) => byCodePoint(a, b));
		const moreByClass = byClass.size - classes.length;
		return {
			...counts,
			byShape,
			byClass: Object.fromEntries(classes) as unknown as IDataObject,
			...(moreByClass > 0 ? { moreByClass } : {}),
			sizes: {
				known: sizes.known,
				missing: sizes.missing,
				widths: sizes.widths.toJson(),
				heights: sizes.heights.toJson(),
			},
			boxes: { smallestSide: sides.least, largestSide: sides.most, outside },
			answers: Object.fromEntries([...answers].map(([title, own]) => [title, mostFrequent(own)])),
			...(fileCount > 0 ? { pictures: files, morePictures: fileCount - files.length } : {}),
		};
	}

	/** @returns the class */
	private addObject(object: LabeledObject, size: Size | undefined): string {
		const { shape, answers } = object;
		const { name } = this.names.nameOf(object);
		const tool = toolOf(shape) ?? 'other';
		this.counts.objects++;
		this.byShape[tool] = (this.byShape[tool] ?? 0) + 1;
		const facts = this.byClass.get(name) ?? { objects: 0, pictures: 0, shapes: {} };
		this.byClass.set(name, facts);
		facts.objects++;
		facts.shapes[tool] = (facts.shapes[tool] ?? 0) + 1;
		this.addAnswers(answers, name);
		const box = boxIn(shape);
		if (box && shape.kind !== 'point') {
			this.sides.add(Math.min(box.x1 - box.x0, box.y1 - box.y0));
			this.sides.add(Math.max(box.x1 - box.x0, box.y1 - box.y0));
		}
		if (box && size && !isInside(box, frameOf(size))) this.outside++;
		return name;
	}
}

/** The smallest and the largest of some numbers. */
class Range {
	least: number | null = null;
	most: number | null = null;

	add(value: number): void {
		this.least = Math.min(value, this.least ?? value);
		this.most = Math.max(value, this.most ?? value);
	}

	toJson(): number[] {
		return this.least === null || this.most === null ? [] : [this.least, this.most];
	}
}

/** Counts by answer; of texts that differ each time only the most frequent. */
function mostFrequent(counts: ReadonlyMap<string, number>): IDataObject {
	const sorted = [...counts].sort(([a, n], [b, m]) => m - n || byCodePoint(a, b));
	const rest = sorted.slice(MAX_ENTRIES).reduce((sum, [, count]) => sum + count, 0);
	const shown = sorted.slice(0, MAX_ENTRIES);
	return Object.fromEntries(rest > 0 ? [...shown, ['(others)', rest]] : shown);
}
