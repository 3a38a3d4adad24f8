import { UserError } from 'n8n-workflow';

/** An element with the elements in it. Attributes are passed over. */
export interface XmlElement {
	name: string;
	/** All text right inside, without blanks around it. */
	text: string;
	children: XmlElement[];
}

const MAX_DEPTH = 64;
const MAX_ELEMENTS = 4_000_000;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));|&/gi;
const TAG = /^\/?([^\s/<>=&'"]+)(?:\s+[^\s=<>]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*\/?$/;

/**
 * The root element of an XML document. Reads elements, text, entities and CDATA; passes over comments and
 * instructions. A document type is refused, since it can make a short text endlessly long.
 * @throws UserError naming the line when the text is not well-formed, has a document type, or goes too deep
 */
export function parseXml(xml: string): XmlElement {
	return new XmlReader(xml).root();
}

/** Characters that XML 1.0 does not allow, as single ones or in any way. */
const NOT_ALLOWED = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** The text without the characters that XML does not allow. */
export function allowedXml(text: string): string {
	return text.replace(NOT_ALLOWED, '');
}

/** A text as it stands in an element, read back as it is; characters that XML does not allow are dropped. */
export function escapedXml(text: string): string {
	return allowedXml(text).replace(/[&<>\r]/g, (character) => ESCAPES[character]);
}

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
	return element?.children.find((child) => child.name === name);
}

class XmlReader {
	private at = 0;
	private elements = 0;
	/** Elements that are open, the innermost last. */
	private readonly open: XmlElement[] = [];
	private found: XmlElement | undefined;

	constructor(private readonly xml: string) {}

	root(): XmlElement {
		const { xml } = this;
		if (xml.startsWith('\uFEFF')) this.at++;
		while (this.at < xml.length) {
			const next = xml.indexOf('<', this.at);
			this.text(xml.slice(this.at, next < 0 ? undefined : next));
			if (next < 0) break;
			this.at = next;
			this.markup();
		}
		const last = this.open.at(-1);
		if (last) throw this.broken(`The XML ends within <${last.name}>`);
		if (!this.found) throw this.broken('The XML has no element');
		return this.found;
	}

	private markup(): void {
		const { xml, at } = this;
		if (xml.startsWith('<!--', at)) this.upTo('-->', 4);
		else if (xml.startsWith('<![CDATA[', at)) this.add(this.upTo(']]>', 9));
		else if (xml.startsWith('<?', at)) this.upTo('?>', 2);
		else if (xml.startsWith('<!', at)) {
			throw new UserError('The XML has a document type (DTD), which is not read', {
				description: 'Remove the part that begins with <!DOCTYPE.',
			});
		} else this.tag();
	}

	private tag(): void {
		const { xml, at } = this;
		const end = tagEnd(xml, at);
		const content = end < 0 ? '' : xml.slice(at + 1, end);
		const [, name] = TAG.exec(content) ?? [];
		if (name === undefined) throw this.broken('The XML has a tag that is not complete');
		if (content.startsWith('/')) this.close(name);
		else this.begin(name, content.endsWith('/'));
		this.at = end + 1;
	}

	private begin(name: string, isEmpty: boolean): void {
		const element: XmlElement = { name, text: '', children: [] };
		const parent = this.open.at(-1);
		if (!parent && this.found) throw this.broken('The XML has a second root element');
		if (this.open.length === MAX_DEPTH)
			throw this.broken(`The XML has more than ${MAX_DEPTH} levels`);
		if (++this.elements > MAX_ELEMENTS)
			throw this.broken(`The XML has more than ${MAX_ELEMENTS} elements`);
		if (parent) parent.children.push(element);
		else this.found = element;
		if (!isEmpty) this.open.push(element);
	}

	private close(name: string): void {
		const element = this.open.pop();
		if (element?.name !== name) throw this.broken(`The XML has </${name}>, which closes nothing`);
		element.text = element.text.trim();
	}

	private text(raw: string): void {
		this.add(
			raw.replace(ENTITY, (entity, decimal?: string, hex?: string, name?: string) => {
				const code = decimal ? Number(decimal) : hex ? parseInt(hex, 16) : undefined;
				const text = code === undefined ? ENTITIES[name ?? ''] : character(code);
				if (text === undefined)
					throw this.broken(`The XML has '${entity}', which is not an entity`);
				return text;
			}),
		);
	}

	private add(text: string): void {
		const element = this.open.at(-1);
		if (element) element.text += text;
		else if (text.trim() !== '') throw this.broken('The XML has text outside its root element');
	}

	/** What stands before `end`, which is passed over. */
	private upTo(end: string, skipped: number): string {
		const start = this.at + skipped;
		const next = this.xml.indexOf(end, start);
		if (next < 0) throw this.broken(`The XML ends before ${end}`);
		this.at = next + end.length;
		return this.xml.slice(start, next);
	}

	private broken(message: string): UserError {
		const line = this.xml.slice(0, this.at).split('\n').length;
		return new UserError(message, {
			description: `Look at line ${line}. Check that the file is complete and that its text is XML.`,
		});
	}
}

/** Where a tag ends, or -1; brackets in the values of its attributes do not count. */
function tagEnd(xml: string, at: number): number {
	let quote = '';
	for (let i = at; i < xml.length; i++) {
		const character = xml[i];
		if (quote !== '') quote = character === quote ? '' : quote;
		else if (character === '>') return i;
		else if (character === '"' || character === "'") quote = character;
	}
	return -1;
}

/** @returns undefined for what is no character of XML */
function character(code: number): string | undefined {
	const isAllowed =
		code === 9 ||
		code === 10 ||
		code === 13 ||
		(code >= 0x20 && code < 0xd800) ||
		(code >= 0xe000 && code <= 0x10ffff && code !== 0xfffe && code !== 0xffff);
	return isAllowed ? String.fromCodePoint(code) : undefined;
}
