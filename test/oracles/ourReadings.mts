import { XMLParser } from 'fast-xml-parser';
import { parse as parseYaml } from 'yaml';
import type { Tool } from './fixtureSets.mts';

type Files = Map<string, Buffer>;
type Row = Array<string | number>;

export interface CocoObject {
	class: string;
	box: number[];
	keypoints?: number[];
	/** Pixels, as pycocotools counts them. */
	maskArea?: number;
	/** Run lengths as text, of objects whose masks have no outlines. */
	rle?: string;
}

interface Coco {
	images: Array<{ id: number; file_name: string }>;
	categories: Array<{ id: number; name: string }>;
	annotations: Array<{
		image_id: number;
		category_id: number;
		bbox: number[];
		area: number;
		keypoints?: number[];
		segmentation?: number[][] | { counts: string };
	}>;
}

/** What stands in the files of a dataset, in the form in which the tool's reading of it is told. */
export function ourReading(tool: Tool, files: Files): unknown {
	if (tool === 'coco') return cocoReading(files);
	return tool === 'yolo' ? yoloReading(files) : boxesReading(tool, files);
}

/** The JSON of a COCO dataset. */
export function cocoIn(files: Files): Coco {
	const name = [...files.keys()].find((path) => path.endsWith('.json'))!;
	return JSON.parse(files.get(name)!.toString()) as Coco;
}

function cocoReading(files: Files): Record<string, CocoObject[]> {
	const { images, categories, annotations } = cocoIn(files);
	return Object.fromEntries(
		images.map(({ id, file_name: name }) => [
			name,
			annotations
				.filter(({ image_id: image }) => image === id)
				.map(({ category_id: category, bbox, keypoints, segmentation }) => ({
					class: categories.find((one) => one.id === category)!.name,
					box: bbox,
					...(keypoints && { keypoints }),
					...(segmentation && !Array.isArray(segmentation) && { rle: segmentation.counts }),
				})),
		]),
	);
}

function yoloReading(files: Files) {
	const { names } = parseYaml(files.get('data.yaml')!.toString()) as {
		names: Record<string, string>;
	};
	const labels = [...files].filter(([name]) => name.endsWith('.txt'));
	return {
		names: Object.values(names),
		labels: Object.fromEntries(
			labels.map(([name, text]) => [name, rowsIn(text).map((row) => row.map(Number))]),
		),
		refused: {},
	};
}

/** Boxes as they are written. */
function boxesReading(tool: Tool, files: Files): Record<string, Row[]> {
	const [folder, read] =
		tool === 'kitti' ? (['label_2/', kittiBoxes] as const) : (['Annotations/', vocBoxes] as const);
	return Object.fromEntries(
		[...files]
			.filter(([name]) => name.includes(folder) && !name.endsWith('/'))
			.map(([name, text]) => [name.replace(/^.*\/|\.\w+$/g, ''), read(text)]),
	);
}

function kittiBoxes(text: Buffer): Row[] {
	return rowsIn(text).map(([title, , , , ...numbers]) => [
		title,
		...numbers.slice(0, 4).map(Number),
	]);
}

function vocBoxes(text: Buffer): Row[] {
	const parser = new XMLParser({ isArray: (name) => name === 'object', parseTagValue: false });
	const { annotation } = parser.parse(text) as {
		annotation: { object?: Array<{ name: string; bndbox: Record<string, string> }> };
	};
	return (annotation.object ?? []).map(({ name, bndbox }) => [
		name,
		...['xmin', 'ymin', 'xmax', 'ymax'].map((edge) => Number(bndbox[edge])),
	]);
}

function rowsIn(text: Buffer): string[][] {
	const lines = text.toString().split('\n');
	return lines.filter(Boolean).map((line) => line.split(' '));
}

/** What a tool reads, without what it finds out itself, and with rows that it would drop or turn around in one order. */
export function comparable(tool: Tool, reading: unknown): unknown {
	if (tool === 'coco') {
		const pictures = reading as Record<string, CocoObject[]>;
		return Object.fromEntries(
			Object.entries(pictures).map(([name, objects]) => [
				name,
				objects.map(({ maskArea: _, ...object }) => object),
			]),
		);
	}
	if (tool !== 'yolo') return reading;
	const { labels, ...others } = reading as { labels: Record<string, number[][]> };
	return {
		...others,
		labels: Object.fromEntries(
			// Ultralytics drops rows that are equal, and sorts the others then.
			Object.entries(labels).map(([name, rows]) => [name, [...new Set(rows.map(String))].sort()]),
		),
	};
}
