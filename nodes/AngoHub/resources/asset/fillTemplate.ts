import { UserError, type IDataObject } from 'n8n-workflow';

import { PLACEHOLDER, PUBLIC_STORAGE, type BuilderTemplate } from '../../../shared/hub/templates';
import type { SchemaClass } from '../../../shared/hub/types';

/** Tags, comments, and the text between them; what is not closed goes on to the end, as in a browser. */
const PARTS =
	/<!--[\s\S]*?(?:-->|$)|<\/?[a-z](?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^"'>])*(?:>|$)|[^<]+|</gi;
const SCRIPTS = /<script\b[\s\S]*?(?:<\/script\s*>|$)/gi;
/** An attribute with a value: name, equals sign, and the value in quotes or without. */
const ATTRIBUTE =
	/(?<![^\s"'<>/=])([^\s"'<>/=]+)(\s*=\s*)("[^"]*"|'[^']*'|(?:\{\{[^{}]*\}\}|[^\s"'>{])+)/g;
/** An element with nothing but a placeholder in it. */
const ONLY_PLACEHOLDER =
	/<([a-z][\w-]*)((?:"[^"]*"|'[^']*'|[^"'<>])*)>\s*\{\{\s*([^{}\s](?:[^{}]*[^{}\s])?)\s*\}\}\s*<\/\1\s*>/gi;

/** Attributes whose value a browser opens, and values that it would run instead. */
const ADDRESSES = new Set(['src', 'href']);
const SCRIPT_ADDRESS = /^\W*javascript\s*:/i;

/**
 * The HTML that a row becomes (contract 2.7): columns are filled in as text, never as markup; media
 * from a private storage name it in their address; classes become the places where their questions
 * appear; scripts are left out.
 */
export function fillTemplate(
	{ template, dataConfig }: Pick<BuilderTemplate, 'template' | 'dataConfig'>,
	row: IDataObject,
	classes: SchemaClass[],
): string {
	const schemaIds = new Map(classes.map(({ title, schemaId }) => [title, schemaId]));
	const portalOf = (name: string) =>
		Object.hasOwn(dataConfig, name) ? undefined : schemaIds.get(name)?.replace(/[^\w-]/g, '');

	const inText = (placeholder: string, name: string) => {
		if (Object.hasOwn(dataConfig, name)) return escaped(cellText(row[name]));
		const id = portalOf(name);
		return id === undefined ? placeholder : `<span id="cla-portal-${id}"></span>`;
	};
	const inAttribute = (attribute: string) => (placeholder: string, name: string) => {
		if (!Object.hasOwn(dataConfig, name)) return placeholder;
		const text = cellText(row[name]);
		if (ADDRESSES.has(attribute) && SCRIPT_ADDRESS.test(text)) throw isScript(name);
		return escaped(attribute === 'src' ? withStorage(text, dataConfig[name].storage) : text);
	};

	return template
		.replace(SCRIPTS, '')
		.replace(ONLY_PLACEHOLDER, (whole: string, tag: string, attributes: string, name: string) => {
			const id = portalOf(name);
			if (id === undefined) return whole;
			const others = attributes.replace(/\sid\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)/gi, '');
			return `<${tag}${others} id="cla-portal-${id}"></${tag}>`;
		})
		.replace(PARTS, (part) => {
			if (part.startsWith('<!--')) return part;
			if (!/^<\/?[a-z]/i.test(part)) return part.replace(PLACEHOLDER, inText);
			return part.replace(
				ATTRIBUTE,
				(whole: string, name: string, equals: string, value: string) => {
					const filled = value.replace(PLACEHOLDER, inAttribute(name.toLowerCase()));
					if (filled === value) return whole;
					return name + equals + (/^["']/.test(value) ? filled : `"${filled}"`);
				},
			);
		});
}

/** A cell as text; a list, such as of answers, with semicolons. */
export function cellText(cell: unknown): string {
	if (cell === undefined || cell === null) return '';
	if (Array.isArray(cell)) return cell.map(cellText).join(';');
	return typeof cell === 'object' ? JSON.stringify(cell) : String(cell as string);
}

function isScript(column: string): UserError {
	return new UserError(`The column '${column}' holds a script instead of an address`, {
		description: 'It would run in the browsers of annotators. Give an http or https address.',
	});
}

function withStorage(url: string, storage: string | undefined): string {
	if (url === '' || !storage || storage === PUBLIC_STORAGE) return url;
	return `${url}${url.includes('?') ? '&' : '?'}storageId=${encodeURIComponent(storage)}`;
}

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (char) => ENTITIES[char]);
}
