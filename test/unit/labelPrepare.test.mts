import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { findings } from '../../nodes/shared/labels/check.ts';
import { classificationItems } from '../../nodes/shared/labels/answers.ts';
import { cornersOfExport, cornersOfImport } from '../../nodes/shared/labels/geometry/rotated.ts';
import type { Ring } from '../../nodes/shared/labels/geometry/types.ts';
import { joinLabels } from '../../nodes/shared/labels/joinLabels.ts';
import { withoutSignature } from '../../nodes/shared/labels/maskUrls.ts';
import { prepared } from '../../nodes/shared/labels/prepare.ts';
import { looksLikeFractions } from '../../nodes/shared/labels/shapes.ts';
import type { LabelContent, LabelSet } from '../../nodes/shared/hub/types.ts';

const option = (value: string) => ({ value, schemaId: `id-${value}` });
const cafe = { composed: 'Caf\u00e9', decomposed: 'Cafe\u0301' };
const labelSet: LabelSet = {
	tools: [
		{ schemaId: 't1', tool: 'rotated-bounding-box', title: 'Ship' },
		{ schemaId: 't2', tool: 'bounding-box', title: 'Car' },
	],
	relations: [],
	classifications: [
		{
			schemaId: 'c1',
			tool: 'radio',
			title: 'Weather',
			options: [option('Sunny'), option('Rainy')],
			classifications: [
				{
					schemaId: 'c2',
					tool: 'radio',
					title: 'Rain',
					options: [option('light'), option('heavy')],
					parentOptionId: 'id-Rainy',
				},
				{ schemaId: 'c3', tool: 'text', title: 'Remark' },
			],
		},
		{
			schemaId: 'c4',
			tool: 'checkbox',
			title: 'Places',
			multiple: true,
			options: [option(cafe.composed), option('Bar')],
			classifications: [
				{ schemaId: 'c5', tool: 'text', title: 'Menu', parentOptionId: `id-${cafe.composed}` },
			],
		},
		{ schemaId: 'c6', tool: 'text', title: 'Remark' },
	],
};
const ready = (content: object) => prepared(content as LabelContent, labelSet);
const firstObject = (content: object) => ready(content).objects![0];
const close = (points: Ring) =>
	points.map((point) => point.map((value) => expect.closeTo(value, 6)));

describe('Rotated boxes of exports', () => {
	// The sample of Ango Hub's page about exports.
	const sample = {
		x: 172.9809523809524,
		y: 101.7904761904762,
		width: 6.095238095238096,
		height: 92.03002172095357,
		rotation: -40.97173633351486,
	};
	const corners = [
		[172.9809523809524, 101.7904761904762],
		[233.32380952380956, 171.2761904761905],
		[237.92591615020282, 167.27962419537528],
		[177.58305900734567, 97.793909909661],
	];
	const box = { title: 'Ship' };

	it('turn about their center when they are imported, at the same place', () => {
		const { 'rotated-bounding-box': shape } = firstObject({
			tools: [{ ...box, 'rotated-bounding-box': sample }],
		}) as { 'rotated-bounding-box': typeof sample };
		expect(shape.x).toBeCloseTo(202.406, 2);
		expect(shape.y).toBeCloseTo(88.52, 2);
		expect(shape.rotation).toBeCloseTo(sample.rotation, 9);
		expect(cornersOfImport(shape)).toEqual(close(cornersOfExport(sample)));
	});

	it('are known by their corners in any list, and as they are in the form of imports', () => {
		for (const list of ['objects', 'tools']) {
			const shaped = firstObject({
				[list]: [{ ...box, 'rotated-bounding-box': { ...sample, corners } }],
			});
			const shape = shaped['rotated-bounding-box'] as typeof sample;
			expect(shape).not.toHaveProperty('corners');
			expect(cornersOfImport(shape)).toEqual(close(cornersOfExport(sample)));
		}
		expect(firstObject({ objects: [{ ...box, 'rotated-bounding-box': sample }] })).toMatchObject({
			'rotated-bounding-box': sample,
		});
	});
});

