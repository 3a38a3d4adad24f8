import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { IDataObject } from 'n8n-workflow';
import type { Browser, Page } from 'playwright-core';
import { findOrInstallBrowser, launchBrowser } from '../harness/browser.mts';
import { theLab } from '../harness/lab.mts';
import { chain, node, TRIGGER } from '../harness/workflows.mts';

const LABELS = 'n8n-nodes-ango-hub.angoHubLabels';
const WIDTH = 400;
const HEIGHT = 300;

type Color = [red: number, green: number, blue: number];

const GROUND: Color = [0x77, 0x77, 0x77];
/** The ground seen through the light fill of a class. */
const tinted = (color: Color) =>
	GROUND.map((value, index) => Math.round(0.8 * value + 0.2 * color[index]!)) as Color;
const RED: Color = [255, 0, 0];
const GREEN: Color = [0, 255, 0];
const BLUE: Color = [0, 0, 255];
const YELLOW: Color = [255, 255, 0];

const labelSet = {
	tools: [
		{ schemaId: 's1', tool: 'bounding-box', title: 'Car', color: '#ff0000' },
		{ schemaId: 's2', tool: 'segmentation', title: 'Ring', color: '#00ff00' },
		{ schemaId: 's3', tool: 'rotated-bounding-box', title: 'Boat', color: '#0000ff' },
		{ schemaId: 's4', tool: 'bounding-box', title: 'WWWWWWWWWWWWWWW 車両歩行者', color: '#ffff00' },
	],
	classifications: [],
	relations: [],
};

const square = (x0: number, y0: number, x1: number, y1: number) => [
	[x0, y0],
	[x1, y0],
	[x1, y1],
	[x0, y1],
];

const labeled = {
	externalId: 'scene.png',
	metadata: { width: WIDTH, height: HEIGHT },
	categorySchema: labelSet,
	task: {
		taskId: 't',
		tools: [
			{ schemaId: 's1', 'bounding-box': { x: 110, y: 120, width: -60, height: -60 } },
			{
				schemaId: 's2',
				segmentation: {
					zones: [{ region: square(200, 50, 300, 150), holes: [square(230, 80, 270, 120)] }],
				},
			},
			{
				schemaId: 's3',
				'rotated-bounding-box': {
					...{ x: 50, y: 230, width: 70.71, height: 70.71, rotation: -45 },
					corners: [
						[50, 230],
						[100, 280],
						[150, 230],
						[100, 180],
					],
				},
			},
			{ schemaId: 's4', 'bounding-box': { x: 380, y: 230, width: 20, height: 40 } },
		],
	},
} as unknown as IDataObject;

/** A step that puts out this JSON. */
const given = (json: IDataObject) =>
	node(
		'Labels',
		'n8n-nodes-base.set',
		{ mode: 'raw', jsonOutput: JSON.stringify(json), options: {} },
		{ typeVersion: 3.4 },
	);

const draw = (parameters: IDataObject) =>
	node('Draw', LABELS, { operation: 'draw', picture: 'none', show: ['names'], ...parameters });

/** What a browser paints of a page. */
class Painted {
	readonly #pixels: Uint8Array;
	readonly #width: number;

	private constructor(pixels: Uint8Array, width: number) {
		this.#pixels = pixels;
		this.#width = width;
	}

	static async of(page: Page): Promise<Painted> {
		const png = (await page.screenshot()).toString('base64');
		const { width, data } = await page.evaluate(async (source) => {
			const image = new Image();
			image.src = `data:image/png;base64,${source}`;
			await image.decode();
			const canvas = new OffscreenCanvas(image.width, image.height);
			const context = canvas.getContext('2d')!;
			context.drawImage(image, 0, 0);
			const pixels = context.getImageData(0, 0, image.width, image.height).data;
			return { width: image.width, data: Array.from(pixels) };
		}, png);
		return new Painted(Uint8Array.from(data), width);
	}

