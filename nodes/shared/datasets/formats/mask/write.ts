import { UserError } from 'n8n-workflow';

import { MAX_PIXELS, writeIndexPng } from '../../../formats/png';
import { zonesMask } from '../../../labels/geometry/pixels';
import type { Mask } from '../../../labels/geometry/types';
import type { Breather } from '../../../util/breather';
import { AREAS, maskSize } from '../common';
import type { OutFormat, ReadyPicture, WriteContext } from '../format';

const BACKGROUND = '(background)';
/** Values that fit into a byte beside the background, and into two. */
const MAX_BYTE_CLASSES = 255;
const MAX_CLASSES = 65_535;
/** Columns of a mask between two looks at the clock. */
const COLUMNS_AT_ONCE = 64;

/** A PNG for each picture in which each pixel has the number of its class, from 1; 0 is background. */
export const mask: OutFormat = {
	shapes: AREAS,
	exact: AREAS,
	needsSize: true,
	firstClasses: [BACKGROUND],
	pictureFolder: (split) => `images/${split}/`,
	labels: (context) => {
		const { length } = context.classes.names;
		if (length > MAX_CLASSES) {
			throw new UserError(`There are ${length} classes, more than a mask can number`, {
				description: `A PNG has ${MAX_CLASSES} numbers for classes. List the ones you need in 'Class Names'.`,
			});
		}
		return {
			path: (stem, split) => `masks/${split ? `${split}/` : ''}${stem}.png`,
			content: async (picture) => await png(picture, context),
		};
	},
	aboutAll: ({ classes }) => {
		const lines = [BACKGROUND, ...classes.names].map((name) => name.replace(/[\r\n]/g, '_'));
		return [{ name: 'classes.txt', content: `${lines.join('\n')}\n` }];
	},
};

/** @throws UserError for pictures that are too large to be held as pixels */
async function png(picture: ReadyPicture, context: WriteContext): Promise<Buffer> {
	const { classes, settings, breather } = context;
	const { objects } = picture;
	const { width, height } = maskSize(picture, MAX_PIXELS);
	const isWide = classes.names.length > MAX_BYTE_CLASSES;
	const values = isWide ? new Uint16Array(width * height) : new Uint8Array(width * height);
	for (const { classIndex, fit } of objects) {
		const mask = fit.mask ?? (await zonesMask(fit.zones, { width, height }, breather));
		await paint(values, mask, classIndex + 1, breather);
	}
	const palette = settings.palette && !isWide ? paletteOf({ classes, settings }) : undefined;
	return await writeIndexPng({ width, height, values }, palette);
}

/** Sets the pixels of a mask, whose runs go down the columns, in an image of rows. */
async function paint(
	values: Uint8Array | Uint16Array,
	{ runs, width, height }: Mask,
	value: number,
	breather: Breather,
): Promise<void> {
	let columns = 0;
	for (let i = 0; i < runs.length; i += 2) {
		for (let index = runs[i]; index < runs[i + 1];) {
			if (++columns % COLUMNS_AT_ONCE === 0 && breather.isDue) await breather.pause();
			const x = Math.floor(index / height);
			const end = Math.min(runs[i + 1], (x + 1) * height);
			let at = (index - x * height) * width + x;
			for (; index < end; index++, at += width) values[at] = value;
		}
	}
}

type Color = readonly [red: number, green: number, blue: number];

/** The colors of the tools by class, black for the background; classes without one are gray. */
function paletteOf({ classes, settings }: Pick<WriteContext, 'classes' | 'settings'>): Color[] {
	const tools = settings.labelSet?.tools ?? [];
	const colors = classes.names.map((name, index): Color => {
		const color = tools.find(({ title }) => title === name)?.color;
		const digits = typeof color === 'string' ? /^#([0-9a-f]{6})$/i.exec(color)?.[1] : undefined;
		if (digits === undefined) return [index + 1, index + 1, index + 1];
		const [red, green, blue] = Buffer.from(digits, 'hex');
		return [red, green, blue];
	});
	return [[0, 0, 0], ...colors];
}
