import { coco } from './coco/write';
import { csvOfObjects, csvOfPictures } from './csv/write';
import { classifyFolders } from './folders/write';
import type { OutFormat } from './format';
import { kitti } from './kitti/write';
import { mask } from './mask/write';
import { voc } from './voc/write';
import { yolo } from './yolo/write';

/** Training formats by the key that workflows store. */
export const OUT_FORMATS = {
	classifyFolders: () => classifyFolders,
	cocoDetection: () => coco('detection'),
	cocoKeypoints: () => coco('keypoints'),
	cocoSegmentation: () => coco('segmentation'),
	csv: (rows) => (rows === 'object' ? csvOfObjects : csvOfPictures),
	kitti: () => kitti,
	mask: () => mask,
	voc: () => voc,
	yoloDetect: () => yolo('detect'),
	yoloObb: () => yolo('obb'),
	yoloPose: () => yolo('pose'),
	yoloSegment: () => yolo('segment'),
} satisfies Record<string, (rows: 'picture' | 'object') => OutFormat>;

export type OutFormatName = keyof typeof OUT_FORMATS;
