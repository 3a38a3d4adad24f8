import type { NodeDraft, OptionDraft } from './draft';

/** An ID at the end of a line. */
const LINE_ID = /^(.*\S)\s*\[id:\s*([^\]\s]+)\s*\]$/i;

/**
 * The answers in a text with one on each line, or in a list from an expression. An ID may follow in
 * brackets.
 */
export function optionLines(value: unknown): OptionDraft[] {
	return lines(value).map((line) => {
		if (typeof line !== 'string') return line;
		const [, text = line, schemaId] = LINE_ID.exec(line) ?? [];
		return { value: text, ...(schemaId && { schemaId }) };
	});
}

/** The tree in a text with a path of titles on each line; a path makes the nodes above it as well. */
export function treeLines(value: unknown): NodeDraft[] {
	const roots: NodeDraft[] = [];
	for (const option of optionLines(value)) {
		const titles = option.value
			.split(/\s\/\s/)
			.map((title) => title.trim())
			.filter(Boolean);
		let level = roots;
		for (const [depth, title] of titles.entries()) {
			let node = level.find((one) => one.title === title);
			if (!node) level.push((node = { title, children: [] }));
			if (depth === titles.length - 1 && option.schemaId) node.key = option.schemaId;
			level = node.children!;
		}
	}
	return roots;
}

function lines(value: unknown): Array<string | OptionDraft> {
	const list = Array.isArray(value) ? (value as unknown[]) : String(value ?? '').split(/\r?\n/);
	return list
		.filter((entry) => entry !== null && entry !== undefined)
		.map((entry) => {
			const { value: text, schemaId } = entry as OptionDraft;
			return typeof entry === 'object' && typeof text === 'string'
				? { value: text, ...(schemaId && { schemaId }) }
				: String(entry).trim();
		})
		.filter((entry) => entry !== '');
}
