import { joinedRing } from '../../../labels/geometry/join';
import { maskZones } from '../../../labels/geometry/outlines';
import type { Box, Point, Ring, Size } from '../../../labels/geometry/types';
import { AREAS, BOXES } from '../common';
import type {
	DatasetFile,
	Finished,
	Keypoint,
	OutFormat,
	ReadyObject,
	ReadyPicture,
	WriteContext,
} from '../format';
import { dataYaml } from './dataYaml';

type Task = 'detect' | 'segment' | 'obb' | 'pose';

/** Coordinates are shares of the picture's sides in steps of a millionth. */
const MILLION = 1_000_000;

/** What Ultralytics trains on: a text file for each picture, with a row for each object. */
export function yolo(task: Task): OutFormat {
	const exact = {
		detect: BOXES,
		pose: AREAS,
		segment: AREAS,
		obb: new Set(['box', 'rotated'] as const),
	};
	return {
		shapes: AREAS,
		exact: exact[task],
		needsSize: true,
		hasKeypoints: task === 'pose',
		hasOrientedBoxes: task === 'obb',
		isTooSmall: (box, size) => {
			const { width, height } = relativeBox(box, size);
			return width <= 0 || height <= 0;
		},
		pictureFolder: (split) => `images/${split}/`,
		labels: (context) => ({
			path: (stem, split) => `labels/${split ? `${split}/` : ''}${stem}.txt`,
			content: (picture) => {
				let text = '';
				for (const object of picture.objects) text += `${row(task, object, picture, context)}\n`;
				return text;
			},
		}),
		aboutAll: (context, finished) => [about(context, finished, task === 'pose')],
	};
}

function row(
	task: Task,
	ready: ReadyObject,
	{ size }: ReadyPicture,
	{ report, settings }: WriteContext,
): string {
	const { classIndex, corners, fit } = ready;
	switch (task) {
		case 'detect':
			return `${classIndex} ${boxText(fit.box, size)}`;
		case 'pose': {
			// All rows have the same columns, also those of other classes.
			const keypoints = settings.skeleton!.keypoints.map((_, index) => ready.keypoints?.[index]);
			return [
				classIndex,
				boxText(fit.box, size),
				...keypoints.map((one) => pointText(one, size)),
			].join(' ');
		}
		case 'obb':
			return `${classIndex} ${ringText(corners!, size)}`;
		case 'segment': {
			const zones = fit.mask ? maskZones(fit.mask) : fit.zones;
			const isJoined = zones.length > 1 || zones[0].holes.length > 0;
			if (isJoined) report.joined++;
			return `${classIndex} ${ringText(isJoined ? joinedRing(zones) : zones[0].region, size)}`;
		}
	}
}

/** Center and sizes in millionths; the sizes are made smaller where rounding would pass the border. */
function relativeBox({ x0, y0, x1, y1 }: Box, { width, height }: Size) {
	const [x, w] = relativeSpan(x0, x1, width);
	const [y, h] = relativeSpan(y0, y1, height);
	return { x, y, width: w, height: h };
}

function relativeSpan(from: number, to: number, side: number): [center: number, size: number] {
	const isInside = from >= 0 && to <= side;
	const center = Math.round((((from + to) / 2) * MILLION) / side);
	let size = Math.round(((to - from) * MILLION) / side);
	while (isInside && size > 0 && (2 * center + size > 2 * MILLION || 2 * center < size)) size--;
	return [center, size];
}

function boxText(box: Box, size: Size): string {
	const { x, y, width, height } = relativeBox(box, size);
	return `${decimal(x)} ${decimal(y)} ${decimal(width)} ${decimal(height)}`;
}

function ringText(ring: Ring, { width, height }: Size): string {
	let text = '';
	for (const [x, y] of ring) {
		if (text !== '') text += ' ';
		text += `${decimal(Math.round((x * MILLION) / width))} ${decimal(Math.round((y * MILLION) / height))}`;
	}
	return text;
}

function pointText(keypoint: Keypoint | undefined, size: Size): string {
	if (!keypoint) return '0.000000 0.000000 0';
	const [x, y] = keypoint.point;
	return `${ringText([[x, y] satisfies Point], size)} ${keypoint.visibility}`;
}

/** A number of millionths with six decimals, without an exponent. */
function decimal(millionths: number): string {
	const digits = String(Math.abs(millionths)).padStart(7, '0');
	return `${millionths < 0 ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

function about(
	{ classes, report, settings }: WriteContext,
	{ stems }: Finished,
	isPose: boolean,
): DatasetFile {
	const hasValidation = stems.has('val');
	if (!hasValidation) report.warn('noValidationImages');
	const content = dataYaml({
		val: hasValidation ? 'images/val' : 'images/train',
		test: stems.has('test') ? 'images/test' : undefined,
		names: classes.names,
		keypoints: isPose ? (settings.skeleton?.keypoints ?? []) : undefined,
	});
	return { name: 'data.yaml', content };
}
