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

/** All formats that predictions are read from. */
export const READERS = {
	azureVision: { read: readAzureVision },
	boxes: { read: readBoxes },
	coco: { read: readCoco },
	googleVision: { read: readGoogleVision },
	/** A text for each picture, which does not say the picture's name. */
	kitti: { read: readKitti, extension: '.txt' },
	labelStudio: { read: readLabelStudio },
	rekognition: { read: readRekognition },
	roboflow: { read: readRoboflow },
	ultralytics: { read: readUltralytics },
	voc: { read: readVoc, extension: '.xml' },
	yolo: { read: readYolo, extension: '.txt' },
} as const satisfies Record<string, { read: Reader; extension?: string }>;

export type PredictionFormat = keyof typeof READERS;
