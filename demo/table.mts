/** Lays rows out in columns as wide as their longest cell. */
export function table(header: string[], rows: string[][]): string {
	const lines = [header, ...rows];
	const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
	const text = (line: string[]) => line.map((cell, column) => cell.padEnd(widths[column]!)).join('  ');
	const rule = widths.map((width) => '─'.repeat(width)).join('  ');
	return [text(header), rule, ...rows.map(text)].map((line) => `  ${line.trimEnd()}`).join('\n');
}
