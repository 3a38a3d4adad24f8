/**
 * By how many square pixels two regions differ, by counting the centers of small squares; flat rings
 * as COCO has them. Written for the tests alone, so that no code judges itself.
 */
export function regionDifference(a: number[][], b: number[][]): number {
	const numbers = [...a, ...b].flat();
	const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
	const step = (high - low) / 2000;
	let count = 0;
	for (let y = low + step / 2; y < high; y += step) {
		const [inA, inB] = [spans(a, y), spans(b, y)];
		count += symmetricLength(inA, inB);
	}
	return count * step;
}

/** Where a horizontal line is inside, as pairs of its ends, by even-odd. */
function spans(rings: number[][], y: number): number[] {
	const crossings: number[] = [];
	for (const ring of rings) {
		for (let i = 0; i < ring.length; i += 2) {
			const [x1, y1] = [ring[i], ring[i + 1]];
			const [x2, y2] = [ring[(i + 2) % ring.length], ring[(i + 3) % ring.length]];
			if (y1 <= y === y2 <= y) continue;
			crossings.push(x1 + ((y - y1) * (x2 - x1)) / (y2 - y1));
		}
	}
	return crossings.sort((p, q) => p - q);
}

/** Length of what only one of two sets of spans covers: each end switches. */
function symmetricLength(a: number[], b: number[]): number {
	const ends = [...a, ...b].sort((p, q) => p - q);
	let length = 0;
	for (let i = 0; i + 1 < ends.length; i += 2) length += ends[i + 1] - ends[i];
	return length;
}
