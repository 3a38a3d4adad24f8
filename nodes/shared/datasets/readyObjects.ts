import { UserError } from 'n8n-workflow';

import { boxAround, frameOf, isInside } from '../labels/geometry/box';
import type { Box, Ring, Size } from '../labels/geometry/types';
import { fitted, orientedCorners, type Fitted, type OutOfImage } from './fit';
import type { OutFormat, ReadyObject, ReadyPicture, WriteContext } from './formats/format';
import { addKeypoints } from './keypoints';
import type { LabeledObject, Picture } from './model';
import type { Example, LeftOutReason } from './report';

/** Ultralytics refuses a whole picture for a coordinate further outside, as a share of its size. */
const TOLERANCE = 0.01;

/** Makes the objects of pictures ready to be written, and reports what became of each. */
export class ReadyObjects {
	constructor(
		private readonly format: OutFormat,
		private readonly context: WriteContext,
	) {}

	/**
	 * Adds the objects of a picture that have a place in the format.
	 * @throws UserError for an object out of its picture, where these are not allowed
	 */
	addTo(ready: ReadyPicture): void {
		const { report, classes, settings } = this.context;
		const { hasKeypoints } = this.format;
		const points: LabeledObject[] = [];
		for (const object of ready.picture.objects) {
			const { shape } = object;
			if (hasKeypoints && shape.kind === 'point') {
				points.push(object);
				this.warnIfFarOut(boxAround([shape.point]), ready.size);
				continue;
			}
			const made = this.made(object, ready);
			if (typeof made === 'string') this.leaveOut(ready, object, made);
			else ready.objects.push(made);
		}
		if (settings.skeleton && hasKeypoints) {
			const leaveOut = (point: LabeledObject, reason: LeftOutReason) => {
				this.leaveOut(ready, point, reason);
			};
			report.written += addKeypoints(ready, points, classes, settings, leaveOut);
		}
		countDuplicates(ready, this.context);
	}

	/** Notes that an object is not written. @throws UserError where it may not be out of its picture */
	private leaveOut({ picture }: ReadyPicture, object: LabeledObject, reason: LeftOutReason): void {
		const { report, classes, settings } = this.context;
		if (reason === 'outsideImage' && settings.outOfImage === 'error') {
			throw outOfPicture(object, picture);
		}
		report.leaveOut(reason, () => {
			const example = exampleOf(object, picture.externalId);
			if (reason !== 'unknownClass') return example;
			return { ...example, nearest: classes.nearestTo(classes.find(object).name) };
		});
	}

	private made(object: LabeledObject, ready: ReadyPicture): ReadyObject | LeftOutReason {
		const { format, context } = this;
		const { report, settings } = context;
		const { shape } = object;
		if (shape.kind === 'notFinite') return 'notFinite';
		if (format.shapes === 'answers' || !format.shapes.has(shape.kind)) return 'unsupportedShape';
		const { index, isNoAnswer, isSeveralAnswers } = context.classes.find(object);
		if (typeof index !== 'number') return index;
		const isApproximated = !format.exact.has(shape.kind);
		if (isApproximated && settings.otherShapes === 'leaveOut') return 'otherShape';
		const fit = this.fit(object, ready);
		if (typeof fit === 'string') return fit;
		if (settings.holes === 'leaveOut' && fit.zones.some(({ holes }) => holes.length > 0)) {
			return 'otherShape';
		}
		if (format.isTooSmall?.(fit.box, ready.size, settings)) return 'tooSmall';
		const made: ReadyObject = { classIndex: index, object, fit };
		let { isClipped } = fit;
		if (format.hasOrientedBoxes) {
			const oriented = orientedCorners(shape, fit, ready.size, settings.outOfImage);
			made.corners = oriented.corners;
			isClipped ||= oriented.isClipped;
		}
		report.written++;
		if (isClipped) report.clipped++;
		if (isApproximated) report.approximated++;
		if (object.filledIn) report.filledIn++;
		if (isNoAnswer) report.noAnswer++;
		if (isSeveralAnswers) report.warn('severalAnswers');
		return made;
	}

	private fit(object: LabeledObject, { size, picture }: ReadyPicture): Fitted | LeftOutReason {
		const { settings, report } = this.context;
		const { outOfImage } = settings;
		const { shape } = object;
		const fit =
			shape.kind === 'point' || shape.kind === 'polyline'
				? markFit(shape.kind === 'point' ? [shape.point] : shape.points, size, outOfImage)
				: fitted(shape, size, outOfImage, (code) => report.warn(code));
		if (typeof fit === 'string') return fit;
		if (fit.isClipped && outOfImage === 'error') throw outOfPicture(object, picture);
		this.warnIfFarOut(fit.box, size);
		return fit;
	}

	private warnIfFarOut(box: Box, size: Size): void {
		const { settings, report } = this.context;
		if (settings.outOfImage === 'keep' && isFarOut(box, size)) report.warn('outOfTolerance');
	}
}

/** What helps to find an object. */
function exampleOf({ objectId, title, page }: LabeledObject, externalId: string): Example {
	const example: Example = { externalId };
	if (objectId !== undefined) example.objectId = objectId;
	if (title !== '') example.title = title;
	if (page !== undefined) example.page = page;
	return example;
}

function outOfPicture({ title }: LabeledObject, { externalId }: Picture): UserError {
	return new UserError(`'${title}' reaches out of the picture '${externalId}'`, {
		description: "Correct the label, or set 'Out of Image' to Clip.",
	});
}

/** Points and lines have a place, but no area. Lines are not cut off. */
function markFit(points: Ring, size: Size, outOfImage: OutOfImage): Fitted | LeftOutReason {
	if (points.length === 0) return 'tooFewPoints';
	const box = boxAround(points);
	const fit = { box, whole: box, zones: [], isClipped: false };
	if (outOfImage === 'keep' || isInside(box, frameOf(size))) return fit;
	const isApart = box.x0 > size.width || box.y0 > size.height || box.x1 < 0 || box.y1 < 0;
	return isApart || outOfImage !== 'clip' ? 'outsideImage' : fit;
}

function isFarOut({ x0, y0, x1, y1 }: Box, { width, height }: Size): boolean {
	const most = 1 + TOLERANCE;
	return (
		x0 < -TOLERANCE * width || y0 < -TOLERANCE * height || x1 > most * width || y1 > most * height
	);
}

/** Objects that equal one before them; trainers drop these. */
function countDuplicates({ objects }: ReadyPicture, { report }: WriteContext): void {
	if (objects.length < 2) return;
	const seen = new Map<string, string[]>();
	const outline = ({ fit, object }: ReadyObject) =>
		JSON.stringify([object.shape.kind, fit.zones, fit.mask ? [...fit.mask.runs] : []]);
	const first = new Map<string, ReadyObject>();
	for (const object of objects) {
		const { x0, y0, x1, y1 } = object.fit.box;
		const key = `${object.classIndex} ${x0} ${y0} ${x1} ${y1}`;
		const before = first.get(key);
		if (!before) {
			first.set(key, object);
			continue;
		}
		const outlines = seen.get(key) ?? [outline(before)];
		seen.set(key, outlines);
		const own = outline(object);
		if (outlines.includes(own)) report.duplicates++;
		else outlines.push(own);
	}
}