describe('Labels in the form of Ango Hub', () => {
	it('have objects and tools together, equal ones once', () => {
		const shape = { title: 'Car', 'bounding-box': { x: 1, y: 2, width: 3, height: 4 } };
		const other = { ...shape, objectId: 'o2' };
		expect(ready({ objects: [shape], tools: [other, shape] }).objects).toMatchObject([
			shape,
			other,
		]);
		expect(ready({ objects: [shape], tools: [other, shape] }).objects).toHaveLength(2);
	});

	it('have numbers where texts stand for numbers, and keep all other texts', () => {
		const shape = { x: '1', y: ' -2.5 ', width: '3e1', height: '029' };
		expect(
			firstObject({ objects: [{ title: 'Car', page: '3', 'bounding-box': shape }] }),
		).toMatchObject({ page: 3, 'bounding-box': { x: 1, y: -2.5, width: 30, height: '029' } });
		const pdf = { height: '1', text: '7' };
		expect(firstObject({ objects: [{ title: 'Car', pdf }] })).toMatchObject({
			pdf: { height: 1, text: '7' },
		});
	});

	it('name classes and answers as the label set spells them, however letters are composed', () => {
		const { classifications } = ready({
			classifications: [{ title: 'Places'.normalize('NFD'), answer: cafe.decomposed }],
		});
		expect(classifications).toMatchObject([{ schemaId: 'c4', answer: [cafe.composed] }]);
		expect(findings({ classifications }, labelSet)).toEqual([]);
	});

	it('keep what stands beside shapes and answers', () => {
		const more = { objectId: 'o1', interpolationStopped: true, metadata: { createdBy: 'import' } };
		expect(firstObject({ objects: [{ title: 'Car', ...more }] })).toMatchObject(more);
		const answer = { title: 'Weather', answer: 'Sunny', page: 4, ...more };
		expect(ready({ classifications: [answer] }).classifications).toMatchObject([answer]);
	});

	it('look like fractions of a picture only when all coordinates do', () => {
		const boxes = (...values: number[]) => [
			{ 'bounding-box': { x: values[0], y: values[1], width: values[2], height: values[3] } },
		];
		expect(looksLikeFractions(boxes(0, 0.5, 1, 0.25))).toBe(true);
		expect(
			looksLikeFractions([
				{
					polygon: [
						[0.1, 0.2],
						[0.3, 1],
						[0, 0],
					],
				},
			]),
		).toBe(true);
		expect(looksLikeFractions(boxes(0, 0, 1, 1))).toBe(false);
		expect(looksLikeFractions([...boxes(0, 0.5, 1, 0.25), ...boxes(2, 0, 1, 1)])).toBe(false);
		expect(looksLikeFractions([{ ner: { start: 0.1, end: 0.4 } }])).toBe(false);
		expect(looksLikeFractions([])).toBe(false);
	});
});

describe('Classes that are asked for one answer only', () => {
	const nested = (weather: unknown, ...inside: object[]) => ({
		classifications: [{ title: 'Weather', answer: weather, classifications: inside }],
	});
	const rain = { title: 'Rain', answer: 'light' };

	it.each([['Rainy'], ['id-Rainy'], ['Rainy'.normalize('NFD')]])('are taken for %j', (answer) => {
		expect(findings(ready(nested(answer, rain)), labelSet)).toEqual([]);
	});

	it('are refused beside another answer, naming both', () => {
		expect(findings(ready(nested('Sunny', rain)), labelSet)).toEqual([
			expect.stringMatching(
				/'Rain': is asked only when 'Weather' is 'Rainy', but its answer is 'Sunny'/,
			),
		]);
		const rows = [
			{ class: 'Weather', answers: ['Sunny'] },
			{ class: 'Rain', answers: ['light'] },
		];
		expect(() => classificationItems(rows, labelSet)).toThrow(
			"'Rain' is asked only when 'Weather' is 'Rainy', but its answer is 'Sunny'",
		);
	});

	it('go inside the answer that asks for them, where there are several', () => {
		const rows = [
			{ class: 'Places', answers: ['Bar'] },
			{ class: 'Places', answers: [cafe.decomposed] },
			{ class: 'Menu', answers: ['cake'] },
		];
		expect(classificationItems(rows, labelSet)).toMatchObject([
			{ answer: ['Bar'], classifications: [] },
			{ answer: [cafe.composed], classifications: [{ schemaId: 'c5', answer: 'cake' }] },
		]);
	});

	it('can be named with the class around them', () => {
		const rows = [
			{ class: 'Weather / Remark', answers: ['inside'] },
			{ class: 'Weather', answers: ['Sunny'] },
			{ class: 'c6', answers: ['outside'] },
		];
		expect(classificationItems(rows, labelSet)).toMatchObject([
			{ answer: 'Sunny', classifications: [{ schemaId: 'c3', answer: 'inside' }] },
			{ schemaId: 'c6', answer: 'outside' },
		]);
	});

	it('may end on a later page, without a shape or an answer', () => {
		const gone = { interpolationStopped: true, page: 9 };
		const content = {
			objects: [{ title: 'Car', ...gone }],
			classifications: [{ title: 'Weather', ...gone }],
		};
		expect(findings(ready(content), labelSet)).toEqual([]);
		expect(findings(ready({ objects: [{ title: 'Car' }] }), labelSet)).toHaveLength(1);
	});
});

