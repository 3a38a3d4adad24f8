/**
 * Writes the reference of operations into README.md and docs/, from the descriptions in dist, the page of
 * SDK functions, and the page of all messages, from the sources. With `--check` it only says what is out of date.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';
import { parity } from '../../test/sdk-parity/parity.mts';
import { errorsPage } from './errors.mts';

const PARITY_INTRODUCTION = `# For SDK users

Every function of the official Python SDKs, \`imerit-ango\` (current platform) and \`ango\` (legacy platform), has an operation of the Ango Hub node.`;

const root = join(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);

interface Choice extends INodePropertyOptions {
	value: string;
}

/** A node, or a credential with its fields. */
interface Described {
	displayName?: string;
	description?: INodeTypeDescription;
	properties?: INodeProperties[];
}

/** All documents by path below the root, as they should be. */
function documents(): Map<string, string> {
	const types = require(join(root, 'index.js')) as Record<string, new () => Described>;
	const { properties } = new types.AngoHub().description!;
	const pages = [
		...choices(properties.find(({ name }) => name === 'resource')!).map(({ name, value }) => ({
			...{ name, file: value },
			operations: operationsIn(properties, value),
		})),
		{
			...{ name: 'Ango Hub Labels', file: 'ango-hub-labels' },
			operations: operationsIn(new types.AngoHubLabels().description!.properties),
		},
	];

	const table = pages.map(({ name, file, operations }) => {
		const names = operations.map(
			(operation) => `[${operation.name}](docs/${file}.md#${anchor(operation.name)})`,
		);
		return `| [${name}](docs/${file}.md) | ${names.join(', ')} |`;
	});
	const titles = new Map(
		pages.flatMap(({ name, file, operations }) =>
			operations.map((operation): [string, string] => [
				`${file}.${operation.value}`,
				`[${name}: ${operation.name}](${file}.md#${anchor(operation.name)})`,
			]),
		),
	);
	const overview = ['| Resource | Operations |', '|---|---|', ...table].join('\n');
	const readme = readFileSync(join(root, 'README.md'), 'utf8');
	return new Map([
		['README.md', between(readme, 'operations', overview)],
		['docs/sdk-parity.md', `${PARITY_INTRODUCTION}\n\n${parityTable(titles)}\n`],
		['docs/errors.md', errorsPage(root, Object.values(types).flatMap(shownTexts).join('\n'))],
		...pages.map((page): [string, string] => [
			`docs/${page.file}.md`,
			[
				`# ${page.name}`,
				...page.operations.map((operation) =>
					section(operation.name, operation.description!, operation.fields),
				),
			].join('\n\n') + '\n',
		]),
	]);
}

/** The operations of a node, or of one of its resources, with their fields. */
function operationsIn(properties: INodeProperties[], resource?: string) {
	const isOf = ({ displayOptions }: INodeProperties) =>
		resource === undefined || displayOptions?.show?.resource?.includes(resource) === true;
	const own = properties.filter(isOf);
	return choices(own.find(({ name }) => name === 'operation')!).map((operation) => ({
		...operation,
		fields: own.filter(({ displayOptions }) =>
			displayOptions?.show?.operation?.includes(operation.value),
		),
	}));
}

/** Everything that the editor shows of a node or credential, but for its messages. */
function shownTexts(Type: new () => Described): string[] {
	const { description, displayName, properties } = new Type();
	const texts = (value: unknown): string[] => {
		if (typeof value === 'string') return [value];
		const members = Object.entries(value ?? {}).filter(([key]) => key !== 'errorMessage');
		return members.flatMap(([, member]) => texts(member));
	};
	return texts(description ?? [displayName, properties]);
}

/** Each function of the official SDKs with the operations that do its work. */
function parityTable(titles: Map<string, string>): string {
	const functions = [...new Set(Object.values(parity).flatMap(Object.keys))].sort();
	const rows = functions.map((name) => {
		const operations = Object.values(parity).flatMap((list) => list[name] ?? []);
		const links = [...new Set(operations)].map((operation) => titles.get(operation) ?? operation);
		const sdks = Object.entries(parity).filter(([, list]) => name in list);
		return `| \`${name}\` | ${sdks.map(([sdk]) => sdk).join(', ')} | ${links.join(', ')} |`;
	});
	return ['| Function | SDK | Operation |', '|---|---|---|', ...rows].join('\n');
}

