/** The tags of one directory of a TIFF, of 12 bytes each. */
export interface Directory {
	entries: Buffer;
	/** True where numbers have their low byte first. */
	isLittle: boolean;
}

const WIDTH = 256;
const HEIGHT = 257;
const ORIENTATION = 0x0112;

/** Width, height and orientation in the directory of a TIFF; undefined where it has no size. */
export function sizeInTiff(
	directory: Directory,
): { width: number; height: number; orientation?: number } | undefined {
	const [width, height] = [tagIn(directory, WIDTH), tagIn(directory, HEIGHT)];
	if (width === undefined || height === undefined) return undefined;
	return { width, height, orientation: tagIn(directory, ORIENTATION) };
}

/** The orientation in EXIF data, which is built as a TIFF; undefined where there is none. */
export function orientationIn(exif: Buffer): number | undefined {
	const isLittle = exif.toString('latin1', 0, 4) === 'II*\0';
	if (!isLittle && exif.toString('latin1', 0, 4) !== 'MM\0*') return undefined;
	if (exif.length < 8) return undefined;
	const at = isLittle ? exif.readUInt32LE(4) : exif.readUInt32BE(4);
	if (at + 2 > exif.length) return undefined;
	const count = isLittle ? exif.readUInt16LE(at) : exif.readUInt16BE(at);
	return tagIn({ entries: exif.subarray(at + 2, at + 2 + count * 12), isLittle }, ORIENTATION);
}

/** A whole number in a directory. */
function tagIn({ entries, isLittle }: Directory, tag: number): number | undefined {
	const short = (at: number) => (isLittle ? entries.readUInt16LE(at) : entries.readUInt16BE(at));
	const long = (at: number) => (isLittle ? entries.readUInt32LE(at) : entries.readUInt32BE(at));
	for (let at = 0; at + 12 <= entries.length; at += 12) {
		if (short(at) !== tag) continue;
		const [type, count] = [short(at + 2), long(at + 4)];
		if (count !== 1) return undefined;
		if (type === 3) return short(at + 8);
		return type === 4 ? long(at + 8) : undefined;
	}
	return undefined;
}
