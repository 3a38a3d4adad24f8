import { UserError, type IDataObject } from 'n8n-workflow';

import { classTitles } from '../../../shared/datasets/classes';
import { drawn, type Drawn, type DrawSettings } from '../../../shared/datasets/draw';
import { ClassColors } from '../../../shared/datasets/draw/colors';
import {
	htmlOf,
	MAX_FIGURES,
	MAX_PAGE_BYTES,
	type Figure,
} from '../../../shared/datasets/draw/html';
import type { Picture } from '../../../shared/datasets/model';
import { fileNameOf, uniqueStems } from '../../../shared/datasets/names';
import { pictureFacts } from '../../../shared/datasets/pictureFacts';
import { Report } from '../../../shared/datasets/report';
import { FileResult, type Result } from '../../../shared/operation/operation';
import type { Services } from '../../operation';
import { hintAtBrush } from '../hints';
import { labelSetOf } from '../labeledItems';
import type { DrawEntry } from './fields';
import { groundOf } from './ground';
import { picturesToDraw, type PictureToDraw } from './pictures';

/** Draws the labels of all input items, by the fields of the first. */
export async function drawAll(
	entries: DrawEntry[],
	{ breather, hint }: Services,
): Promise<Result[]> {
	const { params, files } = entries[0];
	const report = new Report();
	const pictures = await picturesToDraw(entries, report, breather);
	if (pictures.length === 0) {
		throw new UserError('There is no picture to draw', {
			description: 'Connect items with labels, such as those of Export Tasks.',
		});
	}
	const settings = settingsFor(entries, pictures);
	const results: Array<Array<IDataObject | FileResult>> = entries.map(() => []);
	const stems = uniqueStems(pictures.map(({ picture }) => fileNameOf(picture, 'externalId').stem));
	const page = new Page();
	let [withoutGround, notDrawn] = [0, 0];
	for (const [position, { picture, second, index }] of pictures.entries()) {
		if (breather.isDue) await breather.pause();
		const { isMissing, ...ground } = await groundOf(picture, entries[index]);
		if (isMissing) withoutGround++;
		const drawing = drawn({ picture, second, ...ground }, settings);
		notDrawn += drawing.leftOut;
		const json = itemOf(picture, drawing);
		if (params.output === 'html') page.add(picture, drawing);
		else if (params.output === 'items') results[index].push({ ...json, svg: drawing.svg });
		else {
			const fileName = `${stems[position]}.svg`;
			const bytes = Buffer.from(drawing.svg);
			const data = await entries[index].files.save(bytes, fileName, 'image/svg+xml');
			results[index].push(new FileResult({ ...json, fileName }, { [params.field]: data }));
		}
	}
	if (params.output === 'html') {
		const fileName = params.options.fileName || 'labels.html';
		const html = htmlOf(fileName, page.figures, settings.legend);
		const data = await files.save(Buffer.from(html), fileName, 'text/html');
		const json = {
			fileName,
			pictures: page.figures.length,
			objects: page.objects,
			morePictures: page.more,
			leftOut: notDrawn,
		};
		results[0].push(new FileResult(json, { [params.field]: data }));
	}
	if (withoutGround > 0) {
		hint(
			`Pictures on a gray background, because their file, URL or size is missing: ${withoutGround}.`,
		);
	}
	if (notDrawn > 0) {
		hint(`${notDrawn} objects have no place in a picture, such as text spans, and are not drawn.`);
	}
	if (report.leftOutCount > 0) {
		hint(`Not drawn: ${report.leftOutCount} (${report.mainReasons}).`);
		hintAtBrush(report, hint);
	}
	if (page.more > 0) {
		hint(
			`The page has the first ${page.figures.length} pictures, and not ${page.more} others. To draw all, split the items with Loop Over Items.`,
		);
	}
	return results;
}

function settingsFor(
	entries: readonly DrawEntry[],
	pictures: readonly PictureToDraw[],
): DrawSettings & { legend: Map<string, string> } {
	const { show, options } = entries[0].params;
	const labelSet = labelSetOf(entries);
	const nameOf = classTitles(labelSet);
	const objects = pictures.flatMap(({ picture, second }) => [
		...picture.objects,
		...(second?.objects ?? []),
	]);
	const isByLabelSet = options.colorsFrom !== 'class';
	const colors = new ClassColors(objects.map(nameOf), isByLabelSet ? labelSet : undefined);
	const legend = new Map<string, string>();
	for (const object of objects) legend.set(nameOf(object), colors.of(object, nameOf(object)));
	return { show, maxWidth: options.maxWidth ?? 1200, colors, nameOf, legend };
}

/** The pictures of one page, as many as it can have. */
class Page {
	readonly figures: Figure[] = [];
	objects = 0;
	/** Pictures that have no room. */
	more = 0;
	private bytes = 0;

	add({ externalId, page }: Picture, { svg, objects }: Drawn): void {
		const isFull = this.figures.length === MAX_FIGURES || this.bytes + svg.length > MAX_PAGE_BYTES;
		if (this.more > 0 || isFull) {
			this.more++;
			return;
		}
		const title = page === undefined ? externalId : `${externalId}, page ${page + 1}`;
		this.figures.push({ title, svg });
		this.objects += objects;
		this.bytes += svg.length;
	}
}

function itemOf(picture: Picture, { size, objects, leftOut }: Drawn): IDataObject {
	const { page } = picture;
	return {
		...pictureFacts(picture),
		...(page === undefined ? {} : { page }),
		width: size.width,
		height: size.height,
		objects,
		leftOut,
	};
}