	at(x: number, y: number): Color {
		const start = (y * this.#width + x) * 4;
		return [...this.#pixels.subarray(start, start + 3)] as Color;
	}

	/** Rounding differs by one or two. */
	isAt(x: number, y: number, color: Color): void {
		const seen = this.at(x, y);
		const isNear = seen.every((value, index) => Math.abs(value - color[index]!) <= 2);
		assert.ok(isNear, `(${x}, ${y}) is ${seen.join(', ')} in the place of ${color.join(', ')}`);
	}

	/** Columns in which some pixel of these rows is of another color than the ground. */
	columnsWithInk(top: number, bottom: number): number[] {
		const columns = new Set<number>();
		for (let y = top; y < bottom; y++) {
			for (let x = 0; x < WIDTH; x++) {
				if (this.at(x, y).some((value, index) => Math.abs(value - GROUND[index]!) > 60)) {
					columns.add(x);
				}
			}
		}
		return [...columns].sort((a, b) => a - b);
	}
}

const executable = await findOrInstallBrowser();
if (!executable && process.env.CI) throw new Error('NO CHROME OR CHROMIUM: nothing is drawn');

describe('drawings in a browser', { skip: executable ? false : 'no browser' }, () => {
	let browser: Browser;
	let page: Page;
	let svg: string;

	before(async () => {
		browser = await launchBrowser(executable!);
		page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
		svg = (await run(draw({ output: 'items' }))).svg as string;
	});
	after(async () => await browser.close());

	async function run(...nodes: Parameters<typeof chain>[1][]) {
		const { api } = theLab().n8n;
		const workflow = chain('Drawings', given(labeled), ...nodes);
		const execution = await api.run(await api.createWorkflow(workflow), TRIGGER);
		assert.equal(execution.status, 'success', execution.error);
		return execution.json(nodes.at(-1)!.name)[0]!;
	}

	/** Shows an SVG at the size that it has. */
	async function shown(content: string): Promise<Painted> {
		await page.setViewportSize({ width: WIDTH, height: HEIGHT });
		await page.setContent(`<body style="margin:0">${content}</body>`);
		return await Painted.of(page);
	}

	it('shows boxes, holes and rotated boxes in the colors of the label set', async () => {
		const painted = await shown(svg);
		painted.isAt(5, 5, GROUND);
		// A box that was drawn from its lower right corner.
		painted.isAt(80, 90, tinted(RED));
		// Its line lies half on either side of its edge.
		for (const [x, y] of [
			[50, 90],
			[80, 119],
		]) {
			assert.ok(painted.at(x!, y!)[0] > tinted(RED)[0] + 30, `no line at (${x}, ${y})`);
		}
		painted.isAt(45, 90, GROUND);
		painted.isAt(116, 90, GROUND);
		// What lies in a hole is seen as it is.
		painted.isAt(215, 100, tinted(GREEN));
		painted.isAt(250, 100, GROUND);
		painted.isAt(285, 135, tinted(GREEN));
		// A square that stands on a corner.
		painted.isAt(100, 230, tinted(BLUE));
		painted.isAt(56, 190, GROUND);
		painted.isAt(60, 228, tinted(BLUE));
		painted.isAt(144, 270, GROUND);
		painted.isAt(390, 250, tinted(YELLOW));
	});

	it('keeps a caption of wide letters at the border within the picture', async () => {
		const painted = await shown(svg);
		const columns = painted.columnsWithInk(219, 227);
		assert.ok(columns.length > 100, 'there is a caption');
		assert.ok(columns.at(-1)! < WIDTH - 1, `it ends at ${columns.at(-1)}`);
		const box = await page
			.locator('text')
			.last()
			.evaluate((text: SVGTextElement) => {
				const { x, width } = text.getBBox();
				return { left: x, right: x + width };
			});
		assert.ok(box.left >= 0 && box.right <= WIDTH, JSON.stringify(box));
	});

	it('shows a page with its legend that runs no script and asks for nothing', async () => {
		const read = node('Read', 'n8n-nodes-base.extractFromFile', { operation: 'text', options: {} });
		const html = (await run(draw({ output: 'html' }), read)).data as string;
		const requests: string[] = [];
		page.on('request', (request) => requests.push(request.url()));
		await page.setViewportSize({ width: 600, height: 700 });
		await page.setContent(html);
		assert.deepEqual(requests, []);
		assert.deepEqual(
			await page.locator('li').allInnerTexts(),
			labelSet.tools.map(({ title }) => title),
		);
		const square = (await page.locator('li svg').first().boundingBox())!;
		const figure = page.locator('figure > svg');
		const { x, y, width } = (await figure.boundingBox())!;
		const painted = await Painted.of(page);
		painted.isAt(Math.round(square.x + 6), Math.round(square.y + 6), RED);
		const scale = width / WIDTH;
		painted.isAt(Math.round(x + 80 * scale), Math.round(y + 90 * scale), tinted(RED));
		painted.isAt(Math.round(x + 250 * scale), Math.round(y + 100 * scale), GROUND);
	});
});
