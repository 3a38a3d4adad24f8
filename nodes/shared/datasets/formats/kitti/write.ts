import { boxArea } from '../../../labels/geometry/box';
import type { Box } from '../../../labels/geometry/types';
import { answerAt } from '../../classes';
import { uniqueNames } from '../../names';
import type { DatasetSettings } from '../../settings';
import { AREAS, BOXES } from '../common';
import type { OutFormat, ReadyObject, WriteContext } from '../format';
import { rounded } from '../numbers';

const IN_SPACE = '0.00 0.00 0.00 0.00 0.00 0.00 0.00';

/** KITTI's object labels: 15 columns, of which those in space are zeros. */
export const kitti: OutFormat = {
	shapes: AREAS,
	exact: BOXES,
	needsSize: true,
	isTooSmall: (box) => {
		const [left, top, right, bottom] = edgesOf(box);
		return left >= right || top >= bottom;
	},
	pictureFolder: (split) => `${split}/image_2/`,
	labels: (context) => {
		const names = typeNames(context);
		return {
			path: (stem, split) => `${split ? `${split}/` : ''}label_2/${stem}.txt`,
			content: ({ objects }) => {
				let text = '';
				for (const object of objects) text += `${line(object, names, context.settings)}\n`;
				return text;
			},
		};
	},
};

/** Names without blanks, which would be columns. */
function typeNames({ classes, report }: WriteContext): string[] {
	const wishes = classes.names.map((name) => name.replace(/\s/g, '_') || '_');
	const names = uniqueNames(wishes, (name) => name);
	for (const [index, name] of names.entries()) {
		if (name !== classes.names[index]) report.renameClass(classes.names[index], name);
	}
	return names;
}

function line(
	{ classIndex, object, fit }: ReadyObject,
	names: string[],
	settings: DatasetSettings,
) {
	const { box, whole } = fit;
	const truncated = fit.isClipped ? 1 - boxArea(box) / boxArea(whole) : 0;
	return [
		names[classIndex],
		truncated.toFixed(2),
		occludedOf(object, settings),
		'0.00',
		...edgesOf(box).map((edge) => edge.toFixed(2)),
		IN_SPACE,
	].join(' ');
}

/** Left, top, right and bottom. */
function edgesOf({ x0, y0, x1, y1 }: Box): number[] {
	return [x0, y0, x1, y1].map((edge) => rounded(edge, 2));
}

/** From 0, fully seen, to 3, unknown; a plain yes is 1. */
function occludedOf(object: ReadyObject['object'], { attributes }: DatasetSettings): string {
	for (const { attribute, title, answer } of attributes) {
		if (attribute !== 'occluded') continue;
		const answers = answerAt(object.answers, title);
		const level = answers.find((one) => /^[0-3]$/.test(one));
		if (level !== undefined) return level;
		if (answers.includes(answer)) return '1';
	}
	return '0';
}
