import fc from 'fast-check';
import { checkContent, findings } from '../../nodes/shared/labels/check.ts';
import { prepared } from '../../nodes/shared/labels/prepare.ts';
import { resolveOptions } from '../../nodes/shared/labels/resolveOptions.ts';
import type { LabelContent } from '../../nodes/shared/hub/types.ts';
import type { LabelSet, SchemaClass } from '../../nodes/shared/hub/types.ts';

let ids = 0;
const made = (tool: string, title: string, more: Partial<SchemaClass> = {}): SchemaClass => ({
	tool,
	title,
	schemaId: `c${++ids}`,
	options: [],
	classifications: [],
	...more,
});
const options = (...values: string[]) =>
	values.map((value) => ({ value, schemaId: `option ${value}` }));

const brand = made('single-dropdown', 'Brand', { options: options('Volvo', 'Fiat') });
const labelSet: LabelSet = {
	tools: [
		made('bounding-box', 'Car', { classifications: [brand] }),
		made('rotated-bounding-box', 'Ship'),
		made('polygon', 'Lake'),
		made('polyline', 'Road'),
		made('spline', 'Coast'),
		made('point', 'Nose'),
		made('segmentation', 'Cell'),
		made('ner', 'Name'),
		made('pdf', 'Clause'),
		made('brush', 'Sky'),
		made('pct', 'Cuboid'),
		made('point', 'Twin'),
		made('point', 'Twin'),
	],
	classifications: [
		made('radio', 'Weather', { options: options('sunny', 'rainy') }),
		made('checkbox', 'Tags', { options: options('wet', 'dark') }),
		made('tree-dropdown', 'Place', { options: options('EU', 'EU / Spain') }),
		made('text', 'Note'),
		made('boolean', 'Blurred'),
	],
	relations: [made('one-to-one', 'Owns'), made('group', 'Together')],
};

const box = { x: 1, y: 2, width: 3, height: 4 };
const triangle = [
	[0, 0],
	[4, 0],
	[4, 4],
];
const corners = { x1: 0, y1: 0, z1: 0, x2: 1, y2: 1, z2: 1 };
const clause = { height: 9, width: 9, x1: 1, y1: 1, x2: 2, y2: 2, pageNumber: 1, text: 'so' };

const GOOD: Record<string, unknown> = {
	Ship: { 'rotated-bounding-box': { ...box, rotation: -12.5 } },
	Lake: { polygon: triangle },
	Road: { polyline: triangle.slice(1) },
	Coast: { spline: triangle },
	Nose: { point: [1.5, 2] },
	Cell: { segmentation: { zones: [{ region: triangle, holes: [triangle] }] } },
	Name: { ner: { start: 3, end: 9 } },
	Clause: { pdf: clause },
	Sky: {},
	Cuboid: { anything: 'goes' },
};

describe('Labels that fit the label set', () => {
	it.each(Object.entries(GOOD))('pass: %s', (title, shape) => {
		expect(findings({ objects: [{ title, ...(shape as object) }] }, labelSet)).toEqual([]);
	});

	it('pass: boxes and lines of volumes, nested answers, pages, relations, answers', () => {
		const content: LabelContent = {
			objects: [
				{ title: 'Car', objectId: 'a', page: 0, 'bounding-box': box },
				{ title: 'Car', objectId: 'a', page: 1, 'bounding-box': corners },
				{ title: 'Road', polyline: corners },
				{
					title: 'Car',
					objectId: 'b',
					'bounding-box': box,
					classifications: [{ title: 'Brand', answer: 'Fiat' }],
				},
			],
			classifications: [
				{ title: 'Weather', answer: 'sunny' },
				{ title: 'Tags', answer: ['wet', 'dark'] },
				{ title: 'Place', answer: ['EU', 'EU / Spain'] },
				{ title: 'Note', answer: 'free text' },
				{ title: 'Blurred', answer: false },
			],
			relations: [
				{ title: 'Owns', from: 'a', to: 'b' },
				{ title: 'Together', group: ['a', 'there already'] },
			],
		};
		expect(findings(content, labelSet, ['there already'])).toEqual([]);
		expect(() => checkContent(content, labelSet, ['there already'])).not.toThrow();
	});
});

