import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnswerInput } from '../test/local-hub/index.mts';
import { boxes, question, type LabelSet } from './labelSet.mts';
import type { Job } from './job.mts';

/** The pictures with their boxes. */
export const PICTURES = join(import.meta.dirname, 'pictures');
const CLASS = 'Tree';
const COVER = { title: 'Cover', open: 'Open', dense: 'Dense' };
/** A picture with fewer trees is open land. */
const MIN_DENSE = 12;

interface Coco {
	images: Array<{ id: number; file_name: string }>;
	annotations: Array<{ image_id: number; bbox: number[]; score?: number }>;
}

/** What the trigger hands on. */
interface Delivered {
	externalId: string;
	batchNames: string[];
	task: { updatedBy: string };
}

/** The boxes of each picture in a COCO file. */
function boxesIn(file: string): Map<string, number[][]> {
	const { images, annotations }: Coco = JSON.parse(readFileSync(file, 'utf8'));
	return new Map(
		images.map(({ id, file_name }) => [
			file_name,
			annotations.filter(({ image_id }) => image_id === id).map(({ bbox }) => bbox),
		]),
	);
}

/** Annotators draw trees, and say how many there are. */
function labelSet(): LabelSet {
	const { title, open, dense } = COVER;
	return { ...question(title, [open, dense]), tools: boxes(CLASS).tools };
}

function answerTo(found: number[][]): AnswerInput {
	const { title, open, dense } = COVER;
	return {
		objects: found.map(([x, y, width, height]) => ({
			title: CLASS,
			'bounding-box': { x, y, width, height },
		})),
		classifications: [{ title, answer: found.length < MIN_DENSE ? open : dense }],
	};
}

/**
 * Aerial pictures of a forest: a model has found some of the trees, somebody corrects its boxes.
 * @param results the folder that drawings and datasets are written into
 * @param pictures the folder of the pictures, or a copy of it
 */
export function trees(results: string, pictures = PICTURES): Job {
	const labels = boxesIn(join(pictures, 'labels.json'));
	return {
		folders: [pictures, results],
		project: { name: 'Trees from the air', labelSet: labelSet(), forwards: false },
		upload: {
			workflow: 'upload-with-boxes.json',
			settings: {
				pictures: join(pictures, 'trees'),
				predictions: join(pictures, 'predictions.json'),
				batch: 'Trees',
			},
			header: ['picture', 'batch', 'bytes', 'result', 'boxes of the model'],
			rows: (execution) => {
				const imported = new Map(
					execution.json('Import Boxes').map(({ externalId, objects }) => [externalId, objects]),
				);
				return execution
					.json('Upload')
					.map(({ externalId, batchNames, size, status }) => [
						externalId,
						batchNames,
						size,
						status,
						imported.get(externalId),
					]);
			},
		},
		answerTo: (fileName) => answerTo(labels.get(fileName)!),
		labelsBack: {
			workflow: 'labels-to-dataset.json',
			settings: { folder: results },
			header: ['picture', 'batch', 'boxes', 'labeled by', 'the batch is done'],
			rows: (execution) => {
				const [{ externalId, batchNames, task }] = execution.json('Settings') as unknown as [
					Delivered,
				];
				const [drawing] = execution.json('Draw');
				const [dataset] = execution.json('Export Dataset');
				return [
					[externalId, batchNames, drawing?.objects, task.updatedBy, dataset ? 'dataset made' : ''],
				];
			},
			files: (execution) =>
				['Draw', 'Export Dataset'].flatMap((node) =>
					execution.json(node).map(({ fileName }) => String(fileName)),
				),
		},
	};
}
