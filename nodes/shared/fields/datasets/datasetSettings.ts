import { UserError } from 'n8n-workflow';

import type { DatasetSettings, Skeleton } from '../../datasets/settings';
import type { SplitSettings } from '../../datasets/split';
import { labelSetIn } from '../../datasets/survey';
import type { Parameters } from '../../operation/parameters';
import { namesIn } from '../../util/names';
import type { classFields, formatField, optionsField } from './datasetFields';

type DatasetParams = Parameters<
	readonly [typeof formatField, ...typeof classFields, typeof optionsField]
>;

/** What the fields say about the dataset. @throws UserError when they do not fit together */
export function settingsIn(params: DatasetParams): DatasetSettings {
	const { classes, classList, labelSet, format, options } = params;
	const { split: rows } = options.split ?? {};
	return {
		classes,
		classList: namesIn(classList),
		labelSet: labelSetIn(labelSet),
		classFrom: options.classFrom ?? 'title',
		classAnswer: (format === 'classifyFolders' ? params.classAnswer : options.classAnswer) ?? '',
		renameClasses: new Map(
			(options.renameClasses?.class ?? []).map(({ from = '', to = '' }) => [from, to.trim()]),
		),
		fillFrames: options.fillFrames ?? false,
		allPages: options.allPages ?? false,
		outOfImage: options.outOfImage ?? 'clip',
		holes: options.holes,
		otherShapes: options.otherShapes ?? 'convert',
		split: splitIn(options.split),
		keepTogetherBy: rows?.keepTogetherBy ?? '',
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
		attributes: (options.attributes?.attribute ?? []).map(
			({ attribute = 'difficult', title = '', answer = 'yes' }) => ({ attribute, title, answer }),
		),
		rows: options.rows ?? 'picture',
		escapeFormulas: options.escapeFormulas ?? false,
		palette: options.palette ?? false,
	};
}

function splitIn(split: DatasetParams['options']['split']): SplitSettings | undefined {
	const { mode = 'stable', train = 0.8, val = 0.1, seed = 'ango' } = split?.split ?? {};
	if (!split?.split || mode === 'none') return undefined;
	const isShare = (share: number) => share >= 0 && share <= 1;
	if (!isShare(train) || !isShare(val) || train + val > 1 + Number.EPSILON) {
		throw new UserError("'Training Share' and 'Validation Share' add up to more than 1", {
			description: 'Give numbers from 0 to 1 that add up to at most 1, such as 0.8 and 0.1.',
		});
	}
	return { mode, train, val, seed };
}

function skeletonIn(given: DatasetParams['options']['skeleton']): Skeleton | undefined {
	const { class: name = '', keypoints = [], edges = '' } = given?.skeleton ?? {};
	if (name.trim() === '') return undefined;
	const titles = [keypoints].flat().map((title) => title.trim());
	const pairs = edges.match(/\d+\s*-\s*\d+/g) ?? [];
	const numbers = pairs.map((pair) => pair.split('-').map(Number));
	if (numbers.flat().some((number) => number < 1 || number > titles.length)) {
		throw new UserError("'Edges' has a number that no keypoint has", {
			description: `Keypoints are numbered from 1 to ${titles.length}. Give pairs such as 1-2, 1-3.`,
		});
	}
	return { class: name.trim(), keypoints: titles.filter((title) => title !== ''), edges: numbers };
}
