import { UserError, type IDataObject } from 'n8n-workflow';

import { ClassNames } from '../../shared/datasets/classes';
import { compare as compareSides } from '../../shared/datasets/compare';
import { assetsIn, joinedObjectItems } from '../../shared/datasets/input';
import type { LabeledAsset, LabeledObject } from '../../shared/datasets/model';
import { labelSetIn } from '../../shared/datasets/survey';
import type { Entry, Result } from '../../shared/operation/operation';
import type { Field, Parameters } from '../../shared/operation/parameters';
import { Breather } from '../../shared/util/breather';
import { groupBy } from '../../shared/util/groupBy';
import { namesIn } from '../../shared/util/names';
import { batchOperation, type Services } from '../operation';

/** More sides come from an expression that tells single items apart. */
const MAX_SIDES = 10;

const fields = [
	{
		displayName:
			"Both sides come in by the same input: use a Merge node before this one to append predictions to labels, or one annotator's labels to another's.",
		name: 'sidesNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Compared By',
		name: 'comparedBy',
		type: 'string',
		default: "={{ $json.scores ? 'Predictions' : 'Labels' }}",
		required: true,
		description:
			'An expression that tells the sides apart, such as {{ $JSON.task.updatedBy }} for annotators. The first value is the reference; a side with scores never is. With more than two values, all pairs are compared.',
	},
	{
		displayName: 'Shapes',
		name: 'shapes',
		type: 'options',
		options: [
			{
				name: 'Boxes',
				value: 'boxes',
				description: 'Upright boxes, or the boxes around other shapes',
			},
			{ name: 'Masks', value: 'masks', description: 'Pixels of polygons, segmentations and boxes' },
			{ name: 'None', value: 'none', description: 'No objects, only answers' },
			{ name: 'Points', value: 'points', description: 'Points by their distance' },
			{
				name: 'Rotated Boxes',
				value: 'rotated',
				description: 'Rotated boxes, or the smallest ones around other shapes',
			},
		],
		default: 'boxes',
		description: 'What of objects is compared',
	},
	{
		displayName: 'Overlap',
		name: 'iou',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 4 },
		default: 0.5,
		description:
			'The intersection over union (IoU) from which on two objects of a class mean the same, from 0 to 1',
		displayOptions: { show: { shapes: ['boxes', 'masks', 'rotated'] } },
	},
	{
		displayName: 'Largest Distance',
		name: 'maxDistance',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description: 'The distance in pixels up to which two points of a class mean the same',
		displayOptions: { show: { shapes: ['points'] } },
	},
	{
		displayName: 'Answers',
		name: 'answers',
		type: 'string',
		typeOptions: { multipleValues: true },
		default: [],
		placeholder: 'e.g. Quality',
		description:
			'The titles of classifications whose answers are compared. For one inside another: Outer / Inner.',
	},
	{
		displayName: 'One Item Per',
		name: 'oneItemPer',
		type: 'options',
		options: [
			{
				name: 'Pair',
				value: 'pair',
				description: 'An item for each two objects that match, and each object without a match',
			},
			{
				name: 'Picture',
				value: 'picture',
				description: "An item for each picture, with its 'disagreement' from 0 to 1 to sort by",
			},
			{ name: 'Run', value: 'run', description: 'One item with all counts and ratios' },
		],
		default: 'run',
		description: 'What each output item represents',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Also 50–95',
				name: 'also50to95',
				type: 'boolean',
				default: false,
				description:
					'Whether to give the mean of average precision at overlaps from 0.5 to 0.95 too. Needs scores on the compared side.',
			},
			{
				displayName: 'Class Agnostic',
				name: 'classAgnostic',
				type: 'boolean',
				default: false,
				description: 'Whether objects of different classes can match',
			},
			{
				displayName: 'Confusion',
				name: 'confusion',
				type: 'boolean',
				default: true,
				description: 'Whether to count which classes are taken for which others',
			},
			{
				displayName: 'Label Set',
				name: 'labelSet',
				type: 'json',
				default: '={{ $json.categorySchema }}',
				description: 'The label set, which gives objects without a title the one of their class',
			},
			{
				displayName: 'Match Pictures By',
				name: 'matchBy',
				type: 'options',
				options: [
					{ name: 'Asset ID', value: 'assetId' },
					{ name: 'External ID', value: 'externalId' },
				],
				default: 'externalId',
				description: 'What two items about the same picture have in common',
			},
		],
	},
] as const satisfies readonly Field[];

