import { readPng, type Pixels } from '../formats/png';
import type { LabelSet } from '../hub/types';
import type { Size } from '../labels/geometry/types';
import { valueMasks } from '../labels/geometry/valueMasks';
import type { Breather } from '../util/breather';
import { outcomeOf } from '../util/outcome';
import { bytesOf, type SourceFile } from '../util/streams';
import type { LabeledAsset, LabeledObject } from './model';
import { hasPages } from './pages';
import type { Report } from './report';

/** The PNG of brush strokes, and what it is about. */
export interface BrushMask {
	picture: { externalId: string; page?: number };
	/** Of the picture; without one, that of the mask counts. */
	size?: Size;
	open(): Promise<SourceFile>;
}

/**
 * The objects of a brush mask. What has none is in the report: `unreadable` for a file that cannot be
 * had, is no PNG or has another size than its picture, `unknownColor` for colors that no tool has.
 */
export async function paintedObjects(
	{ picture: { externalId, page }, size, open }: BrushMask,
	labelSet: LabelSet | undefined,
	report: Report,
	breather: Breather,
): Promise<LabeledObject[]> {
	const example = { externalId, ...(page === undefined ? {} : { page }) };
	const pixels = await outcomeOf(
		open()
			.then(bytesOf)
			.then(async (png) => await readPng(png, 'mask')),
	);
	breather.throwIfCanceled();
	const painted =
		'value' in pixels ? await brushObjects(pixels.value, size, labelSet, breather) : undefined;
	if (!painted) {
		report.leaveOut('unreadable', example);
		return [];
	}
	return painted.flatMap(({ object, pixels }) => {
		if (object) return [object];
		report.leaveOutColor(example, pixels);
		return [];
	});
}

/**
 * Notes what was painted and cannot be taken apart: it counts as one object.
 * @param canBePainted false where pixels have no place
 */
export function reportMasks(
	asset: LabeledAsset,
	hasFile: boolean,
	canBePainted: boolean,
	report: Report,
): void {
	const { externalId, brushUrl, hasMedicalMask } = asset;
	if (hasMedicalMask) report.leaveOut('unsupportedShape', { externalId });
	if (brushUrl === undefined) return;
	if (!canBePainted) report.leaveOut('unsupportedShape', { externalId });
	else if (!hasFile || hasPages(asset)) report.leaveOut('brushWithoutMask', { externalId });
}

/** What is painted in one color. */
interface Painted {
	pixels: number;
	object?: LabeledObject;
}

/** So many colors are no brush strokes, but a photo. */
const MAX_COLORS = 4096;
/** What is fully transparent is background. */
const TRANSPARENT = -1;

/**
 * The objects of a brush mask: one for each color, which is that of a tool of the label set.
 * @returns undefined where the mask has another size than its picture, or too many colors; those without a tool have no object
 */
async function brushObjects(
	{ width, height, rgba }: Pixels,
	size: Size | undefined,
	labelSet: LabelSet | undefined,
	breather: Breather,
): Promise<Painted[] | undefined> {
	if (size && (width !== size.width || height !== size.height)) return undefined;
	const breathe = () => (breather.isDue ? breather.pause() : undefined);
	const valueAt = (pixel: number) =>
		rgba[4 * pixel + 3] === 0 ? TRANSPARENT : rgba.readUIntBE(4 * pixel, 3);
	const counts = new Map<number, number>();
	for (let y = 0; y < height; y++) {
		for (let pixel = y * width; pixel < (y + 1) * width; pixel++) {
			const color = valueAt(pixel);
			if (color !== TRANSPARENT) counts.set(color, (counts.get(color) ?? 0) + 1);
		}
		if (counts.size > MAX_COLORS) return undefined;
		await breathe();
	}
	const tools = (labelSet?.tools ?? []).filter(({ color }) =>
		counts.has(colorOf(color) ?? TRANSPARENT),
	);
	const isBrush = (tool: string) => tool === 'brush';
	tools.sort((a, b) => Number(isBrush(b.tool)) - Number(isBrush(a.tool)));
	const masks = await valueMasks(
		{ width, height },
		valueAt,
		tools.map(({ color }) => colorOf(color)!),
		breathe,
	);
	const painted: Painted[] = [];
	for (const { schemaId, title, color } of tools) {
		const value = colorOf(color)!;
		const pixels = counts.get(value);
		if (pixels === undefined) continue; // another tool has the same color
		counts.delete(value);
		const shape = { kind: 'mask' as const, mask: masks.get(value)! };
		painted.push({ pixels, object: { schemaId, title, shape, answers: [] } });
	}
	for (const pixels of counts.values()) painted.push({ pixels });
	return painted;
}

/** Red, green and blue of a color such as #3366FF as one number. */
function colorOf(color: unknown): number | undefined {
	const digits = typeof color === 'string' ? /^#([0-9a-f]{6})$/i.exec(color)?.[1] : undefined;
	return digits === undefined ? undefined : Number.parseInt(digits, 16);
}
