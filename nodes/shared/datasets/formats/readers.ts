import type { Reader } from '../predictions';
import { readAzureVision } from './azureVision/read';
import { readBoxes } from './boxes/read';
import { readCoco } from './coco/read';
import { readGoogleVision } from './googleVision/read';
import { readKitti } from './kitti/read';
import { readLabelStudio } from './labelStudio/read';
import { readRekognition } from './rekognition/read';
import { readRoboflow } from './roboflow/read';
import { readUltralytics } from './ultralytics/read';
import { readVoc } from './voc/read';
import { readYolo } from './yolo/read';

/** How a format is read. */
interface PredictionReader {
	read: Reader;
	/** Of the files that are a picture's each; of JSON where not given. */
	extension?: string;
}

/** All formats that predictions are read from. */
const READERS = {
	azureVision: { read: readAzureVision },
	boxes: { read: readBoxes },
	coco: { read: readCoco },
	googleVision: { read: readGoogleVision },
	kitti: { read: readKitti, extension: '.txt' },
	labelStudio: { read: readLabelStudio },
	rekognition: { read: readRekognition },
	roboflow: { read: readRoboflow },
	ultralytics: { read: readUltralytics },
	voc: { read: readVoc, extension: '.xml' },
	yolo: { read: readYolo, extension: '.txt' },
} satisfies Record<string, PredictionReader>;

export const PREDICTION_FORMATS = Object.keys(READERS) as PredictionFormat[];

export type PredictionFormat = keyof typeof READERS;

/** The reader of a format. */
export function readerOf(format: PredictionFormat): PredictionReader {
	return READERS[format];
}
