import { readPng } from '../formats/png';
import type { LabelSet } from '../hub/types';
import { bitmapMask } from '../labels/geometry/pixels';
import type { Size } from '../labels/geometry/types';
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
 * The objects of a brush mask. What has none is in the report: `unreadable` for a file that is no PNG
 * or has another size than its picture, `unknownColor` for colors that no tool has.
 */
export async function paintedObjects(
	{ picture: { externalId, page }, size, open }: BrushMask,
	labelSet: LabelSet | undefined,
	report: Report,
): Promise<LabeledObject[]> {
	const example = { externalId, ...(page === undefined ? {} : { page }) };
	const file = await open();
	const painted = await outcomeOf(
		bytesOf(file).then((png) => brushObjects(png, file.fileName ?? 'mask', size, labelSet)),
	);
	if ('error' in painted || !painted.value) {
		report.leaveOut('unreadable', example);
		return [];
	}
	return painted.value.flatMap(({ object, pixels }) => {
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

/**
 * The objects of a brush mask: one for each color, which is that of a tool of the label set. What is
 * fully transparent is background.
 * @returns undefined where the mask has another size than its picture; colors without a tool have no object
 * @throws UserError when the file is no PNG that can be read
 */
async function brushObjects(
	png: Buffer,
	name: string,
	size: Size | undefined,
	labelSet: LabelSet | undefined,
): Promise<Painted[] | undefined> {
	const { width, height, rgba } = await readPng(png, name);
	if (size && (width !== size.width || height !== size.height)) return undefined;
	const counts = new Map<number, number>();
	for (let at = 0; at < rgba.length; at += 4) {
		if (rgba[at + 3] === 0) continue;
		const color = rgba.readUIntBE(at, 3);
		counts.set(color, (counts.get(color) ?? 0) + 1);
	}
	const tools = (labelSet?.tools ?? []).filter(({ color }) => colorOf(color) !== undefined);
	const known = tools.filter(({ color }) => counts.has(colorOf(color)!));
	const isBrush = (tool: string) => tool === 'brush';
	known.sort((a, b) => Number(isBrush(b.tool)) - Number(isBrush(a.tool)));
	const painted: Painted[] = [];
	for (const { schemaId, title, color } of known) {
		const value = colorOf(color)!;
		const pixels = counts.get(value);
		if (pixels === undefined) continue; // another tool has the same color
		counts.delete(value);
		const bitmap = new Uint8Array(width * height);
		for (let at = 0; at < bitmap.length; at++) {
			const isOn = rgba[at * 4 + 3] > 0 && rgba.readUIntBE(at * 4, 3) === value;
			bitmap[at] = isOn ? 1 : 0;
		}
		const mask = bitmapMask(bitmap, { width, height });
		painted.push({
			pixels,
			object: { schemaId, title, shape: { kind: 'mask', mask }, answers: [] },
		});
	}
	for (const pixels of counts.values()) painted.push({ pixels });
	return painted;
}

/** Red, green and blue of a color such as #3366FF as one number. */
function colorOf(color: unknown): number | undefined {
	const digits = typeof color === 'string' ? /^#([0-9a-f]{6})$/i.exec(color)?.[1] : undefined;
	return digits === undefined ? undefined : Number.parseInt(digits, 16);
}
