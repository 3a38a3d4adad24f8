/** A row of a CSV file (RFC 4180), with its line break. */
export function csvRow(cells: ReadonlyArray<string | number>): string {
	return `${cells.map((cell) => quoted(String(cell))).join(',')}\r\n`;
}

/** A cell that spreadsheets do not take for a formula. */
export function withoutFormula(cell: string): string {
	return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
	return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
