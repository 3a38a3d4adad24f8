import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { numbers } from './fixtureSets.mts';

const CLASSES = ['Car', 'Bus', 'Tree'];
const PICTURES = 6;
const [WIDTH, HEIGHT] = [400, 300];

interface Scene {
	/** The labels and the predictions as COCO has them. */
	dataset: object;
	results: object[];
	/** The same as items of both sides. */
	items: INodeExecutionData[];
}

/** How the objects of a scene are written. */
interface Shape {
	/** What COCO has beside the box. */
	cocoPart(box: number[]): IDataObject;
	/** What Ango Hub has. */
	tool(box: number[]): IDataObject;
}

/** A whole pixel inside of the picture. */
const pixel = (value: number, limit: number) => Math.min(limit, Math.max(0, Math.round(value)));

/** The edges of a frame on whole pixels, and those of the hole in it. */
function frame([x, y, width, height]: number[]) {
	const [left, top] = [pixel(x, WIDTH - 8), pixel(y, HEIGHT - 8)];
	const [right, bottom] = [
		Math.max(left + 8, pixel(x + width, WIDTH)),
		Math.max(top + 8, pixel(y + height, HEIGHT)),
	];
	const [across, down] = [Math.floor((right - left) / 4), Math.floor((bottom - top) / 3)];
	return [
		[left, top, right, bottom],
		[left + across, top + down, right - across, bottom - down],
	];
}

function ring([left, top, right, bottom]: number[]): number[][] {
	return [
		[left, top],
		[right, top],
		[right, bottom],
		[left, bottom],
	];
}

/** The lengths of runs of pixels outside and inside of a frame, column by column. */
function runsOf(edges: number[][]): number[] {
	const [isIn, isHole] = edges.map(
		([left, top, right, bottom]) =>
			(x: number, y: number) =>
				x >= left && x < right && y >= top && y < bottom,
	);
	const runs = [0];
	for (let x = 0; x < WIDTH; x++) {
		for (let y = 0; y < HEIGHT; y++) {
			const inside = isIn(x, y) && !isHole(x, y);
			if (inside !== (runs.length % 2 === 0)) runs.push(0);
			runs[runs.length - 1]++;
		}
	}
	return runs;
}

export const SHAPES = {
	boxes: {
		cocoPart: () => ({}),
		tool: ([x, y, width, height]) => ({ 'bounding-box': { x, y, width, height } }),
	},
	masks: {
		cocoPart: (box) => ({
			segmentation: { size: [HEIGHT, WIDTH], counts: runsOf(frame(box)) },
		}),
		tool: (box) => {
			const [region, hole] = frame(box).map(ring);
			return { segmentation: { zones: [{ region, holes: [hole] }] } };
		},
	},
} satisfies Record<string, Shape>;

/** Objects, and predictions that hit, miss or confuse them; some with equal scores. */
export function scoredScenes(count: number, shape: Shape): Scene[] {
	const random = numbers();
	const next = (limit: number) => random.next().value * limit;
	return Array.from({ length: count }, () => {
		const [annotations, results]: [IDataObject[], IDataObject[]] = [[], []];
		for (let image = 1; image <= PICTURES; image++) {
			for (let left = Math.floor(next(7)); left > 0; left--) {
				const bbox = [next(300), next(200), 10 + next(80), 10 + next(80)];
				const category = 1 + Math.floor(next(3));
				annotations.push({
					...{ id: annotations.length + 1, image_id: image, category_id: category },
					...{ bbox, area: bbox[2] * bbox[3], iscrowd: 0, ...shape.cocoPart(bbox) },
				});
				for (let tries = Math.floor(next(3)); tries > 0; tries--) {
					const found = next(10) < 8 ? category : 1 + Math.floor(next(3));
					const near = bbox.map((value) => Math.max(1, value + next(16) - 8));
					results.push({
						...{ image_id: image, category_id: found, bbox: near, ...shape.cocoPart(near) },
						score: Math.round(next(50)) / 50,
					});
				}
			}
		}
		const images = Array.from({ length: PICTURES }, (_, at) => ({
			...{ id: at + 1, file_name: `${at + 1}.png`, width: WIDTH, height: HEIGHT },
		}));
		const itemOf = (id: number, all: IDataObject[], isPredicted: boolean) => {
			const own = all.filter(({ image_id: image }) => image === id);
			const objects = own.map(({ category_id: category, bbox }) => ({
				title: CLASSES[(category as number) - 1],
				...shape.tool(bbox as number[]),
			}));
			const scores = own.map(({ score }) => score as number);
			const json = { externalId: `${id}.png`, width: WIDTH, height: HEIGHT, objects };
			return { json: isPredicted ? { ...json, scores } : json };
		};
		return {
			dataset: {
				...{ images, annotations },
				categories: CLASSES.map((name, at) => ({ id: at + 1, name })),
			},
			results,
			items: [
				...images.map(({ id }) => itemOf(id, annotations, false)),
				...images.map(({ id }) => itemOf(id, results, true)),
			],
		};
	});
}