describe('Labels that do not fit the label set', () => {
	const object = (title: string, more: object) => ({ objects: [{ title, ...more }] });
	it.each<[object, RegExp]>([
		[object('Cra', {}), /no class 'Cra' in the label set\. The nearest .*'Car'/],
		[object('Twin', { point: [1, 2] }), /2 classes called 'Twin'\. Give the ID/],
		[{ objects: [{ point: [1, 2] }] }, /objects\[0\] has neither 'schemaId' nor 'title'/],
		[{ objects: 'Car' }, /'objects' has to be a list/],
		[{ objects: [7] }, /objects\[0\] has to be an object/],
		[{ objects: [{ schemaId: 'nowhere' }] }, /no class 'nowhere'/],
		[object('Car', {}), /objects\[0\] 'Car': has no 'bounding-box'/],
		[object('Car', { polygon: triangle }), /has 'polygon', but its tool is 'bounding-box'/],
		[object('Sky', { polygon: triangle }), /has 'polygon', but its tool is 'brush'/],
		[object('Car', { 'bounding-box': [1, 2, 3, 4] }), /object with x, y, width, height/],
		[
			object('Car', { 'bounding-box': { ...box, x: NaN } }),
			/'x' has to be a finite number, not NaN/,
		],
		[object('Car', { 'bounding-box': { ...box, y: '2' } }), /'y' .* finite number, not "2"/],
		[object('Car', { 'bounding-box': { ...corners, z2: null } }), /'z2' .* not null/],
		[object('Ship', { 'rotated-bounding-box': box }), /'rotation' is missing/],
		[object('Lake', { polygon: triangle.slice(1) }), /at least 3 points/],
		[object('Lake', { polygon: [...triangle, [1, Infinity]] }), /point 3 has to be \[x, y\]/],
		[object('Nose', { point: [1] }), /in 'point', the value has to be \[x, y\]/],
		[object('Cell', { segmentation: { zones: [] } }), /list 'zones'/],
		[object('Cell', { segmentation: { zones: [{ region: [] }] } }), /outline of zone 0/],
		[object('Cell', { segmentation: { zones: [{ region: triangle, holes: 1 }] } }), /'holes'/],
		[object('Name', { ner: { start: 9, end: 3 } }), /'start' has to come before 'end'/],
		[object('Clause', { pdf: { position: {}, content: {} } }), /in the form of exports/],
		[object('Car', { page: -1, 'bounding-box': box }), /'page' has to be a whole number/],
		[
			object('Car', { 'bounding-box': box, classifications: [{ title: 'Brand', answer: 'Fait' }] }),
			/'Brand': 'Fait' is not an answer\. The nearest .*'Fiat'/,
		],
		[{ classifications: [{ title: 'Weather', answer: '' }] }, /'Weather': has no answer/],
		[
			{ classifications: [{ title: 'Weather', answer: ['sunny'] }] },
			/takes one answer, not a list/,
		],
		[{ classifications: [{ title: 'Tags', answer: ['wet', 'icy'] }] }, /'icy' is not an answer/],
		[{ classifications: [{ title: 'Note', answer: NaN }] }, /NaN is not a finite number/],
		[{ classifications: [{ title: 'Brand', answer: 'Fiat' }] }, /no class 'Brand'/],
		[{ relations: [{ title: 'Owns', from: 'a' }] }, /objects in 'from' and 'to', or in 'group'/],
		[{ relations: [{ title: 'Owns', from: 'a', to: 'b' }] }, /no object with the objectId 'a'/],
		[{ relations: [{ title: 'Together', group: 'a' }] }, /'group' has to be a list/],
		[
			{ objects: ['a', 'a'].map((objectId) => ({ title: 'Nose', objectId, point: [1, 2] })) },
			/two objects have the objectId 'a'/,
		],
	])('are told: %j', (given, words) => {
		const content = given as LabelContent;
		expect(() => checkContent(content, labelSet)).toThrow('The labels do not fit the label set');
		expect(findings(content, labelSet).join('\n')).toMatch(words);
	});

	it('are told all together, the first in the message', () => {
		const objects = Array.from({ length: 9 }, () => ({ title: 'Car' }));
		const told = (() => {
			try {
				checkContent({ objects }, labelSet);
			} catch (error) {
				return error as Error & { description: string };
			}
			return undefined;
		})();
		expect(told?.message).toMatch(/objects\[0\] 'Car': has no 'bounding-box'$/);
		expect(told?.description).toMatch(/Also: objects\[1\].*objects\[5\].*And 3 more/);
		expect(told?.description).not.toMatch(/objects\[6\]/);
	});

	it.each([
		['the ID of a class', { schemaId: 'nobody knows it' }, true],
		['only a title', { title: 'Cra' }, false],
	])('may be sent as they are where they have %s', (_what, named, isAdvised) => {
		const content = { objects: [{ ...named, 'bounding-box': {} }] };
		const advice = "Turn off 'Check Against Label Set'";
		const description = isAdvised
			? expect.stringContaining(advice)
			: expect.not.stringContaining(advice);
		expect(() => checkContent(content, labelSet)).toThrow(expect.objectContaining({ description }));
	});

	it.each([
		[{ title: 'Weather' }, '{"title":"Weather","answer":"sunny"}'],
		[{ title: 'Weather', answer: ['sunny'] }, '{"title":"Weather","answer":"sunny"}'],
		[{ title: 'Tags', answer: [] }, '{"title":"Tags","answer":["wet"]}'],
		[{ title: 'Note', answer: '' }, '{"title":"Note","answer":"text"}'],
		[{ title: 'Blurred' }, '{"title":"Blurred","answer":"true"}'],
	])('show a right answer instead of %j', (item, example) => {
		const content = { classifications: [item] } as unknown as LabelContent;
		const description = `A right one looks like ${example}.`;
		expect(() => checkContent(content, labelSet)).toThrow(expect.objectContaining({ description }));
	});

	it('say so when the project has no label set', () => {
		expect(findings(object('Car', {}), undefined).join()).toMatch(/The label set has no tools/);
	});

	it('never make the check itself stumble', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.jsonValue(), (first, second) => {
				const content = {
					objects: first,
					classifications: [second],
					relations: [first, second],
				} as unknown as LabelContent;
				const withTitles = Object.keys(GOOD).map((title) => ({
					title,
					...Object.fromEntries(Object.keys(GOOD[title] as object).map((key) => [key, second])),
				}));
				expect(Array.isArray(findings(content, labelSet))).toBe(true);
				expect(Array.isArray(findings({ objects: withTitles } as LabelContent, labelSet))).toBe(
					true,
				);
				expect(prepared(content, labelSet)).toBeDefined();
			}),
		);
	});
});

