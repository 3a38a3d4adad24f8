import { escapedXml } from '../../formats/xml';
import { maskZones } from '../../labels/geometry/outlines';
import type { Point, Ring, Size, Zone } from '../../labels/geometry/types';
import type { LabeledObject, Shape } from '../model';
import { boxIn } from '../outline';

/** A picture that is drawn, with what it shows. */
export interface Scene {
	size: Size;
	/** Address of the picture: http, https, or a data URI made here. None gives a gray ground. */
	href?: string;
	objects: readonly DrawnObject[];
}

/** An object with what it is drawn by. */
export interface DrawnObject {
	object: LabeledObject;
	/** Text beside it; empty for none. */
	caption: string;
	/** Such as #ff0000. */
	color: string;
	/** For labels that others are compared with. */
	isDashed: boolean;
}

/** Longer texts are cut. */
const MAX_CAPTION = 40;
/** What is further away is outside every picture, and too large for renderers. */
const MAX_COORDINATE = 1e7;

/** True for shapes that have a place in a picture. */
export function isDrawable({ kind }: Shape): boolean {
	return kind !== 'other' && kind !== 'notFinite';
}

/**
 * A picture with its objects as SVG: without scripts, styles, or anything that is not drawn here.
 * @param maxWidth of the image, in pixels; its coordinates stay those of the picture
 */
export function svgOf({ size, href, objects }: Scene, maxWidth: number): string {
	const { width, height } = size;
	const shownWidth = Math.min(width, maxWidth);
	const pen = new Pen(size);
	const ground = href
		? `<image href="${escapedXml(href)}" width="${number(width)}" height="${number(height)}" preserveAspectRatio="none"/>`
		: `<path d="M0 0H${number(width)}V${number(height)}H0Z" fill="#777"/>`;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${number(width)} ${number(height)}" width="${number(shownWidth)}" height="${number((height * shownWidth) / width)}">`,
		ground,
		...objects.map((object) => pen.draw(object)),
		// Texts come last, so that no shape covers them.
		...objects.map((object) => pen.caption(object)).filter((text) => text !== ''),
		'</svg>',
	].join('\n');
}

/** Draws in lines and letters that fit the size of the picture. */
class Pen {
	private readonly line: number;
	private readonly font: number;

	constructor(private readonly size: Size) {
		const side = Math.max(size.width, size.height);
		this.line = side / 400;
		this.font = side / 50;
	}

	draw({ object, caption, color, isDashed }: DrawnObject): string {
		const dashes = isDashed
			? ` stroke-dasharray="${number(this.line * 4)} ${number(this.line * 3)}"`
			: '';
		const title = caption === '' ? '' : `<title>${escapedXml(caption)}</title>`;
		return `<g stroke="${color}" stroke-width="${number(this.line)}"${dashes} fill="${color}" fill-opacity="${isDashed ? 0 : 0.2}">${title}${this.shape(object.shape)}</g>`;
	}

	/** A text above its object, or below where it is dashed; in it where there is no room. */
	caption({ object: { shape }, caption, color, isDashed }: DrawnObject): string {
		const box = boxIn(shape);
		if (caption === '' || !box) return '';
		const { font, line, size } = this;
		const text = caption.length > MAX_CAPTION ? `${caption.slice(0, MAX_CAPTION - 1)}…` : caption;
		const roomLeft = size.width - widthOf(text) * font - font / 4;
		const x = Math.max(font / 4, Math.min(box.x0, roomLeft));
		const lowest = size.height - font / 3;
		const above = box.y0 - font / 3;
		const below = box.y1 + font;
		const wanted = isDashed ? (below > lowest ? box.y1 - font / 3 : below) : above;
		const y = Math.min(wanted < font ? Math.max(box.y0, 0) + font : wanted, lowest);
		const ink = isLight(color) ? '#111' : '#fff';
		return `<text x="${number(x)}" y="${number(y)}" font-family="sans-serif" font-size="${number(font)}" fill="${ink}" stroke="${color}" stroke-width="${number(line * 2)}" stroke-linejoin="round" paint-order="stroke">${escapedXml(text)}</text>`;
	}

	private shape(shape: Shape): string {
		switch (shape.kind) {
			case 'box': {
				const { x0, y0, x1, y1 } = shape.box;
				return `<rect x="${number(x0)}" y="${number(y0)}" width="${number(x1 - x0)}" height="${number(y1 - y0)}"/>`;
			}
			case 'rotated':
				return polygon(shape.corners);
			case 'polygon':
				return polygon(shape.ring);
			case 'zones':
				return path(shape.zones);
			case 'mask':
				return path(maskZones(shape.mask));
			case 'polyline':
				return `<polyline points="${list(shape.points)}" fill="none"/>`;
			case 'point': {
				const [x, y] = shape.point;
				return `<circle cx="${number(x)}" cy="${number(y)}" r="${number(this.line * 2.5)}" fill-opacity="0.6"/>`;
			}
			default:
				return '';
		}
	}
}

/** Width of a text, as a multiple of its font size: not less than common fonts without serifs need. */
function widthOf(text: string): number {
	let width = 0;
	for (const character of text) {
		if (/[mwMW@%…]/.test(character) || character > '\u2e80') width += 1;
		else width += /\p{Lu}/u.test(character) ? 0.8 : 0.65;
	}
	return width;
}

/** True for a color on which dark text is easier to read. */
function isLight(color: string): boolean {
	const digits = color.length === 4 ? color.replace(/[^#]/g, '$&$&') : color;
	const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(digits.slice(at, at + 2), 16));
	return 0.299 * red + 0.587 * green + 0.114 * blue > 150;
}

function polygon(ring: Ring): string {
	return `<polygon points="${list(ring)}"/>`;
}

/** Regions and holes as parts of one path, so that a hole lets the picture through. */
function path(zones: readonly Zone[]): string {
	const rings = zones.flatMap(({ region, holes }) => [region, ...holes]);
	const parts = rings.filter((ring) => ring.length > 0).map(subpath);
	return `<path fill-rule="evenodd" d="${parts.join(' ')}"/>`;
}

function subpath([first, ...others]: Ring): string {
	return [`M${at(first)}`, ...others.map((point) => `L${at(point)}`), 'Z'].join(' ');
}

function list(points: Ring): string {
	return points.map(([x, y]) => `${number(x)},${number(y)}`).join(' ');
}

function at([x, y]: Point): string {
	return `${number(x)} ${number(y)}`;
}

function number(value: number): string {
	const shown = Math.min(Math.max(value, -MAX_COORDINATE), MAX_COORDINATE) || 0;
	return String(Math.round(shown * 100) / 100);
}