type CompareParams = Parameters<typeof fields>;

export const compare = batchOperation({
	name: 'Compare',
	action: 'Compare labels',
	description:
		'See how far labels and predictions, or the labels of two annotators, agree: precision, recall, overlap, average precision, confusion, kappa',
	fields,
	plan: (entry) => entry,
	runAll: compareAll,
});

/** Compares all input items by the options of the first. */
async function compareAll(
	entries: Array<Entry<CompareParams>>,
	{ signal, hint }: Services,
): Promise<Result[]> {
	const { shapes, iou = 0.5, maxDistance = 10, oneItemPer, options, ...first } = entries[0].params;
	const answers = namesIn(first.answers);
	if (shapes === 'none' && answers.length === 0) {
		throw new UserError("'Shapes' is None and 'Answers' is empty", {
			description: 'Choose which shapes to compare, or add the title of a classification.',
		});
	}
	const names = new ClassNames({
		labelSet: labelSetIn(options.labelSet),
		classFrom: 'title',
		classAnswer: '',
		renameClasses: new Map(),
	});
	const settings = {
		shapes,
		iou,
		maxDistance,
		oneItemPer,
		answers,
		also50to95: options.also50to95 ?? false,
		classAgnostic: options.classAgnostic ?? false,
		confusion: options.confusion ?? true,
		matchBy: options.matchBy ?? 'externalId',
		nameOf: (object: LabeledObject) => names.nameOf(object).name,
	};
	const items: IDataObject[] = [];
	for (const [reference, compared] of pairsOf(sidesOf(entries, hint))) {
		const sides = { reference: reference.assets, compared: compared.assets };
		const found = await compareSides(sides, settings, new Breather(signal));
		items.push(
			...found.map((json) => ({
				sides: { reference: reference.name, compared: compared.name },
				...json,
			})),
		);
	}
	return entries.map((_, index) => (index === 0 ? items : []));
}

/** What one annotator or model says. */
interface Side {
	name: string;
	assets: LabeledAsset[];
}

/** The sides in the order of their first items; those with scores last, since predictions are no reference. */
function sidesOf(entries: Array<Entry<CompareParams>>, hint: Services['hint']): Side[] {
	const items = joinedObjectItems(entries.map(({ json }) => json));
	const groups = groupBy(items, ({ index }) => entries[index].params.comparedBy);
	if (groups.size < 2) {
		throw new UserError("'Compared By' gives the same value for all items", {
			description:
				"Append the items of both sides to each other before this node, and give an expression that tells them apart, such as {{ $json.scores ? 'Predictions' : 'Labels' }}.",
		});
	}
	if (groups.size > MAX_SIDES) {
		throw new UserError(`'Compared By' gives ${groups.size} different values`, {
			description: `Give an expression with at most ${MAX_SIDES} values, such as who labeled: each value is a side, and all pairs of sides are compared.`,
		});
	}
	const sides = [...groups].map(([name, group]) => {
		const found = group.map(({ json }) => assetsIn(json));
		const withoutLabels = found.filter((assets) => assets.length === 0).length;
		if (withoutLabels > 0) {
			hint(`${withoutLabels} items of '${name}' have no labels, and are not compared.`);
		}
		return { name, assets: found.flat() };
	});
	return sides.sort((a, b) => Number(hasScores(a)) - Number(hasScores(b)));
}

function hasScores({ assets }: Side): boolean {
	return assets.some(({ objects }) => objects.some(({ score }) => score !== undefined));
}

function* pairsOf(sides: Side[]): Generator<[reference: Side, compared: Side]> {
	for (const [index, reference] of sides.entries()) {
		for (const compared of sides.slice(index + 1)) yield [reference, compared];
	}
}