describe('Labels on their way to Ango Hub', () => {
	it('get schema ids, lists and texts, and boxes with their top left corner', () => {
		const [car] = labelSet.tools;
		const [weather, tags, place] = labelSet.classifications;
		const result = prepared<LabelContent>(
			{
				externalId: 'a.png',
				tools: [
					{
						title: 'Car',
						'bounding-box': { x: 10, y: 20, width: -4, height: -5 },
						classifications: [{ title: 'Brand', answer: 'option Fiat' }],
						metadata: { createdBy: 'ada@example.com' },
					},
					{ title: 'Twin', point: [1, 2] },
				],
				classifications: [
					{ schemaId: weather.schemaId, answer: 'option rainy' },
					{ title: 'Tags', answer: ['option wet', 'dark'] },
					{ title: 'Place', answer: 'EU / Spain' },
				],
			},
			labelSet,
		);
		expect(result).toEqual({
			externalId: 'a.png',
			objects: [
				{
					title: 'Car',
					schemaId: car.schemaId,
					'bounding-box': { x: 6, y: 15, width: 4, height: 5 },
					classifications: [{ title: 'Brand', schemaId: brand.schemaId, answer: 'Fiat' }],
					metadata: { createdBy: 'ada@example.com' },
				},
				{ title: 'Twin', point: [1, 2] },
			],
			classifications: [
				{ schemaId: weather.schemaId, answer: 'rainy' },
				{ title: 'Tags', schemaId: tags.schemaId, answer: ['wet', 'dark'] },
				{ title: 'Place', schemaId: place.schemaId, answer: ['EU / Spain'] },
			],
		});
		expect(findings({ ...result, objects: result.objects?.slice(0, 1) }, labelSet)).toEqual([]);
	});

	it('keep texts that are no option ids, and everything else of the answer', () => {
		const answer = {
			tools: [{ schemaId: 'x', lock: true }],
			classifications: [
				{ schemaId: labelSet.classifications[0].schemaId, answer: 'sunny' },
				{ schemaId: labelSet.classifications[3].schemaId, answer: 'option sunny' },
				{ schemaId: 'gone', answer: ['option wet'] },
			],
			relations: [],
			other: 1,
		};
		expect(resolveOptions(answer, labelSet)).toEqual(answer);
		expect(resolveOptions(answer)).toEqual(answer);
	});
});
