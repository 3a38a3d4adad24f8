import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { OutFormatName } from '../../../nodes/shared/datasets/formats/index.ts';
import { labelSetIn } from '../../../nodes/shared/datasets/survey.ts';
import { FIXTURE_CASES, labelCases } from '../../engine/labelCases/cases.mts';
import { datasetOf, itemsOf } from './setup.mts';

/** The formats of each column of the table. */
const COLUMNS: Record<string, OutFormatName[]> = {
	'COCO detection, YOLO detect, VOC, KITTI': ['cocoDetection', 'yoloDetect', 'voc', 'kitti'],
	'COCO segmentation, YOLO segment, PNG mask': ['cocoSegmentation', 'yoloSegment', 'mask'],
	'YOLO OBB': ['yoloObb'],
	'COCO keypoints, YOLO pose': ['cocoKeypoints', 'yoloPose'],
	'CSV, a row for each object': ['csv'],
};

const brush = labelCases(FIXTURE_CASES).find(({ name }) => name === 'coco-brush-mask-by-colour')!;
const [painted] = brush.input as INodeExecutionData[];
const strokes = Buffer.from(painted.binary!.mask.data, 'base64');

const triangle = [
	[10, 10],
	[40, 15],
	[20, 45],
];
const other = [
	[60, 60],
	[80, 60],
	[80, 75],
];
const car = (shape: object) => [{ title: 'Car', ...shape }];
const turned = { x: 30, y: 30, width: 20, height: 10, rotation: 20 };
const corners = { x1: 1, y1: 1, z1: 1, x2: 5, y2: 5, z2: 5 };

/** Labels with one object of each shape in the table. */
const SHAPES: Record<string, object[]> = {
	'Bounding box': car({ 'bounding-box': { x: 10, y: 10, width: 20, height: 30 } }),
	'Rotated bounding box': car({ 'rotated-bounding-box': turned }),
	Polygon: car({ polygon: triangle }),
	Segmentation: car({
		segmentation: { zones: [triangle, other].map((region) => ({ region, holes: [] })) },
	}),
	Point: [{ title: 'nose', point: [15, 15] }],
	Polyline: car({ polyline: triangle }),
	Spline: car({ spline: triangle }),
	'text span': car({ ner: { start: 1, end: 4 } }),
	'PDF area': car({ pdf: { position: {}, content: {} } }),
	'3D shape': car({ 'bounding-box': corners }),
};

/** Keypoints have one class, and the strokes are of two. */
const OTHER_CLASSES = ['unknownClass'];

interface Counts {
	written: number;
	approximated: number;
	leftOut: Array<{ reason: string; count: number }>;
}

const page = readFileSync(join(import.meta.dirname, '../../../docs/training-data.md'), 'utf8');
const rows = [...page.matchAll(/^\|(.*)\|$/gm)].map(([, row]) =>
	row.split('|').map((cell) => cell.trim()),
);
const header = rows.findIndex(([first]) => first === 'Shape');
const table = rows.slice(
	header + 2,
	rows.findIndex(([first], at) => at > header + 1 && first === 'Format'),
);

const cells = table.flatMap(([shapes, ...texts]) =>
	shapes
		.split(', ')
		.flatMap((shape) =>
			texts.flatMap((text, at) =>
				COLUMNS[rows[header][at + 1]].map((format) => ({ shape, format, text })),
			),
		),
);

describe('What the page on training data says of each shape', () => {
	it('is of every shape and format', () => {
		expect(table.map(([shapes]) => shapes.split(', ')).flat()).toEqual([
			...Object.keys(SHAPES).slice(0, 4),
			'Brush strokes',
			...Object.keys(SHAPES).slice(4),
			'medical brush',
		]);
		expect(cells).toHaveLength(12 * 11);
	});

	it.each(cells)('holds for $shape in $format: $text', async ({ shape, format, text }) => {
		const isBrush = shape === 'Brush strokes';
		// A point needs a thing that it belongs to.
		const around = { title: 'Car', 'bounding-box': { x: 5, y: 5, width: 30, height: 30 } };
		const isKeypoint = text === 'A keypoint';
		const tools = [...(SHAPES[shape] ?? []), ...(isKeypoint ? [around] : [])];
		const item: IDataObject = {
			externalId: 'a.jpg',
			metadata: isBrush ? { width: 16, height: 12 } : { width: 100, height: 100 },
			task: {
				tools,
				...(isBrush && { brushDataUrl: 'https://x/brush.png' }),
				...(shape === 'medical brush' && { medicalBrushDataUrl: 'https://x/a.nrrd' }),
			} as never,
		};
		const labelSet = labelSetIn(brush.parameters.labelSet);
		const className = isBrush ? labelSet!.tools[0].title : 'Car';
		const dataset = await datasetOf(
			[item],
			format,
			{
				rows: 'object',
				skeleton: { class: className, keypoints: ['nose'], edges: [] },
				...(isBrush ? { labelSet, holes: 'rle' } : {}),
			},
			undefined,
			isBrush ? async () => ({ size: strokes.length, open: () => strokes }) : undefined,
		);
		await itemsOf(dataset).catch(() => []);
		const report = dataset.report.toJson() as unknown as Counts;
		const { written, approximated, leftOut } = report;
		const wasLeftOut = leftOut.find(({ reason }) => reason === 'unsupportedShape')?.count ?? 0;
		if (text === 'Left out') {
			expect({ written, wasLeftOut }).toEqual({ written: 0, wasLeftOut: 1 });
			return;
		}
		expect(leftOut.filter(({ reason }) => !OTHER_CLASSES.includes(reason))).toEqual([]);
		expect(written).toBeGreaterThan(0);
		expect(approximated > 0).toBe(text.endsWith('*'));
	});
});