describe('Labels of several items for one asset', () => {
	it('lose no object and no relation, whatever they are', () => {
		const item = fc.record(
			{
				objects: fc.array(fc.record({ note: fc.string() }) as fc.Arbitrary<IDataObject>),
				relations: fc.array(fc.record({ from: fc.string() }) as fc.Arbitrary<IDataObject>),
			},
			{ requiredKeys: [] },
		) as fc.Arbitrary<LabelContent>;
		fc.assert(
			fc.property(item, item, (first, second) => {
				const { objects, relations } = joinLabels(first, second);
				expect(objects).toEqual([...(first.objects ?? []), ...(second.objects ?? [])]);
				expect(relations).toEqual([...(first.relations ?? []), ...(second.relations ?? [])]);
			}),
		);
	});

	it('keep several answers of a class that takes several, and answers of several pages', () => {
		const answers = [
			{ schemaId: 'c4', answer: ['Bar'] },
			{ schemaId: 'c1', answer: 'Sunny', page: 1 },
		];
		const more = [
			{ schemaId: 'c4', answer: [cafe.composed] },
			{ schemaId: 'c1', answer: 'Rainy', page: 2 },
		];
		expect(
			joinLabels({ classifications: answers }, { classifications: more }, labelSet).classifications,
		).toEqual([...answers, ...more]);
	});

	it('have one mask', () => {
		const mask = { brushDataUrl: 'https://example.com/a.png' };
		expect(joinLabels(mask, mask).brushDataUrl).toBe(mask.brushDataUrl);
		expect(() => joinLabels(mask, { brushDataUrl: 'https://example.com/b.png' })).toThrow(
			'Two items have a brushDataUrl',
		);
	});
});

describe('URLs of masks', () => {
	it.each([
		[
			'https://b.s3.amazonaws.com/a%20b.png?X-Amz-Algorithm=A&X-Amz-Credential=k%2F1&X-Amz-Signature=s',
			'',
		],
		['https://b.s3.amazonaws.com/a.png?AWSAccessKeyId=k&Expires=1&Signature=s', ''],
		['https://storage.googleapis.com/b/a.png?X-Goog-Expires=9&X-Goog-Signature=s', ''],
		['https://x.blob.core.windows.net/c/a.png?sv=2024&sr=b&sp=r&se=2030&sig=s', ''],
		['https://cdn.example.com/a.png?v=2&Policy=p&Signature=s&Key-Pair-Id=k', '?v=2'],
		['https://b.s3.amazonaws.com/a.png?storageId=7&X-Amz-Signature=s', '?storageId=7'],
	])('lose their signature: %s', (url, query) => {
		expect(withoutSignature(url)).toBe(url.split('?')[0] + query);
	});

	it.each([
		'https://example.com/a.png',
		'https://example.com/a.png?storageId=7&se=x',
		'https://example.com/a.png?expires=never',
		'data:image/png;base64,AAA=?',
	])('stay as they are without one: %s', (url) => {
		expect(withoutSignature(url)).toBe(url);
	});
});
