import type { ResourceMapperField } from 'n8n-workflow';

import type { ClassColumn } from '../labels/classColumns';
import { SEVERAL_ANSWERS } from '../labels/classes';
import type { Field } from '../operation/parameters';

/** Answers with a field for each class of the project's label set. */
export const classAnswersField = {
	displayName: 'Answers by Class',
	name: 'classAnswers',
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'defineBelow', value: null },
	description: 'The answer of each class; leave those empty that should have none',
	// Without a project there are no classes, which n8n would show as an error.
	displayOptions: { hide: { project: [''] } },
	typeOptions: {
		loadOptionsDependsOn: ['project.value'],
		resourceMapper: {
			resourceMapperMethod: 'getClassColumns',
			mode: 'add',
			valuesLabel: 'Answers by Class',
			fieldWords: { singular: 'class', plural: 'classes' },
			addAllFields: true,
			supportAutoMap: true,
			allowEmptyValues: true,
		},
	},
} as const satisfies Field;

/** A class as a field of 'Answers by Class'. */
export function mapperField({
	id,
	schemaClass,
	parent,
	askedWhen,
}: ClassColumn): ResourceMapperField {
	const { title, tool, options = [] } = schemaClass;
	const outer = askedWhen === undefined ? parent?.title : `${parent?.title} = ${askedWhen}`;
	const type = typeOf(tool, options.length > 0);
	return {
		id,
		displayName: outer === undefined ? title : `${outer} › ${title}`,
		type,
		...(type === 'options' && {
			options: options.map(({ value }) => ({ name: value, value })),
		}),
		// n8n refuses a run without a required field, also where the answers are given elsewhere.
		required: false,
		// The editor marks a list that is not even empty as an error.
		...(type === 'array' && { defaultValue: '[]' }),
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		// Off and no answer look the same, and an inner class may not be asked at all.
		removed: tool === 'boolean' || parent !== undefined,
	};
}

function typeOf(tool: string, hasOptions: boolean): ResourceMapperField['type'] {
	if (SEVERAL_ANSWERS.has(tool)) return 'array';
	if (tool === 'boolean') return 'boolean';
	return hasOptions ? 'options' : 'string';
}
