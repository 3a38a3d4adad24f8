import type { Field } from '../operation/parameters';

/** A classification of the project. */
export const classOption = {
	displayName: 'Class Name or ID',
	name: 'class',
	type: 'options',
	allowArbitraryValues: true,
	typeOptions: { loadOptionsMethod: 'getClasses', loadOptionsDependsOn: ['project.value'] },
	default: '',
	description:
		'The classification to answer. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
} as const satisfies Field;

/** Answers in rows: for classes of any project, also of one that an expression gives. */
export const answersField = {
	displayName: 'Answers',
	name: 'answers',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add class',
	default: {},
	description: 'Answers by the name or ID of their class, for projects that an expression gives',
	options: [
		{
			displayName: 'Class',
			name: 'label',
			values: [
				classOption,
				{
					displayName: 'Answers',
					name: 'answers',
					type: 'string',
					typeOptions: { multipleValues: true, multipleValueButtonText: 'Add answer' },
					default: [],
					placeholder: 'e.g. Car',
					description: 'The answer, or several where the class allows it',
				},
			],
		},
	],
} as const satisfies Field;
