/** How the pixels of a PNG are to be understood. */
export interface PngColors {
	/** 0 gray, 2 red, green and blue, 3 palette, 4 gray with alpha, 6 red, green and blue with alpha. */
	type: number;
	/** Bits per channel. */
	depth: number;
	/** Three bytes for each color (type 3). */
	palette?: Buffer;
	/** The alpha of each color of the palette, or the one color that is transparent, in 16 bits per channel. */
	transparency?: Buffer;
}

/** Channels of each color type. */
export const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** The depths that each color type can have. */
export const DEPTHS: Record<number, number[]> = {
	0: [1, 2, 4, 8, 16],
	2: [8, 16],
	3: [1, 2, 4, 8],
	4: [8, 16],
	6: [8, 16],
};

/**
 * Undoes the filter of a row in place: each byte was made smaller by a guess from its neighbors.
 * @param filter 0 to 4
 * @param step bytes from a pixel to the next
 */
export function unfilter(row: Buffer, above: Buffer, filter: number, step: number): void {
	const size = row.length;
	if (filter === 1) {
		for (let x = step; x < size; x++) row[x] += row[x - step];
	} else if (filter === 2) {
		for (let x = 0; x < size; x++) row[x] += above[x];
	} else if (filter === 3) {
		for (let x = 0; x < size; x++) row[x] += ((x < step ? 0 : row[x - step]) + above[x]) >> 1;
	} else if (filter === 4) {
		for (let x = 0; x < size; x++) {
			row[x] += x < step ? above[x] : paeth(row[x - step], above[x], above[x - step]);
		}
	}
}

/** The neighbor nearest to left + up - corner. */
function paeth(left: number, up: number, corner: number): number {
	const [toLeft, toUp] = [Math.abs(up - corner), Math.abs(left - corner)];
	const toCorner = Math.abs(left + up - 2 * corner);
	if (toLeft <= toUp && toLeft <= toCorner) return left;
	return toUp <= toCorner ? up : corner;
}

/** Puts a row of `width` pixels into RGBA bytes from `at` on. */
type Paint = (row: Buffer, width: number, rgba: Buffer, at: number) => void;

/** What turns the rows of a PNG into RGBA. Colors that its palette does not have are black. */
export function painter(colors: PngColors): Paint {
	const { type, depth } = colors;
	if (type === 6 && depth === 8)
		return (row, width, rgba, at) => void row.copy(rgba, at, 0, width * 4);
	return type === 3 ? fromPalette(colors) : fromChannels(colors);
}

function fromPalette({ depth, palette = Buffer.alloc(0), transparency }: PngColors): Paint {
	const shown = Buffer.alloc(256 * 4);
	for (let entry = 0; entry < 256; entry++) {
		shown.set(palette.subarray(entry * 3, entry * 3 + 3), entry * 4);
		shown[entry * 4 + 3] = transparency?.[entry] ?? 255;
	}
	const sample = sampler(depth);
	return (row, width, rgba, at) => {
		for (let x = 0; x < width; x++) {
			const entry = sample(row, x) * 4;
			shown.copy(rgba, at + x * 4, entry, entry + 4);
		}
	};
}

function fromChannels({ type, depth, transparency }: PngColors): Paint {
	const channels = CHANNELS[type];
	const isGray = channels < 3;
	const hasAlpha = channels % 2 === 0;
	const scale = 255 / (2 ** depth - 1);
	const sample = sampler(depth);
	const [green, blue] = isGray ? [0, 0] : [1, 2];
	const key = hasAlpha ? undefined : keyIn(transparency, channels);
	const shown = (value: number) => (depth === 16 ? value >> 8 : value * scale);
	return (row, width, rgba, at) => {
		for (let x = 0; x < width; x++, at += 4) {
			const first = x * channels;
			const [r, g, b] = [sample(row, first), sample(row, first + green), sample(row, first + blue)];
			rgba[at] = shown(r);
			rgba[at + 1] = shown(g);
			rgba[at + 2] = shown(b);
			if (hasAlpha) rgba[at + 3] = shown(sample(row, first + channels - 1));
			else rgba[at + 3] = key && key[0] === r && key[green] === g && key[blue] === b ? 0 : 255;
		}
	};
}

/** The one color that is transparent, if there is one. */
function keyIn(transparency: Buffer | undefined, channels: number): number[] | undefined {
	if (!transparency || transparency.length < channels * 2) return undefined;
	return Array.from({ length: channels }, (_, channel) => transparency.readUInt16BE(channel * 2));
}

/** What gets the number at a position of a row of numbers of 1, 2, 4, 8 or 16 bits. */
function sampler(depth: number): (row: Buffer, position: number) => number {
	if (depth === 16) return (row, position) => (row[position * 2] << 8) | row[position * 2 + 1];
	if (depth === 8) return (row, position) => row[position];
	const [perByte, highest] = [8 / depth, 2 ** depth - 1];
	return (row, position) => {
		const fromRight = perByte - 1 - (position % perByte);
		return (row[Math.floor(position / perByte)] >> (fromRight * depth)) & highest;
	};
}
