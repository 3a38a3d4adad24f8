import { allowedXml, escapedXml } from '../../../formats/xml';
import type { Box, Size } from '../../../labels/geometry/types';
import type { DatasetSettings } from '../../settings';
import { AREAS, BOXES, hasAttribute } from '../common';
import type {
	DatasetFile,
	Finished,
	OutFormat,
	ReadyObject,
	ReadyPicture,
	WriteContext,
} from '../format';

const FOLDER = 'JPEGImages';

/** Colors of the label map are 24 bits; the devkit's rule gives each number one. */
const COLOR_BITS = 8;

/** Pascal VOC: an XML file for each picture. */
export const voc: OutFormat = {
	shapes: AREAS,
	exact: BOXES,
	needsSize: true,
	isOneFolder: true,
	pictureFolder: () => `${FOLDER}/`,
	labels: (context) => {
		const { settings, report } = context;
		report.note('vocCoordinates', settings.vocCoordinates);
		return {
			path: (stem) => `Annotations/${stem}.xml`,
			content: (picture) => xml(picture, context),
		};
	},
	aboutAll: ({ classes }, finished) => [...imageSets(finished), labelMap(classes.names)],
};

function xml({ imageName, size, objects }: ReadyPicture, context: WriteContext): string {
	const lines = [
		'<annotation>',
		`	<folder>${FOLDER}</folder>`,
		`	<filename>${escaped(imageName, context)}</filename>`,
		'	<size>',
		`		<width>${size.width}</width>`,
		`		<height>${size.height}</height>`,
		'		<depth>3</depth>',
		'	</size>',
		'	<segmented>0</segmented>',
	];
	for (const object of objects) lines.push(...objectLines(object, size, context));
	lines.push('</annotation>', '');
	return lines.join('\n');
}

function objectLines(
	{ classIndex, object, fit }: ReadyObject,
	size: Size,
	context: WriteContext,
): string[] {
	const { settings, classes } = context;
	const isTruncated = fit.isClipped || hasAttribute(object, 'truncated', settings);
	const isDifficult = hasAttribute(object, 'difficult', settings);
	const [xmin, ymin, xmax, ymax] = pixelsOf(fit.box, size, settings);
	return [
		'	<object>',
		`		<name>${escaped(classes.names[classIndex], context)}</name>`,
		'		<pose>Unspecified</pose>',
		`		<truncated>${isTruncated ? 1 : 0}</truncated>`,
		`		<difficult>${isDifficult ? 1 : 0}</difficult>`,
		'		<bndbox>',
		`			<xmin>${xmin}</xmin>`,
		`			<ymin>${ymin}</ymin>`,
		`			<xmax>${xmax}</xmax>`,
		`			<ymax>${ymax}</ymax>`,
		'		</bndbox>',
		'	</object>',
	];
}

/** Whole numbers: pixels from 1 with both ends included, or edges. */
function pixelsOf(
	{ x0, y0, x1, y1 }: Box,
	{ width, height }: Size,
	{ vocCoordinates }: DatasetSettings,
): number[] {
	const [left, right] = wholeEdges(x0, x1, width);
	const [top, bottom] = wholeEdges(y0, y1, height);
	const shift = vocCoordinates === 'pixelsFrom1' ? 1 : 0;
	return [left + shift, top + shift, right, bottom];
}

/** At least a pixel apart, and within the picture where the box is. */
function wholeEdges(from: number, to: number, side: number): [number, number] {
	const last = to <= side ? Math.ceil(side) - 1 : Infinity;
	const start = Math.min(Math.round(from), last);
	return [start, Math.max(Math.round(to), start + 1)];
}

function escaped(text: string, { report }: WriteContext): string {
	if (allowedXml(text) !== text) report.warn('xmlCharacters');
	return escapedXml(text);
}

function imageSets({ stems }: Finished): DatasetFile[] {
	const [train = [], val = []] = [stems.get('train'), stems.get('val')];
	const sets = [...stems, ['trainval', [...train, ...val]] as const];
	return sets
		.filter(([, names]) => names.length > 0)
		.map(([split, names]) => ({
			name: `ImageSets/Main/${split}.txt`,
			content: `${names.join('\n')}\n`,
		}));
}

/** Classes with colors, the background first: some readers refuse classes that are not in it. */
function labelMap(names: readonly string[]): DatasetFile {
	const lines = ['background', ...names].map((name, index) => {
		const title = name.replace(/[:\r\n]/g, '_');
		return `${title}:${colorOf(index).join(',')}::`;
	});
	return { name: 'labelmap.txt', content: `${lines.join('\n')}\n` };
}

/** Bits of the number, three by three, fill the colors from their highest bit on. */
function colorOf(index: number): number[] {
	const color = [0, 0, 0];
	for (let rest = index, bit = COLOR_BITS - 1; rest > 0 && bit >= 0; rest >>= 3, bit--) {
		for (const channel of [0, 1, 2]) color[channel] |= ((rest >> channel) & 1) << bit;
	}
	return color;
}
