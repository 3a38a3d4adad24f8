import { textOf } from '../../parsed';
import type { Prediction, Reader } from '../../predictions';
import { boxOfEdges } from '../../values';

const COLUMNS = 15;

/** Reads the rows of one picture: class, numbers of the box at the fifth to eighth place, perhaps a score. */
export const readKitti: Reader = (given) => [
	{
		objects: textOf(given)
			.split(/[\r\n]+/)
			.map((line) => line.trim())
			.filter((line) => line !== '')
			.map(predictionOf),
	},
];

function predictionOf(line: string): Prediction {
	const cells = line.split(/\s+/);
	const [title] = cells;
	if (title === 'DontCare') return { title, shape: 'dontCare' };
	if (cells.length !== COLUMNS && cells.length !== COLUMNS + 1) {
		return { title, shape: 'unreadable' };
	}
	const box = boxOfEdges(cells.slice(4, 8).map(Number));
	const score = cells.length > COLUMNS ? Number(cells[COLUMNS]) : undefined;
	return { title, score, shape: box ? { kind: 'box', box } : 'notFinite' };
}
