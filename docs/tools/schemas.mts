/**
 * Writes the output schemas of operations, which n8n's editor shows before a node has run. They are
 * taken from what the engine tests really put out: `npm run docs:schemas` runs those first, all of them
 * or, as in `npm run docs:schemas -- batch`, the files with a name that is given.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

interface Schema {
	type: string;
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** One line of the recording: what one run of an operation put out. */
interface Recorded {
	node: string;
	/** Missing in nodes without resources. */
	resource?: string;
	operation: string;
	items: unknown[];
}

/** Keys that only some users' data have: what is below them is theirs, such as a key for each class. */
const OPEN_KEYS = new Set([
	...['contextData', 'metadata', 'answer', 'options'],
	...['classes', 'classCounts', 'byClass', 'answers', 'renamed', 'classNames'],
]);

function schemaOf(value: unknown, key = ''): Schema {
	if (Array.isArray(value)) {
		const items = value.map((item) => schemaOf(item)).reduce(merged, { type: 'null' });
		return items.type === 'null' ? { type: 'array' } : { type: 'array', items };
	}
	if (value === null || value === undefined) return { type: 'null' };
	if (typeof value !== 'object') {
		return { type: Number.isInteger(value) ? 'integer' : typeof value };
	}
	if (OPEN_KEYS.has(key)) return { type: 'object' };
	const properties = Object.entries(value)
		.filter(([, inner]) => inner !== undefined)
		.map(([name, inner]): [string, Schema] => [name, schemaOf(inner, name)]);
	return { type: 'object', properties: Object.fromEntries(properties) };
}

function merged(a: Schema, b: Schema): Schema {
	if (a.type === 'null') return b;
	if (b.type === 'null') return a;
	if (a.type !== b.type) {
		const numbers = ['integer', 'number'];
		return { type: numbers.includes(a.type) && numbers.includes(b.type) ? 'number' : 'string' };
	}
	const names = Object.keys({ ...a.properties, ...b.properties }).sort();
	const properties = Object.fromEntries(
		names.map((name) => [
			name,
			merged(a.properties?.[name] ?? { type: 'null' }, b.properties?.[name] ?? { type: 'null' }),
		]),
	);
	const items = a.items && b.items ? merged(a.items, b.items) : (a.items ?? b.items);
	return { type: a.type, ...(names.length > 0 && { properties }), ...(items && { items }) };
}

const folder = mkdtempSync(join(tmpdir(), 'ango-hub-outputs-'));
const recording = join(folder, 'outputs.ndjson');
const names = process.argv.slice(2).map((name) => `test/engine/${name}\\.test`);
const { status } = spawnSync(
	'npx',
	[
		...['jest', '--selectProjects', 'engine'],
		...['--testPathIgnorePatterns', 'chaos|hostile|node_modules'],
		...names.flatMap((name) => ['--testPathPatterns', name]),
	],
	{
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, RECORD_OUTPUTS: recording },
	},
);
if (status !== 0) process.exit(status ?? 1);

const schemas = new Map<string, Schema>();
for (const line of readFileSync(recording, 'utf8').split('\n').filter(Boolean)) {
	const { node, resource = '', operation, items } = JSON.parse(line) as Recorded;
	const path = join('nodes', node, '__schema__/v1.0.0', resource, `${operation}.json`);
	const own = items
		.map((item) => schemaOf(item))
		.reduce(merged, schemas.get(path) ?? { type: 'null' });
	schemas.set(path, own);
}
for (const [path, schema] of schemas) {
	if (schema.type === 'null') continue;
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), `${JSON.stringify({ ...schema, version: 1 }, null, '\t')}\n`);
}
rmSync(folder, { recursive: true });
