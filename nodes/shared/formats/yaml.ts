import { UserError } from 'n8n-workflow';

/** What a YAML text holds. Scalars stay texts, so that a class called 'no' is not false. */
export type YamlValue = string | YamlValue[] | Map<string, YamlValue>;

const MAX_DEPTH = 32;
const ESCAPES: Record<string, string> = {
	'0': '\0',
	a: '\x07',
	b: '\b',
	e: '\x1b',
	f: '\f',
	n: '\n',
	N: '\x85',
	r: '\r',
	t: '\t',
	v: '\v',
	_: '\xa0',
	L: '\u2028',
	P: '\u2029',
};
const ESCAPE = /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|(.))/gi;
const QUOTED = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)')/;
/** No key begins like this. */
const NO_KEY = /^(?:["'[{&*!|>%@`#]|[-?:](?:\s|$))/;

/**
 * Reads the YAML of configuration files: maps, lists, both also in brackets, quoted and plain texts on
 * one line. Texts over several lines are passed over.
 * @throws UserError when the text has another form
 */
export function parseYaml(yaml: string): YamlValue {
	return new YamlReader(yaml).value();
}

interface Line {
	indent: number;
	text: string;
}

class YamlReader {
	private readonly lines: Line[];
	private at = 0;

	constructor(yaml: string) {
		this.lines = yaml
			.replace(/^\uFEFF/, '')
			.split(/\r?\n|\r/)
			.map((line) => ({ indent: line.search(/[^ ]|$/), text: line.trim() }))
			.filter(({ text }) => text !== '' && !text.startsWith('#') && !/^(?:---|\.\.\.)$/.test(text));
	}

	value(): YamlValue {
		const [first] = this.lines;
		if (!first) return new Map();
		const value = this.block(first.indent, 0);
		const rest = this.lines[this.at];
		if (rest) throw broken(rest.text);
		return value;
	}

	private block(indent: number, depth: number): YamlValue {
		const { text } = this.lines[this.at];
		if (depth > MAX_DEPTH) throw broken(text);
		if (isEntry(text)) return this.list(indent, depth);
		if (keyIn(text)) return this.map(indent, depth);
		this.at++;
		return this.inline(text, indent, depth);
	}

	private list(indent: number, depth: number): YamlValue[] {
		const list: YamlValue[] = [];
		for (let line = this.lines[this.at]; line?.indent === indent; line = this.lines[this.at]) {
			if (!isEntry(line.text)) break;
			const text = line.text.slice(1).trim();
			const inner = indent + line.text.length - text.length;
			if (isEntry(text) || keyIn(text)) {
				this.lines[this.at] = { indent: inner, text };
				list.push(this.block(inner, depth + 1));
			} else {
				this.at++;
				list.push(this.inline(text, indent, depth));
			}
		}
		return list;
	}

	private map(indent: number, depth: number): Map<string, YamlValue> {
		const map = new Map<string, YamlValue>();
		for (let line = this.lines[this.at]; line?.indent === indent; line = this.lines[this.at]) {
			const found = keyIn(line.text);
			if (!found) throw broken(line.text);
			this.at++;
			const isList = isEntry(this.lines[this.at]?.text ?? '');
			map.set(found.key, this.inline(found.rest, isList ? indent - 1 : indent, depth));
		}
		return map;
	}

	/** A value that begins on the line of its key, or below it, further in than `indent`. */
	private inline(text: string, indent: number, depth: number): YamlValue {
		const next = this.lines[this.at];
		if (text === '' || text.startsWith('#')) {
			return next && next.indent > indent ? this.block(next.indent, depth + 1) : '';
		}
		if (/^[|>]/.test(text)) {
			while (this.lines[this.at]?.indent > indent) this.at++;
			return '';
		}
		return /^[[{]/.test(text) ? new FlowReader(this.flow(text)).value() : scalar(text);
	}

	/** The text of a value in brackets, which may go on over lines, without comments. */
	private flow(first: string): string {
		const parts: string[] = [];
		let depth = 0;
		for (
			let line: string | undefined = first;
			line !== undefined;
			line = this.lines[this.at++]?.text
		) {
			let end = 0;
			let [isStart, closed] = [true, -1];
			for (; end < line.length; end++) {
				const character = line[end];
				const [text] = (isStart && QUOTED.exec(line.slice(end))) || [];
				if (text !== undefined) end = closed = end + text.length - 1;
				else if (character === '#' && /\s/.test(line[end - 1] ?? ' ')) break;
				else if (character === '[' || character === '{') depth++;
				else if ((character === ']' || character === '}') && --depth === 0) {
					if (!/^\s*(?:$|#)/.test(line.slice(end + 1))) throw broken(line);
					return [...parts, line.slice(0, end + 1)].join(' ');
				}
				if (character === ':') isStart = closed === end - 1 || /\s/.test(line[end + 1] ?? ' ');
				else if (!/\s/.test(character)) isStart = /[[{,]/.test(character);
			}
			parts.push(line.slice(0, end));
		}
		throw broken(first);
	}
}

/** Reads one value in brackets. */
class FlowReader {
	private at = 0;

	constructor(private readonly text: string) {}

	value(depth = 0): YamlValue {
		if (depth > MAX_DEPTH) throw broken(this.text);
		if (this.takes('[')) {
			const list: YamlValue[] = [];
			while (!this.takes(']')) {
				list.push(this.value(depth + 1));
				if (!this.takes(',') && !this.isNext(']')) throw broken(this.text);
			}
			return list;
		}
		if (!this.takes('{')) return this.scalar();
		const map = new Map<string, YamlValue>();
		while (!this.takes('}')) {
			const key = this.scalar();
			map.set(key, this.takes(':') ? this.value(depth + 1) : '');
			if (!this.takes(',') && !this.isNext('}')) throw broken(this.text);
		}
		return map;
	}

	private scalar(): string {
		this.skipBlanks();
		const [whole, double, single] = QUOTED.exec(this.text.slice(this.at)) ?? [];
		if (whole !== undefined) {
			this.at += whole.length;
			return quoted(double, single);
		}
		const start = this.at;
		while (
			this.at < this.text.length &&
			!/^(?:[,[\]{}]|:(?:[\s,[\]{}]|$))/.test(this.text.slice(this.at, this.at + 2))
		)
			this.at++;
		return this.text.slice(start, this.at).trim();
	}

	private takes(character: string): boolean {
		const isNext = this.isNext(character);
		if (isNext) this.at++;
		return isNext;
	}

	private isNext(character: string): boolean {
		this.skipBlanks();
		return this.text[this.at] === character;
	}

	private skipBlanks(): void {
		while (/\s/.test(this.text[this.at] ?? '')) this.at++;
	}
}

function isEntry(text: string): boolean {
	return text === '-' || text.startsWith('- ');
}

/** The key at the beginning of a line, and what comes behind its colon. */
function keyIn(text: string): { key: string; rest: string } | undefined {
	const [whole, double, single] = QUOTED.exec(text) ?? [];
	if (whole !== undefined) {
		const [colon] = /^\s*:(?=\s|$)/.exec(text.slice(whole.length)) ?? [];
		if (colon === undefined) return undefined;
		return { key: quoted(double, single), rest: text.slice(whole.length + colon.length).trim() };
	}
	const colon = text.search(/:(?:\s|$)/);
	const key = text.slice(0, colon).trim();
	if (colon < 0 || NO_KEY.test(text) || /\s#/.test(key)) return undefined;
	return { key, rest: text.slice(colon + 1).trim() };
}

function scalar(text: string): string {
	const [whole, double, single] = QUOTED.exec(text) ?? [];
	if (whole === undefined) return text.replace(/(?:^|\s)#.*$/, '').trim();
	if (!/^\s*(?:$|#)/.test(text.slice(whole.length))) throw broken(text);
	return quoted(double, single);
}

function quoted(double: string | undefined, single: string | undefined): string {
	if (double === undefined) return (single ?? '').replaceAll("''", "'");
	return double.replace(ESCAPE, (_, x?: string, u?: string, U?: string, one?: string) => {
		const code = x ?? u ?? U;
		if (code === undefined) return ESCAPES[one ?? ''] ?? one ?? '';
		return String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff));
	});
}

function broken(text: string): UserError {
	return new UserError(`The YAML cannot be read at '${text.slice(0, 80)}'`, {
		description:
			'Give the content of a data.yaml file, in which names are a list or a map of numbers to names.',
	});
}
