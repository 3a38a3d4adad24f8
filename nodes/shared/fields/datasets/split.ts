import { UserError } from 'n8n-workflow';

import type { SplitSettings } from '../../datasets/split';
import type { Field, Parameters } from '../../operation/parameters';

export const splitOption = {
	displayName: 'Split',
	name: 'split',
	type: 'fixedCollection',
	placeholder: 'Add split',
	default: {},
	description: 'How to divide pictures into training, validation and test',
	options: [
		{
			displayName: 'Split',
			name: 'split',
			values: [
				{
					displayName: 'Keep Together By',
					name: 'keepTogetherBy',
					type: 'string',
					default: '',
					placeholder: 'e.g. contextData.patient',
					requiresDataPath: 'single',
					description:
						'The field of the item whose value keeps pictures on the same side. Frames and pages always stay together.',
				},
				{
					displayName: 'Mode',
					name: 'mode',
					type: 'options',
					options: [
						{
							name: 'Exact',
							value: 'exact',
							description: 'Shares are exact, but pictures may switch sides when others are added',
						},
						{ name: 'None', value: 'none', description: 'Use all pictures for training' },
						{
							name: 'Stable',
							value: 'stable',
							description: 'Pictures keep their side when others are added; shares are approximate',
						},
					],
					default: 'stable',
				},
				{
					displayName: 'Seed',
					name: 'seed',
					type: 'string',
					default: 'ango',
					description: 'A different seed gives a different split',
				},
				{
					displayName: 'Training Share',
					name: 'train',
					type: 'number',
					typeOptions: { minValue: 0, maxValue: 1 },
					default: 0.8,
					description: 'From 0 to 1',
				},
				{
					displayName: 'Validation Share',
					name: 'val',
					type: 'number',
					typeOptions: { minValue: 0, maxValue: 1 },
					default: 0.1,
					description: 'From 0 to 1; the rest is for tests',
				},
			],
		},
	],
} as const satisfies Field;

type Given = Parameters<readonly [typeof splitOption]>['split'];

/** How pictures are divided. @throws UserError when the shares add up to more than 1 */
export function splitIn(given: Given | undefined): SplitSettings | undefined {
	const { mode = 'stable', train = 0.8, val = 0.1, seed = 'ango' } = given?.split ?? {};
	if (!given?.split || mode === 'none') return undefined;
	const isShare = (share: number) => share >= 0 && share <= 1;
	if (!isShare(train) || !isShare(val) || train + val > 1 + Number.EPSILON) {
		throw new UserError("'Training Share' and 'Validation Share' add up to more than 1", {
			description: 'Give numbers from 0 to 1 that add up to at most 1, such as 0.8 and 0.1.',
		});
	}
	return { mode, train, val, seed };
}
