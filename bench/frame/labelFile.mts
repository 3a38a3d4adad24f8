import { closeSync, openSync, writeSync } from 'node:fs';
import { basename } from 'node:path';

const TITLES = ['Car', 'Truck', 'Person', 'Bicycle', 'Sign'];
/** Of all pictures, in pixels. */
export const WIDTH = 1920;
export const HEIGHT = 1080;
const POINTS = 24;

/** What a file of labels holds. */
export interface LabelSize {
	pictures: number;
	/** Of each picture. */
	objects: number;
	/** The share of polygons among them, from 0 to 1; the others are boxes. Half of them by default. */
	polygons?: number;
}

/** Numbers from 0 to 1 that are the same in every run. */
function numbers(): () => number {
	let state = 1;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}

/** A box that was drawn from its lower right corner. */
function box(next: () => number) {
	const [width, height] = [20 + 200 * next(), 20 + 200 * next()];
	const x = width + (WIDTH - width) * next();
	const y = height + (HEIGHT - height) * next();
	return { 'bounding-box': { x, y, width: -width, height: -height } };
}

function polygon(next: () => number) {
	const [x, y] = [200 + (WIDTH - 400) * next(), 200 + (HEIGHT - 400) * next()];
	const ring = Array.from({ length: POINTS }, (_, n) => {
		const angle = (2 * Math.PI * n) / POINTS;
		const radius = 50 + 100 * next();
		return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
	});
	return { polygon: ring };
}

/** A labeled picture as an export has it (contract 5.4). */
function labeledTask(n: number, { objects, polygons = 0.5 }: LabelSize, next: () => number) {
	const id = n.toString(16).padStart(24, '0');
	const tools = Array.from({ length: objects }, (_, index) => ({
		schemaId: `schema-${(n + index) % TITLES.length}`,
		...(index < polygons * objects ? polygon(next) : box(next)),
		title: TITLES[(n + index) % TITLES.length],
		objectId: `${id}-${index}`,
		classifications: [],
		metadata: { createdAt: '2026-01-31T08:15:27.311Z', createdBy: 'labeler@example.com' },
	}));
	return {
		asset: `https://storage.example.com/project/assets/image-${n}.jpg`,
		assetId: id,
		externalId: `image-${n}.jpg`,
		metadata: { width: WIDTH, height: HEIGHT },
		batches: ['January'],
		task: {
			taskId: id,
			stage: 'Complete',
			stageId: 'Complete',
			updatedAt: '2026-01-31T08:16:02.102Z',
			updatedBy: 'labeler@example.com',
			tools,
			classifications: [],
			relations: [],
			brushDataUrl: null,
			medicalBrushDataUrl: null,
		},
	};
}

/** Lines of labels, the same in every run. @param urls of the pictures, where there are any */
export function* labelLines(size: LabelSize, urls: readonly string[] = []): Generator<string> {
	const next = numbers();
	for (let n = 0; n < size.pictures; n++) {
		const task = labeledTask(n, size, next);
		const url = urls[n];
		if (url !== undefined) Object.assign(task, { asset: url, externalId: basename(url) });
		yield `${JSON.stringify(task)}\n`;
	}
}

/** Writes an export's file with labels. */
export function writeLabels(path: string, size: LabelSize): void {
	const file = openSync(path, 'w');
	for (const line of labelLines(size)) writeSync(file, line);
	closeSync(file);
}
