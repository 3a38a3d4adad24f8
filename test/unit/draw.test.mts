import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { ClassColors } from '../../nodes/shared/datasets/draw/colors.ts';
import { htmlOf } from '../../nodes/shared/datasets/draw/html.ts';
import { drawn, type DrawSettings, type Drawing } from '../../nodes/shared/datasets/draw/index.ts';
import { assetsIn } from '../../nodes/shared/datasets/input.ts';
import { parseXml } from '../../nodes/shared/formats/xml.ts';

const SETTINGS: DrawSettings = {
	show: ['names'],
	maxWidth: 1200,
	colors: new ClassColors(['car', 'ring']),
	nameOf: ({ title }) => title,
};

function draw(
	objects: IDataObject[],
	more: Partial<Drawing> = {},
	settings: Partial<DrawSettings> = {},
) {
	const [asset] = assetsIn({ externalId: 'a', objects });
	const picture = { ...asset, isVideo: false };
	return drawn(
		{ picture, size: { width: 120, height: 100 }, ...more },
		{ ...SETTINGS, ...settings },
	);
}

const square = (x: number, y: number, side: number) => [
	[x, y],
	[x + side, y],
	[x + side, y + side],
	[x, y + side],
];

describe('a drawing', () => {
	it('has a shape of its own for each object', () => {
		const { svg, objects, leftOut } = draw([
			{ title: 'car', 'bounding-box': { x: 40, y: 60, width: -30, height: -40 } },
			{
				title: 'car',
				'rotated-bounding-box': { x: 10, y: 10, width: 20, height: 10, rotation: 90 },
			},
			{ title: 'car', polygon: square(1, 1, 9) },
			{
				title: 'ring',
				segmentation: { zones: [{ region: square(50, 50, 40), holes: [square(60, 60, 10)] }] },
			},
			{
				title: 'car',
				polyline: [
					[0, 0],
					[5, 5.126],
				],
			},
			{ title: 'car', point: [7, 8] },
			{ title: 'car', ner: { start: 1, end: 2 } },
		]);
		expect(svg).toContain('viewBox="0 0 120 100" width="120" height="100"');
		expect(svg).toContain('<rect x="10" y="20" width="30" height="40"/>');
		// Imports turn about the center: (20, 15) ± half of 10 × 20.
		expect(svg).toContain('<polygon points="25,5 25,25 15,25 15,5"/>');
		expect(svg).toContain('<polygon points="1,1 10,1 10,10 1,10"/>');
		expect(svg).toContain(
			'<path fill-rule="evenodd" d="M50 50 L90 50 L90 90 L50 90 Z M60 60 L70 60 L70 70 L60 70 Z"/>',
		);
		expect(svg).toContain('<polyline points="0,0 5,5.13" fill="none"/>');
		expect(svg).toContain('<circle cx="7" cy="8"');
		expect([objects, leftOut]).toEqual([6, 1]);
	});

	it('shows names, scores and IDs as wanted, and dashes what is compared', () => {
		const objects = [
			{ title: 'car', objectId: 'o1', 'bounding-box': { x: 10, y: 20, width: 30, height: 40 } },
		];
		const [asset] = assetsIn({ externalId: 'a', objects, scores: [0.456] });
		const { svg } = draw(
			objects,
			{ second: { ...asset, isVideo: false } },
			{ show: ['names', 'scores', 'ids'] },
		);
		expect(svg).toContain('>car o1</text>');
		expect(svg).toContain('>car 0.46 o1</text>');
		expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
		expect(draw(objects, {}, { show: [] }).svg).not.toContain('<text');
	});

	it('is scaled down by its width alone', () => {
		const { svg } = draw([], { size: { width: 4000, height: 3000 } });
		expect(svg).toContain('viewBox="0 0 4000 3000" width="1200" height="900"');
	});

	it('reaches as far as its objects where the size is not known, and has no picture then', () => {
		const box = { title: 'car', 'bounding-box': { x: 10, y: 20, width: 30.5, height: 40 } };
		const { svg, size } = draw([box], { size: undefined, href: 'https://x.example/a.png' });
		expect(size).toEqual({ width: 41, height: 60 });
		expect(svg).not.toContain('<image');
		expect(draw([], { size: undefined }).size).toEqual({ width: 640, height: 480 });
	});

	it('has captions within the picture', () => {
		for (const [x, y] of [
			[0, 0],
			[119, 99],
			[-50, -50],
			[300, 300],
			[60, 0],
		]) {
			const { svg } = draw([{ title: 'car', 'bounding-box': { x, y, width: 20, height: 20 } }]);
			const [, left, base] = /<text x="([\d.]+)" y="([\d.]+)"/.exec(svg)!.map(Number);
			expect(left).toBeGreaterThanOrEqual(0);
			expect(left + 3 * 2.4 * 0.6).toBeLessThanOrEqual(120);
			expect(base).toBeGreaterThanOrEqual(2);
			expect(base).toBeLessThanOrEqual(100);
		}
	});

	it('lets only escaped text and numbers in, whatever the labels say', () => {
		const text = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 80 }),
			fc.constantFrom(
				'<script>alert(1)</script>',
				'"><svg onload=alert(1)>',
				']]>',
				'&#0;',
				'\ud800',
			),
		);
		const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
		fc.assert(
			fc.property(text, text, fc.array(number, { minLength: 8, maxLength: 8 }), (title, id, n) => {
				const objects = [
					{ title, objectId: id, 'bounding-box': { x: n[0], y: n[1], width: n[2], height: n[3] } },
					{
						title,
						polygon: [
							[n[4], n[5]],
							[n[6], n[7]],
							[n[0], n[1]],
						],
					},
				];
				for (const size of [{ width: 120, height: 100 }, undefined]) {
					const { svg } = draw(objects, { size }, { show: ['names', 'ids'] });
					const names = new Set<string>();
					const walk = ({ name, children }: ReturnType<typeof parseXml>) => {
						names.add(name);
						children.forEach(walk);
					};
					walk(parseXml(svg));
					for (const name of names) {
						expect(['svg', 'path', 'g', 'title', 'rect', 'polygon', 'text']).toContain(name);
					}
					expect(svg.replace(/>[^<]*</g, '><')).not.toMatch(/on\w+=|script|style=|NaN|Infinity/);
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('has the colors of the label set, else the same for the same names in any order', () => {
		const object = (title: string, schemaId?: string) =>
			({ title, schemaId, shape: { kind: 'other' }, answers: [] }) as never;
		const labelSet = {
			tools: [
				{ title: 'car', schemaId: 's1', color: '#abcdef' },
				{ title: 'bus', schemaId: 's2', color: 'red" onload="x' },
			],
		} as never;
		const colors = new ClassColors(['bus', 'car', 'tree'], labelSet);
		expect(colors.of(object('car'), 'car')).toBe('#abcdef');
		expect(colors.of(object('', 's1'), 'other name')).toBe('#abcdef');
		expect(colors.of(object('bus', 's2'), 'bus')).toMatch(/^#[0-9a-f]{6}$/);
		const again = new ClassColors(['tree', 'bus', 'car', 'bus']);
		for (const name of ['bus', 'tree']) {
			expect(again.of(object(name), name)).toBe(colors.of(object(name), name));
		}
	});

	it('is one of many on a page', () => {
		const page = htmlOf(
			'Labels & <more>',
			[{ title: '<b>a</b>', svg: draw([]).svg }],
			new Map([['c<r', '#ff0000']]),
		);
		expect(page).toContain('<title>Labels &amp; &lt;more&gt;</title>');
		expect(page).toContain('<figcaption>&lt;b&gt;a&lt;/b&gt;</figcaption><svg');
		expect(page).toContain('c&lt;r');
		expect(page).not.toContain('<script');
	});
});
