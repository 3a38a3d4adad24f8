import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { labelCases, FIXTURE_CASES } from '../engine/labelCases/cases.mts';

/** Labels that are written in a format, and what others have to read of it. */
export interface FixtureSet {
	name: string;
	format: string;
	options: IDataObject;
	items: INodeExecutionData[];
	/** Edges of the boxes by picture, where they are known beforehand: class, left, top, right, bottom. */
	edges?: Record<string, Edges[]>;
	/** Sizes of the pictures by their file names. */
	sizes: Record<string, [width: number, height: number]>;
}

export type Edges = [title: string, ...edges: number[]];

/** All labels of the cases that need no other file, each picture under a name of its own. */
const caseItems = labelCases(FIXTURE_CASES)
	.filter(({ operation }) => operation === 'convertTo')
	.flatMap(({ input }, at) =>
		(input as INodeExecutionData[])
			.filter(({ json }) => typeof json.externalId === 'string')
			.map(({ json }) => ({ json: { ...json, externalId: `case-${at}-${json.externalId}` } })),
	);

/** Numbers that look random and are the same in every run. */
export function* numbers(): Generator<number, never> {
	for (let state = 20261128; ;) {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		yield state / 2 ** 32;
	}
}

const SIZES: Array<[number, number]> = [
	[1920, 1080],
	[333, 777],
	[640, 480],
	[101, 67],
];
const CLASSES = ['Car', 'Bus', 'Tree'];

/** Boxes with decimals in pictures of several sizes, some of them drawn from another corner. */
function knownBoxes(format: string): FixtureSet {
	const random = numbers();
	const set: FixtureSet = {
		...{ name: `${format}: known boxes`, format, options: {}, items: [] },
		...{ edges: {}, sizes: {} },
	};
	for (const [at, [width, height]] of SIZES.entries()) {
		const edges = Array.from({ length: 12 }, (_, number): Edges => {
			const [u, v, w, h] = Array.from({ length: 4 }, () => random.next().value);
			const [x, y] = [u * width * 0.8, v * height * 0.8];
			const [right, bottom] = [x + 2 + w * (width - x - 2), y + 2 + h * (height - y - 2)];
			return [CLASSES[number % CLASSES.length], x, y, right, bottom];
		});
		const tools = edges.map(([title, x, y, right, bottom], number) => ({
			objectId: `o${number}`,
			title,
			'bounding-box':
				number % 2 === 0
					? { x, y, width: right - x, height: bottom - y }
					: { x: right, y: bottom, width: x - right, height: y - bottom },
		}));
		const externalId = `picture-${at}.png`;
		set.items.push({ json: { externalId, metadata: { width, height }, task: { tools } } });
		set.edges![`picture-${at}`] = edges;
		set.sizes[externalId] = [width, height];
	}
	return set;
}

/** People with and without all of their points, of which some are hidden and some outside. */
function people(format: string): FixtureSet {
	const options = {
		skeleton: {
			skeleton: { class: 'Person', keypoints: ['nose', 'left', 'right'], edges: '1-2, 1-3' },
		},
		visibilityFrom: 'Visibility',
	};
	const items = [0, 1, 2].map((at) => {
		const person = (x: number) => ({
			title: 'Person',
			'bounding-box': { x, y: 20.25, width: 80.5, height: 150 },
		});
		const point = (title: string, x: number, y: number, answer?: string) => ({
			title,
			point: [x, y],
			...(answer && { classifications: [{ title: 'Visibility', answer }] }),
		});
		const tools = [
			...[person(10), point('nose', 50.125, 40), point('left', 20, 80.75, 'hidden')],
			...[point('right', 80, 85), person(110), point('nose', 150, 30 + at)],
			...(at > 0 ? [person(210), point('left', 215, 90)] : []),
			...(at > 1 ? [point('right', 500, 90), point('nose', 105, 10)] : []),
		].map((tool, number) => ({ objectId: `o${number}`, ...tool }));
		return {
			json: {
				externalId: `people-${at}.png`,
				metadata: { width: 300, height: 200 },
				task: { tools },
			},
		};
	});
	return { name: format, format, options, items, sizes: {} };
}

const ofCases = (format: string): FixtureSet => ({
	...{ name: format, format, options: {} },
	...{ items: caseItems, sizes: {} },
});

/** Everything that other tools read, by the tool that reads it. */
export const FIXTURE_SETS = {
	coco: [ofCases('cocoDetection'), ofCases('cocoSegmentation'), people('cocoKeypoints')],
	yolo: [ofCases('yoloDetect'), ofCases('yoloSegment'), ofCases('yoloObb'), people('yoloPose')],
	voc: [ofCases('voc'), knownBoxes('voc')],
	kitti: [ofCases('kitti'), knownBoxes('kitti')],
	yolo_boxes: [knownBoxes('yoloDetect')],
};

export type Tool = keyof typeof FIXTURE_SETS;
