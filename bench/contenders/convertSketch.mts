/** The same conversions as anybody would sketch them in Node: all in memory, nothing checked, with Node's own zlib. */
import { readFileSync, writeFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import { contend, measured } from '../frame/contend.mts';
import type { ConvertJob } from './convertOurs.mts';

type Point = [number, number];

interface Labeled {
	externalId: string;
	asset: string;
	metadata: { width: number; height: number };
	task: {
		tools: Array<{
			title: string;
			polygon?: Point[];
			'bounding-box'?: { x: number; y: number; width: number; height: number };
		}>;
	};
}

interface Sketched {
	name: string;
	asset: string;
	width: number;
	height: number;
	objects: Array<{ title: string; ring: Point[]; box: [number, number, number, number] }>;
}

const clamp = (value: number, max: number) => Math.min(Math.max(value, 0), max);

function pictureOf(line: string): Sketched {
	const { externalId, asset, metadata, task } = JSON.parse(line) as Labeled;
	const { width, height } = metadata;
	const objects = task.tools.map(({ title, polygon, 'bounding-box': box }) => {
		const drawn: Point[] = polygon ?? [
			[box!.x, box!.y],
			[box!.x + box!.width, box!.y],
			[box!.x + box!.width, box!.y + box!.height],
			[box!.x, box!.y + box!.height],
		];
		const ring = drawn.map(([x, y]): Point => [clamp(x, width), clamp(y, height)]);
		const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
		const around = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
		return { title, ring, box: around as [number, number, number, number] };
	});
	return { name: externalId, asset, width, height, objects };
}

const two = (value: number) => Math.round(value * 100) / 100;

function area(ring: Point[]): number {
	let sum = 0;
	for (const [index, [x, y]] of ring.entries()) {
		const [nextX, nextY] = ring[(index + 1) % ring.length]!;
		sum += x * nextY - nextX * y;
	}
	return Math.abs(sum) / 2;
}

function coco(pictures: Sketched[], classes: string[]): string {
	const annotations: unknown[] = [];
	const images = pictures.map(({ name, asset, width, height, objects }, index) => {
		for (const { title, ring, box } of objects) {
			const [x0, y0, x1, y1] = box.map(two) as typeof box;
			annotations.push({
				id: annotations.length + 1,
				image_id: index + 1,
				category_id: classes.indexOf(title) + 1,
				bbox: [x0, y0, two(x1 - x0), two(y1 - y0)],
				area: two(area(ring)),
				segmentation: [ring.flat().map(two)],
				iscrowd: 0,
			});
		}
		return { id: index + 1, file_name: name, width, height, coco_url: asset };
	});
	const categories = classes.map((name, index) => ({ id: index + 1, name, supercategory: '' }));
	return JSON.stringify({ info: {}, licenses: [], images, annotations, categories });
}

function yolo({ width, height, objects }: Sketched, classes: string[], isBoxes: boolean): string {
	const rows = objects.map(({ title, ring, box: [x0, y0, x1, y1] }) => {
		const numbers = isBoxes
			? [(x0 + x1) / 2 / width, (y0 + y1) / 2 / height, (x1 - x0) / width, (y1 - y0) / height]
			: ring.flatMap(([x, y]) => [x / width, y / height]);
		return `${classes.indexOf(title)} ${numbers.map((number) => number.toFixed(6)).join(' ')}\n`;
	});
	return rows.join('');
}

function voc({ name, width, height, objects }: Sketched): string {
	const texts = objects.map(({ title, box }) => {
		const [xmin, ymin, xmax, ymax] = box.map(Math.round) as typeof box;
		return `	<object>
		<name>${title}</name>
		<pose>Unspecified</pose>
		<truncated>0</truncated>
		<difficult>0</difficult>
		<bndbox>
			<xmin>${xmin + 1}</xmin>
			<ymin>${ymin + 1}</ymin>
			<xmax>${xmax}</xmax>
			<ymax>${ymax}</ymax>
		</bndbox>
	</object>
`;
	});
	return `<annotation>
	<folder>JPEGImages</folder>
	<filename>${name}</filename>
	<size>
		<width>${width}</width>
		<height>${height}</height>
		<depth>3</depth>
	</size>
	<segmented>0</segmented>
${texts.join('')}</annotation>
`;
}

function archive(members: Array<[name: string, text: string]>): Buffer {
	const [files, directory]: [Buffer[], Buffer[]] = [[], []];
	let offset = 0;
	for (const [path, text] of members) {
		const [name, bytes] = [Buffer.from(path), Buffer.from(text)];
		const packed = deflateRawSync(bytes);
		const about = Buffer.alloc(26);
		about.writeUInt16LE(20, 0);
		about.writeUInt16LE(8, 4);
		about.writeUInt32LE(crc32(bytes), 10);
		about.writeUInt32LE(packed.length, 14);
		about.writeUInt32LE(bytes.length, 18);
		about.writeUInt16LE(name.length, 22);
		const rest = Buffer.alloc(14);
		rest.writeUInt32LE(offset, 10);
		directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), about, rest, name);
		files.push(Buffer.from('PK\x03\x04', 'latin1'), about, name, packed);
		offset += 30 + name.length + packed.length;
	}
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(members.length, 8);
	end.writeUInt16LE(members.length, 10);
	end.writeUInt32LE(
		directory.reduce((sum, { length }) => sum + length, 0),
		12,
	);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...files, ...directory, end]);
}

contend(async ({ labels, format, target, pictures: expected, objects }: ConvertJob) => {
	const { result, ...figures } = await measured(async () => {
		const lines = readFileSync(labels, 'utf8').split('\n').filter(Boolean);
		const pictures = lines.map(pictureOf);
		const titles = pictures.flatMap((picture) => picture.objects.map(({ title }) => title));
		const classes = [...new Set(titles)].sort();
		if (format === 'cocoSegmentation') writeFileSync(target, coco(pictures, classes));
		else {
			const members = pictures.map((picture): [string, string] => {
				const stem = picture.name.replace(/\.[^.]*$/, '');
				return format === 'voc'
					? [`Annotations/${stem}.xml`, voc(picture)]
					: [`labels/train/${stem}.txt`, yolo(picture, classes, format === 'yoloDetect')];
			});
			writeFileSync(target, archive(members));
		}
		return { pictures: pictures.length, objects: titles.length };
	});
	if (result.pictures !== expected || result.objects !== objects) {
		throw new Error('Something is missing');
	}
	return figures;
});
