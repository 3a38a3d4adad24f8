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

/** Boxes, and predictions that hit, miss or confuse them; some with equal scores. */
export function scoredScenes(count: number): Scene[] {
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
					...{ bbox, area: bbox[2] * bbox[3], iscrowd: 0 },
				});
				for (let tries = Math.floor(next(3)); tries > 0; tries--) {
					results.push({
						image_id: image,
						category_id: next(10) < 8 ? category : 1 + Math.floor(next(3)),
						bbox: bbox.map((value) => Math.max(1, value + next(16) - 8)),
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
			const objects = own.map(({ category_id: category, bbox }) => {
				const [x, y, width, height] = bbox as number[];
				return {
					title: CLASSES[(category as number) - 1],
					'bounding-box': { x, y, width, height },
				};
			});
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
