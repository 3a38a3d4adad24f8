/** Turns of the color wheel that keep any number of colors far from each other. */
const GOLDEN_ANGLE = 137.508;

/** The wheel has about this many colors; beyond them, they repeat. */
const MAX_COLORS = 1000;

/** A color as #RRGGBB that is not among `used`, and adds it to them. */
export function freshColor(used: Set<string>): string {
	let turn = used.size;
	const last = turn + MAX_COLORS;
	while (turn < last && used.has(colorAt(turn))) turn++;
	const color = colorAt(turn);
	used.add(color);
	return color;
}

/** A strong color of the wheel. */
function colorAt(turn: number): string {
	const hue = (turn * GOLDEN_ANGLE) % 360;
	const channel = (shift: number) => {
		const position = (shift + hue / 30) % 12;
		const light = 0.5 - 0.4 * Math.max(-1, Math.min(position - 3, 9 - position, 1));
		return Math.round(light * 255)
			.toString(16)
			.padStart(2, '0');
	};
	return `#${channel(0)}${channel(8)}${channel(4)}`.toUpperCase();
}
