import { UserError } from 'n8n-workflow';

import type { Skeleton } from '../../datasets/settings';
import type { Field, Parameters } from '../../operation/parameters';

/** Formats with keypoints. */
const WITH_SKELETON = ['cocoKeypoints', 'yoloPose'];

export const hiddenAnswerOption = {
	displayName: 'Hidden Answer',
	name: 'hiddenAnswer',
	type: 'string',
	default: 'hidden',
	description: "The answer that marks a point as hidden, for 'Visibility From'",
	displayOptions: { show: { '/format': WITH_SKELETON } },
} as const satisfies Field;

export const pointsBelongToOption = {
	displayName: 'Points Belong To',
	name: 'pointsBelongTo',
	type: 'options',
	options: [
		{
			name: 'Box Around',
			value: 'boxAround',
			description: "The smallest object of the skeleton's class around the point",
		},
		{
			name: 'Group Relation',
			value: 'groupRelation',
			description: 'The points and the object of a group relation',
		},
		{ name: 'Whole Picture', value: 'wholePicture', description: 'One skeleton per picture' },
	],
	default: 'boxAround',
	description: 'Which points form a skeleton',
	displayOptions: { show: { '/format': WITH_SKELETON } },
} as const satisfies Field;

export const skeletonOption = {
	displayName: 'Skeleton',
	name: 'skeleton',
	type: 'fixedCollection',
	placeholder: 'Add skeleton',
	default: {},
	description: 'The class with keypoints, and the titles of its points',
	displayOptions: { show: { '/format': WITH_SKELETON } },
	options: [
		{
			displayName: 'Skeleton',
			name: 'skeleton',
			values: [
				{
					displayName: 'Class',
					name: 'class',
					type: 'string',
					default: '',
					placeholder: 'e.g. Person',
				},
				{
					displayName: 'Edges',
					name: 'edges',
					type: 'string',
					default: '',
					placeholder: 'e.g. 1-2, 1-3',
					description: 'Pairs of points to connect, counted from 1',
				},
				{
					displayName: 'Keypoints',
					name: 'keypoints',
					type: 'string',
					typeOptions: { multipleValues: true, multipleValueButtonText: 'Add point' },
					default: [],
					placeholder: 'e.g. nose',
					description: 'The titles of the points, in order',
				},
			],
		},
	],
} as const satisfies Field;

export const visibilityFromOption = {
	displayName: 'Visibility From',
	name: 'visibilityFrom',
	type: 'string',
	default: '',
	placeholder: 'e.g. Visibility',
	description: 'The classification inside points that says whether they are visible',
	displayOptions: { show: { '/format': WITH_SKELETON } },
} as const satisfies Field;

type Given = Parameters<readonly [typeof skeletonOption]>['skeleton'];

/** The class that has keypoints. @throws UserError when an edge joins a point that there is not */
export function skeletonIn(given: Given | undefined): Skeleton | undefined {
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