function choices({ options }: INodeProperties): Choice[] {
	return options as Choice[];
}

function anchor(title: string): string {
	return title
		.toLowerCase()
		.replace(/[^\w\s-]/g, '')
		.replace(/ /g, '-');
}

function section(name: string, description: string, fields: INodeProperties[]): string {
	const shown = fields.filter(({ type }) => type !== 'notice');
	const notices = fields
		.filter(({ type }) => type === 'notice')
		.map(
			(notice) => `> ${[...conditions(notice, fields), withoutTags(notice.displayName)].join(' ')}`,
		);
	const plain = shown.filter(({ type }) => type !== 'collection');
	const tables = [
		...(plain.length > 0 ? [table(plain, fields)] : []),
		...shown
			.filter(({ type }) => type === 'collection')
			.map((collection) => {
				const own = collection.options as INodeProperties[];
				return `**${collection.displayName}**\n\n${table(own, [...fields, ...own])}`;
			}),
	];
	return [`## ${name}`, `${description.replace(/\.?$/, '.')}`, ...notices, ...tables].join('\n\n');
}

/** @param among the fields that those of the table may depend on */
function table(fields: INodeProperties[], among: INodeProperties[]): string {
	// A field may stand several times, for other places or with fewer choices.
	const variants = Map.groupBy(fields, (field) => `${field.displayName}: ${field.description}`);
	const rows = [...variants.values()].map((group) => {
		const [widest] = group.toSorted((a, b) => (b.options?.length ?? 0) - (a.options?.length ?? 0));
		return row(widest, group.length > 1 ? [] : conditions(widest, among));
	});
	return ['| Field | What it does |', '|---|---|', ...rows].join('\n');
}

/** When a field is shown, where another field decides it. */
function conditions({ displayOptions }: INodeProperties, among: INodeProperties[]): string[] {
	return Object.entries(displayOptions?.show ?? {}).flatMap(([key, values = []]) => {
		const decides = among.find(
			({ name, type }) => name === key.replace('/', '') && type === 'options',
		);
		if (!decides || ['resource', 'operation'].includes(key)) return [];
		const names = choices(decides).filter(({ value }) => (values as unknown[]).includes(value));
		return [`*With ${decides.displayName}: ${names.map(({ name }) => name).join(' or ')}.*`];
	});
}

function row(field: INodeProperties, when: string[]): string {
	const { displayName, required, description = '', hint } = field;
	const text = [description, hint]
		.filter(Boolean)
		.map((sentence) => withoutTags(sentence!).replace(/([^.])$/, '$1.'));
	return `| ${displayName}${required ? ' *(required)*' : ''} | ${[...when, ...text, ...details(field)].join(' ').replace(/\|/g, '\\|')} |`;
}

function withoutTags(text: string): string {
	return text.replace(/<[^>]+>/g, '');
}

/** The choices of a list, or the fields of a group. */
function details({ type, options = [] }: INodeProperties): string[] {
	if (type === 'options' || type === 'multiOptions') {
		const listed = (options as Choice[]).map(({ name, description }) =>
			description ? `*${name}* (${description})` : `*${name}*`,
		);
		return listed.length > 0 ? [`${listed.join(', ')}.`] : [];
	}
	if (type !== 'fixedCollection') return [];
	return (options as INodePropertyCollection[]).map(
		({ values }) => `Each has ${values.map(({ displayName }) => `*${displayName}*`).join(', ')}.`,
	);
}

function between(text: string, name: string, content: string): string {
	const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
	const from = text.indexOf(start);
	const to = text.indexOf(end);
	if (from < 0 || to < from) throw new Error(`README.md has no place for '${name}'`);
	return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}

const stale = [...documents()].filter(([path, content]) => !isCurrent(path, content));
if (process.argv.includes('--check')) {
	for (const [path] of stale) console.error(`${path} is out of date: run "npm run docs"`);
	process.exit(stale.length > 0 ? 1 : 0);
}
for (const [path, content] of stale) writeFileSync(join(root, path), content);

function isCurrent(path: string, content: string): boolean {
	const file = join(root, path);
	return existsSync(file) && readFileSync(file, 'utf8') === content;
}
