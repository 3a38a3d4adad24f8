import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { parse as parseYaml } from 'yaml';
import type { Engine } from '../harness/index.mts';
import { filesOfZip } from './archives.mts';
import type { LabelCase } from './cases.mts';

type Items = INodeExecutionData[];

const NODE = 'n8n-nodes-ango-hub.angoHubLabels';

/** Fields of Convert To that are not among its options. */
const OWN_FIELDS = [
	'source',
	'file',
	'format',
	'output',
	'field',
	'classes',
	'classList',
	'labelSet',
];

/** Runs an operation of the real node in the engine. */
export async function runLabels(
	engine: Engine,
	parameters: IDataObject,
	items: Items,
): Promise<Items> {
	const result = await engine.run({ node: { type: NODE, parameters }, items });
	if (result.error) throw result.error;
	return result.items;
}

/** What comes out of Convert To, under the names that cases give to it. */
export async function convertedTo(
	engine: Engine,
	{ parameters, input, expected }: LabelCase,
): Promise<IDataObject> {
	const items = input as Items;
	const run = async (output: IDataObject[string]) =>
		await runLabels(engine, convertToParameters({ ...parameters, output }), items);
	const output = await run(parameters.output);
	const [first] = output;
	const { report, classes } = first.json as { report: IDataObject; classes: unknown };
	const actual: IDataObject = { report, classes: classes as never, classNames: report.classNames };
	if (parameters.output === 'items') {
		actual.items = (await Promise.all(output.map((item) => itemFacts(engine, item)))) as never;
		const { json } = first;
		if (typeof json.content === 'string') Object.assign(actual, rowFacts(json));
		actual.splits = Object.fromEntries(output.map(({ json: one }) => [one.imageName, one.split]));
		actual.counts = countsOf(output.map(({ json: one }) => String(one.split)));
	}
	if (parameters.output === 'file') {
		const text = (await engine.readBinary(first.binary!.data)).toString();
		if (parameters.format === 'csv') actual.text = text;
		else Object.assign(actual, JSON.parse(text));
	}
	if (parameters.output === 'zip') {
		const bytes = await engine.readBinary(first.binary!.data);
		const files = filesOfZip(bytes);
		actual.members = [...files.keys()].filter((name) => !name.endsWith('/'));
		if (typeof expected.member === 'string') {
			actual.member = expected.member;
			const parsed = parseYaml(files.get(expected.member)!.toString()) as IDataObject;
			actual.parsed = parsed;
			actual.noKey = Object.keys(parsed).find((key) => key === expected.noKey) ?? expected.noKey;
			if ((expected.noKey as string) in parsed) actual.noKey = 'is there';
		}
		if (expected.sameBytesTwice) {
			const again = await engine.readBinary((await run('zip'))[0].binary!.data);
			actual.sameBytesTwice = again.equals(bytes);
		}
		if (expected.imageNames) {
			actual.imageNames = (await run('items')).map(({ json }) => json.imageName) as string[];
		}
		actual.readableBy = expected.readableBy; // filesOfZip has read all of it, or would have thrown
	}
	if (expected.dataYaml) {
		const zip = await engine.readBinary((await run('zip'))[0].binary!.data);
		actual.dataYaml = parseYaml(filesOfZip(zip).get('data.yaml')!.toString()) as IDataObject;
	}
	return actual;
}

/** What comes out of Compare. Both sides come in by one input, told apart by a key of their own. */
export async function compared(
	engine: Engine,
	{ parameters, input }: LabelCase,
): Promise<IDataObject> {
	const { reference, predictions } = input as { reference: Items; predictions: Items };
	const items = Object.entries({ reference, predictions }).flatMap(([side, list]) =>
		list.map((item) => ({ ...item, json: { ...item.json, side } })),
	);
	const { iou, shapes, answers, oneItemPer, ...options } = parameters;
	const fields = { iou, shapes, answers, oneItemPer };
	const [{ json }] = await runLabels(
		engine,
		{
			operation: 'compare',
			comparedBy: 'side',
			...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
			options,
		},
		items,
	);
	return json;
}

