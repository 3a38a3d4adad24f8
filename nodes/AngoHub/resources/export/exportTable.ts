import type { IDataObject } from 'n8n-workflow';

import { csvRow, withoutFormula } from '../../../shared/formats/csv';

/** Flat items on their way into a CSV file. */
export class ExportTable {
	/** Rows written so far. */
	count = 0;

	private constructor(private readonly columns: readonly string[]) {}

	/** A table with every column that an item has, in the order in which they come up. */
	static async of(groups: AsyncIterable<IDataObject[]>): Promise<ExportTable> {
		const columns = new Set<string>();
		for await (const items of groups) {
			for (const item of items) for (const column of Object.keys(item)) columns.add(column);
		}
		return new ExportTable([...columns]);
	}

	/** The file's bytes, a group of rows at once. */
	async *chunks(groups: AsyncIterable<IDataObject[]>): AsyncGenerator<Buffer> {
		yield Buffer.from(csvRow(this.columns));
		for await (const items of groups) {
			this.count += items.length;
			yield Buffer.from(items.map((item) => this.rowOf(item)).join(''));
		}
	}

	private rowOf(item: IDataObject): string {
		return csvRow(this.columns.map((column) => cellOf(item[column])));
	}
}

function cellOf(value: unknown): string | number {
	if (typeof value === 'string') return withoutFormula(value);
	if (typeof value === 'number') return value;
	return value === undefined || value === null ? '' : String(value);
}
