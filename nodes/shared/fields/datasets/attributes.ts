import type { DatasetSettings } from '../../datasets/settings';
import type { Field, Parameters } from '../../operation/parameters';

export const attributesOption = {
	displayName: 'Attributes From Answers',
	name: 'attributes',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add attribute',
	default: {},
	description: 'Attributes of objects to set from answers inside them',
	options: [
		{
			displayName: 'Attribute',
			name: 'attribute',
			values: [
				{
					displayName: 'Answer',
					name: 'answer',
					type: 'string',
					default: 'yes',
					description: 'The answer that means that the object has the attribute',
				},
				{
					displayName: 'Answer Title',
					name: 'title',
					type: 'string',
					default: '',
					placeholder: 'e.g. Occluded',
					description: 'The title of the classification inside the object',
				},
				{
					displayName: 'Attribute',
					name: 'attribute',
					type: 'options',
					options: [
						{ name: 'Crowd', value: 'crowd', description: 'COCO' },
						{ name: 'Difficult', value: 'difficult', description: 'Pascal VOC' },
						{
							name: 'Occluded',
							value: 'occluded',
							description: 'KITTI; answers 0 to 3 count too',
						},
						{ name: 'Truncated', value: 'truncated', description: 'Pascal VOC' },
					],
					default: 'difficult',
				},
			],
		},
	],
} as const satisfies Field;

type Given = Parameters<readonly [typeof attributesOption]>['attributes'];

/** Which answers say something about their object. */
export function attributesIn(given: Given | undefined): DatasetSettings['attributes'] {
	return (given?.attribute ?? []).map(
		({ attribute = 'difficult', title = '', answer = 'yes' }) => ({ attribute, title, answer }),
	);
}