/** What comes out of Draw: facts about the SVG, and which of the texts that are looked for it has. */
export async function drawn(
	engine: Engine,
	{ parameters, input, expected }: LabelCase,
): Promise<IDataObject> {
	const { output, picture, ...options } = parameters;
	const draw = { operation: 'draw', output, picture, options };
	const [item] = await runLabels(engine, draw, input as Items);
	const svg = (await engine.readBinary(item.binary!.data)).toString();
	const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' });
	const { svg: root } = parser.parse(svg, true) as { svg: IDataObject };
	const [, rect = ''] = /<rect ([^>]*)\/>/.exec(svg) ?? [];
	const sides = [...rect.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [
		key,
		Number(value),
	]);
	const paths = [...svg.matchAll(/ d="([^"]*)"/g)].map(([, path]) => path);
	const among = (texts: unknown, has: (text: string) => boolean) =>
		((texts ?? []) as string[]).filter(has);
	return {
		wellFormed: XMLValidator.validate(svg) === true,
		viewBox: root.viewBox,
		contains: among(expected.contains, (text) => svg.includes(text)),
		containsNot: among(expected.containsNot, (text) => !svg.includes(text)),
		rect: Object.fromEntries(sides) as IDataObject,
		pathHas: among(expected.pathHas, (text) => paths.some((path) => path.includes(text))),
	};
}

/** What comes out of Summarize. */
export async function summarized(
	engine: Engine,
	{ parameters, input }: LabelCase,
): Promise<IDataObject> {
	const summarize = { ...convertToParameters(parameters), operation: 'summarize' };
	const [{ json }] = await runLabels(engine, summarize, input as Items);
	return json;
}

/** Flat parameters of a case as the node has them. */
export function convertToParameters(flat: IDataObject): IDataObject {
	const { split, skeleton, visibilityAnswers, renameClasses, attributes, ...rest } = flat;
	const fields: IDataObject = { operation: 'convertTo' };
	const options: IDataObject = {};
	for (const [name, value] of Object.entries(rest)) {
		const isOwn =
			OWN_FIELDS.includes(name) || (name === 'classAnswer' && flat.format === 'classifyFolders');
		(isOwn ? fields : options)[name] = value;
	}
	if (split) options.split = { split };
	if (skeleton) {
		const { edges, ...given } = skeleton as { edges: number[][] };
		const pairs = edges.map((edge) => edge.join('-')).join(', ');
		options.skeleton = { skeleton: { ...given, edges: pairs } };
	}
	if (visibilityAnswers) {
		const hidden = Object.entries(visibilityAnswers).find(([, value]) => value === 1);
		if (hidden) options.hiddenAnswer = hidden[0];
	}
	if (renameClasses) {
		const pairs = Object.entries(renameClasses).map(([from, to]) => ({ from, to: to as string }));
		options.renameClasses = { class: pairs };
	}
	if (attributes) options.attributes = { attribute: attributes };
	return { ...fields, options };
}

async function itemFacts(engine: Engine, { json, binary }: INodeExecutionData) {
	const facts: IDataObject = { ...json };
	if (typeof json.content === 'string' && json.content.startsWith('<annotation>')) {
		facts.parsed = parsedVoc(json.content);
	}
	if (binary?.data) facts.pixels = grayPixels(await engine.readBinary(binary.data));
	return facts;
}

/** Facts about the first row of a YOLO file. */
function rowFacts({ content, width, height }: IDataObject): IDataObject {
	const columns = String(content).split('\n')[0].split(' ');
	const ring = columns
		.slice(1)
		.map((value, index) => Number(value) * Number(index % 2 === 0 ? width : height));
	let area = 0;
	for (let i = 0; i < ring.length; i += 2) {
		const [x2, y2] = [ring[(i + 2) % ring.length], ring[(i + 3) % ring.length]];
		area += ring[i] * y2 - x2 * ring[i + 1];
	}
	const rounded = Math.round(Math.abs(area) * 50) / 100;
	return {
		columns: columns.length,
		areaOfRing: rounded,
		area: Math.abs(area) / 2,
		rectangle: { segmentation: [ring] } as never,
	};
}

function parsedVoc(xml: string): IDataObject {
	const parser = new XMLParser({ isArray: (name) => name === 'object', htmlEntities: false });
	return (parser.parse(xml) as { annotation: IDataObject }).annotation;
}

/** The values of an 8-bit gray PNG without filters, which is what the node writes. */
function grayPixels(png: Buffer): IDataObject {
	const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
	if (png[24] !== 8 || png[25] !== 0) throw new Error('Not 8 bits of gray');
	const data: Buffer[] = [];
	for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
		const type = png.toString('latin1', at + 4, at + 8);
		if (type === 'IDAT') data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
	}
	const rows = inflateSync(Buffer.concat(data));
	const values = Buffer.alloc(width * height);
	for (let y = 0; y < height; y++) {
		if (rows[y * (width + 1)] !== 0) throw new Error('A row is filtered');
		rows.copy(values, y * width, y * (width + 1) + 1, (y + 1) * (width + 1));
	}
	const sha256 = createHash('sha256').update(values).digest('hex');
	return { width, height, sha256, counts: countsOf([...values].map(String)) };
}

function countsOf(values: string[]): IDataObject {
	const counts: Record<string, number> = {};
	for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
	return counts;
}
