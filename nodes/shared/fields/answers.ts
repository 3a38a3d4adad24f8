import type { Field } from '../operation/parameters';

export const preLabelsOption = {
	displayName: 'Pre-Labels',
	name: 'preLabels',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Pre-Label',
	default: {},
	description: 'Answers to pre-fill for annotators. Imported after the asset has been created.',
	options: [
		{
			displayName: 'Pre-Label',
			name: 'label',
			values: [
				{
					displayName: 'Class Name or ID',
					name: 'class',
					type: 'options',
					typeOptions: { loadOptionsMethod: 'getClasses', loadOptionsDependsOn: ['project.value'] },
					default: '',
					description:
						'The classification to answer. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
				},
				{
					displayName: 'Answers',
					name: 'answers',
					type: 'string',
					typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Answer' },
					default: [],
					placeholder: 'e.g. Car',
					description: 'The answer, or several where the class allows it',
				},
			],
		},
	],
} as const satisfies Field;
