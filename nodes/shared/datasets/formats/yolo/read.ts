import { UserError } from 'n8n-workflow';

import type { Ring } from '../../../labels/geometry/types';
import type { Shape } from '../../model';
import { textOf } from '../../parsed';
import type { Prediction, Reader, ReadSettings } from '../../predictions';
import type { LeftOutReason } from '../../report';
import { boxOfCenter, pointsIn } from '../../values';
import { skeletonPoints } from '../skeletonPoints';

/** Decimals as trainers write them; 'nan' and others are no numbers. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const BOX_NUMBERS = 4;
const CORNER_NUMBERS = 8;
const MIN_POLYGON_NUMBERS = 6;

interface Row {
	/** Numbers without class and confidence. */
	numbers: number[];
	score?: number;
	trackId?: string;
	/** Numbers for each keypoint. */
	step?: 2 | 3;
}

/** Reads the rows of one picture: a class and shares of width and height each, perhaps a confidence. */
export const readYolo: Reader = (given, settings) => {
	const lines = textOf(given).split(/[\r\n]+/);
	const rows = lines.map((line) => line.trim()).filter((line) => line !== '');
	if (rows.length > 0 && settings.classNames.length === 0) {
		throw new UserError('The names of the classes are not known', {
			description:
				"Fill in 'Class Names' in their order, or give the text of data.yaml in the option 'Data.yaml'.",
		});
	}
	if (settings.task === 'pose' && settings.keypointNames.length === 0) {
		throw new UserError('The names of the keypoints are not known', {
			description:
				"Fill in the option 'Keypoint Names' in their order, or give the text of a data.yaml with 'kpt_names' in 'Data.yaml'.",
		});
	}
	const objects = rows.flatMap((row) => predictionsIn(row, settings));
	if (rows.length > 0 && objects.every(({ shape }) => shape === 'unreadable')) {
		throw new UserError(`No line is a row of the task '${settings.task}'`, {
			description: `Check 'Task'. The first line is '${rows[0].slice(0, 100)}'.`,
		});
	}
	return [{ objects, isNormalized: settings.coordinates !== 'pixels' }];
};

function predictionsIn(line: string, settings: ReadSettings): Prediction[] {
	const [first, ...cells] = line.split(/\s+/);
	const name = DECIMAL.test(first) ? settings.classNames[Number(first)] : undefined;
	const title = name || first;
	const row = rowOf(
		cells.map((cell) => (DECIMAL.test(cell) ? Number(cell) : NaN)),
		settings,
	);
	if (typeof row === 'string') return [{ title, shape: row }];
	const { numbers, score, trackId, step } = row;
	const shape = !name ? 'unknownClass' : shapeOf(numbers, settings.task);
	const instance: Prediction = { title, score, shape, trackId };
	if (!step || shape === 'unknownClass') return [instance];
	const points = skeletonPoints(numbers.slice(BOX_NUMBERS), step, settings.keypointNames, score);
	return [instance, ...points];
}

/** What the numbers of a row are, by how many there are. */
function rowOf(
	numbers: number[],
	{ task, keypointNames, coordinates }: ReadSettings,
): Row | LeftOutReason {
	const points = keypointNames.length;
	const mayBeTrack = coordinates !== 'pixels' && isTrack(numbers[numbers.length - 1]);
	const inOutline = numbers.length - (mayBeTrack ? 1 : 0);
	const widths: Array<[count: number, step?: 2 | 3]> = {
		detect: [[BOX_NUMBERS]] as Array<[number]>,
		obb: [[CORNER_NUMBERS]] as Array<[number]>,
		// Any number of points; a number that is left over is the confidence.
		segment: [[inOutline - (inOutline % 2)]] as Array<[number]>,
		pose: [
			[BOX_NUMBERS + 3 * points, 3],
			[BOX_NUMBERS + 2 * points, 2],
		] as Array<[number, 2 | 3]>,
	}[task];
	for (const [count, step] of widths) {
		const end = numbers.length < count ? undefined : endOf(numbers.slice(count));
		if (!end) continue;
		if (!numbers.every(Number.isFinite)) return 'notFinite';
		if (task === 'segment' && count < MIN_POLYGON_NUMBERS) return 'tooFewPoints';
		return { numbers: numbers.slice(0, count), step, ...end };
	}
	return 'unreadable';
}

/** The confidence and the track that may stand at the end of a row. */
function endOf(rest: number[]): Pick<Row, 'score' | 'trackId'> | undefined {
	const [first, second] = rest;
	if (rest.length === 0) return {};
	if (rest.length === 1) return isTrack(first) ? { trackId: String(first) } : { score: first };
	const isBoth = rest.length === 2 && Number.isInteger(second);
	return isBoth ? { score: first, trackId: String(second) } : undefined;
}

/** The first track has the number of the highest confidence, and is taken for that. */
function isTrack(number: number): boolean {
	return Number.isInteger(number) && number > 1;
}

function shapeOf(numbers: number[], task: ReadSettings['task']): Shape {
	if (task === 'segment') return { kind: 'polygon', ring: pointsIn(numbers) as Ring };
	if (task === 'obb') return { kind: 'rotated', corners: pointsIn(numbers) as Ring };
	return { kind: 'box', box: boxOfCenter(numbers.slice(0, BOX_NUMBERS))! };
}
