import type { IDataObject } from 'n8n-workflow';

import { csvRow, withoutFormula } from '../../../formats/csv';
import type { Ring } from '../../../labels/geometry/types';
import { answersByPath } from '../../classes';
import { AREAS, toolOf } from '../common';
import type { DocumentFormat, OutFormat, ReadyObject, ReadyPicture, WriteContext } from '../format';
import { rounded } from '../numbers';

type Cell = string | number;

const OBJECT_COLUMNS = ['class', 'x0', 'y0', 'x1', 'y1', 'shape', 'points', 'track', 'page'];

const document: DocumentFormat = {
	path: (split) => `labels_${split}.csv`,
	fileName: 'labels.csv',
	mimeType: 'text/csv',
	async *text(pictures, context) {
		const table = new Table(context);
		yield csvRow(table.header);
		for await (const picture of pictures) {
			for (const row of table.rowsOf(picture)) yield csvRow(row);
		}
	},
	item: (context) => {
		const table = new Table(context);
		return (picture) => {
			const rows = table.rowsOf(picture).map((row) => named(table.header, row));
			return context.settings.rows === 'picture' ? { row: rows[0] } : { rows };
		};
	},
};

/** A row for each picture with its answers. */
export const csvOfPictures: OutFormat = {
	shapes: 'answers',
	exact: new Set(),
	needsSize: false,
	isForAnyAnswer: true,
	pictureFolder: (split) => `images/${split}/`,
	document,
};

/** A row for each object. */
export const csvOfObjects: OutFormat = {
	shapes: new Set([...AREAS, 'point', 'polyline']),
	exact: new Set([...AREAS, 'point', 'polyline']),
	needsSize: true,
	pictureFolder: (split) => `images/${split}/`,
	document,
};

class Table {
	readonly header: string[];

	constructor(private readonly context: WriteContext) {
		const { settings, classes } = context;
		const { rows, split } = settings;
		const first = split ? ['file_name', 'split'] : ['file_name'];
		this.header =
			rows === 'picture'
				? [...first, ...classes.names]
				: [...first, 'width', 'height', ...OBJECT_COLUMNS];
	}

	rowsOf(picture: ReadyPicture): Cell[][] {
		const { rows, escapeFormulas } = this.context.settings;
		const cells = rows === 'picture' ? [this.answers(picture)] : this.objects(picture);
		const first = [picture.imageName, ...(picture.split ? [picture.split] : [])];
		return cells
			.map((row) => [...first, ...row])
			.map((row) =>
				row.map((cell) =>
					escapeFormulas && typeof cell === 'string' ? withoutFormula(cell) : cell,
				),
			);
	}

	private answers({ picture: { classifications } }: ReadyPicture): Cell[] {
		const answers = answersByPath(classifications);
		return this.context.classes.names.map((path) => answers.get(path)?.join('|') ?? '');
	}

	private objects({ size, objects }: ReadyPicture): Cell[][] {
		const { classes, settings } = this.context;
		const { decimals } = settings;
		return objects.map((ready) => {
			const { fit, object, classIndex } = ready;
			const { x0, y0, x1, y1 } = fit.box;
			return [
				size.width,
				size.height,
				classes.names[classIndex],
				...[x0, y0, x1, y1].map((edge) => rounded(edge, decimals)),
				toolOf(object.shape) ?? '',
				pointsOf(ready, decimals),
				object.track ?? '',
				object.page ?? '',
			];
		});
	}
}

/** Points as "x y" with semicolons between them; rings are parted by bars. */
function pointsOf({ fit, object: { shape } }: ReadyObject, decimals: number): string {
	const text = (ring: Ring) =>
		ring.map(([x, y]) => `${rounded(x, decimals)} ${rounded(y, decimals)}`).join(';');
	if (shape.kind === 'point') return text([shape.point]);
	if (shape.kind === 'polyline') return text(shape.points);
	if (shape.kind === 'box') return '';
	return fit.zones
		.flatMap(({ region, holes }) => [region, ...holes])
		.map(text)
		.join('|');
}

function named(header: string[], row: Cell[]): IDataObject {
	return Object.fromEntries(header.map((column, index) => [column, row[index]]));
}
