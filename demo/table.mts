const LONGEST_RULE = 30;

/** Lays rows out in columns as wide as their longest cell. */
export function table(header: string[], rows: string[][]): string {
	const lines = [header, ...rows];
	const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
	const text = (line: string[]) =>
		line.map((cell, column) => cell.padEnd(widths[column]!)).join('  ');
	const rule = widths.map((width) => '─'.repeat(Math.min(width, LONGEST_RULE)).padEnd(width));
	return [header, rule, ...rows].map((line) => `  ${text(line).trimEnd()}`).join('\n');
}
