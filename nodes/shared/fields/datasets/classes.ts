import type { Field, Parameters } from '../../operation/parameters';

export const classListField = {
	displayName: 'Class Names',
	name: 'classList',
	type: 'string',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add class' },
	default: [],
	placeholder: 'e.g. Car',
	description: 'The classes in the order of their numbers',
} as const satisfies Field;

export const labelSetField = {
	displayName: 'Label Set',
	name: 'labelSet',
	type: 'json',
	typeOptions: { roundsNumbers: true },
	default: '={{ $json.categorySchema }}',
	description: "The label set, such as 'Label Set: Get' gives it",
} as const satisfies Field;

export const renameClassesOption = {
	displayName: 'Rename Classes',
	name: 'renameClasses',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add class',
	default: {},
	description: 'New names for classes',
	options: [
		{
			displayName: 'Class',
			name: 'class',
			values: [
				{
					displayName: 'From',
					name: 'from',
					type: 'string',
					default: '',
					placeholder: 'e.g. person',
				},
				{
					displayName: 'To',
					name: 'to',
					type: 'string',
					default: '',
					placeholder: 'e.g. Pedestrian',
					description: 'The new name; leave empty to leave the class out',
				},
			],
		},
	],
} as const satisfies Field;

type Given = Parameters<readonly [typeof renameClassesOption]>['renameClasses'];

/** The new name of each class; an empty one leaves the class out. */
export function newNamesIn(given: Given | undefined): Map<string, string> {
	return new Map((given?.class ?? []).map(({ from = '', to = '' }) => [from, to.trim()]));
}
