import { deflateSync, inflateSync } from 'node:zlib';
import { chunk, SIGNATURE } from '../../../demo/png.mts';

/** One picture of an animation. */
export interface Frame {
	/** A PNG file. */
	png: Buffer;
	/** How long it is shown. */
	seconds: number;
}

/** Header and pixels of a PNG file. */
function partsOf(png: Buffer): { header: Buffer; pixels: Buffer } {
	const parts: Record<string, Buffer[]> = {};
	for (let at = SIGNATURE.length; at < png.length;) {
		const length = png.readUInt32BE(at);
		const type = png.toString('latin1', at + 4, at + 8);
		(parts[type] ??= []).push(png.subarray(at + 8, at + 8 + length));
		at += length + 12;
	}
	return { header: parts.IHDR![0]!, pixels: Buffer.concat(parts.IDAT!) };
}

/**
 * An animated PNG file that begins again when it has ended.
 * @param frames pictures of one size and one color type
 */
export function animatedPng(frames: Frame[]): Buffer {
	const pictures = frames.map(({ png }) => partsOf(png));
	const [{ header }] = pictures as [(typeof pictures)[number]];
	if (pictures.some((picture) => !picture.header.equals(header))) {
		throw new Error('The frames of an animation have one size and one color type');
	}
	let sequence = 0;
	const control = Buffer.alloc(8);
	control.writeUInt32BE(frames.length, 0);
	const body = pictures.flatMap(({ pixels }, index) => {
		const shown = Buffer.alloc(26);
		shown.writeUInt32BE(sequence++, 0);
		header.copy(shown, 4, 0, 8);
		shown.writeUInt16BE(Math.round(frames[index]!.seconds * 100), 20);
		shown.writeUInt16BE(100, 22);
		const packed = deflateSync(inflateSync(pixels), { level: 9 });
		// The first picture is also what programs show that know nothing of animations.
		if (index === 0) return [chunk('fcTL', shown), chunk('IDAT', packed)];
		const numbered = Buffer.alloc(4);
		numbered.writeUInt32BE(sequence++);
		return [chunk('fcTL', shown), chunk('fdAT', Buffer.concat([numbered, packed]))];
	});
	const start = [SIGNATURE, chunk('IHDR', header), chunk('acTL', control)];
	return Buffer.concat([...start, ...body, chunk('IEND', Buffer.alloc(0))]);
}
