import type { DatasetSettings } from '../../datasets/settings';
import { labelSetIn } from '../../datasets/survey';
import type { Parameters } from '../../operation/parameters';
import { namesIn } from '../../util/names';
import { attributesIn } from './attributes';
import { newNamesIn } from './classes';
import type { classFields, formatField, optionsField } from './datasetFields';
import { skeletonIn } from './skeleton';
import { splitIn } from './split';

type DatasetParams = Parameters<
	readonly [typeof formatField, ...typeof classFields, typeof optionsField]
>;

/** What the fields say about the dataset. @throws UserError when they do not fit together */
export function settingsIn(params: DatasetParams): DatasetSettings {
	const { classes, classList, labelSet, format, options } = params;
	return {
		classes,
		classList: namesIn(classList),
		labelSet: labelSetIn(labelSet),
		classFrom: options.classFrom ?? 'title',
		classAnswer: (format === 'classifyFolders' ? params.classAnswer : options.classAnswer) ?? '',
		renameClasses: newNamesIn(options.renameClasses),
		fillFrames: options.fillFrames ?? false,
		allPages: options.allPages ?? false,
		outOfImage: options.outOfImage ?? 'clip',
		holes: options.holes,
		otherShapes: options.otherShapes ?? 'convert',
		split: splitIn(options.split),
		keepTogetherBy: options.split?.split?.keepTogetherBy ?? '',
		severalTasks: options.severalTasks ?? 'newest',
		onUnreadablePicture: options.onUnreadablePicture ?? 'leaveOut',
		onMissingSize: options.onMissingSize ?? 'leaveOut',
		decimals: options.decimals ?? 2,
		vocCoordinates: options.vocCoordinates ?? 'pixelsFrom1',
		fileNameFrom: options.fileNameFrom ?? 'externalId',
		skeleton: skeletonIn(options.skeleton),
		pointsBelongTo: options.pointsBelongTo ?? 'boxAround',
		visibilityFrom: options.visibilityFrom ?? '',
		hiddenAnswer: options.hiddenAnswer ?? 'hidden',
		attributes: attributesIn(options.attributes),
		rows: options.rows ?? 'picture',
		escapeFormulas: options.escapeFormulas ?? false,
		palette: options.palette ?? false,
	};
}
