import { UserError } from 'n8n-workflow';

import { textOf } from '../../parsed';
import type { Prediction, Reader } from '../../predictions';
import { boxOfEdges, scoreIn } from '../../values';

const COLUMNS = 15;

/** Reads the rows of one picture: class, numbers of the box at the fifth to eighth place, perhaps a score. */
export const readKitti: Reader = (given) => {
	const lines = textOf(given).split(/[\r\n]+/);
	const rows = lines.map((line) => line.trim()).filter((line) => line !== '');
	const objects = rows.map(predictionOf);
	if (rows.length > 0 && objects.every(({ shape }) => shape === 'unreadable')) {
		throw new UserError('No line is a row of KITTI, with 15 or 16 columns', {
			description: `Check the format. The first line is '${rows[0].slice(0, 100)}'.`,
		});
	}
	return [{ objects }];
};

function predictionOf(line: string): Prediction {
	const cells = line.split(/\s+/);
	const [title] = cells;
	if (title === 'DontCare') return { title, shape: 'dontCare' };
	if (cells.length !== COLUMNS && cells.length !== COLUMNS + 1) {
		return { title, shape: 'unreadable' };
	}
	const box = boxOfEdges(cells.slice(4, 8).map(Number));
	return {
		title,
		score: scoreIn(cells[COLUMNS]),
		shape: box ? { kind: 'box', box } : 'notFinite',
	};
}
