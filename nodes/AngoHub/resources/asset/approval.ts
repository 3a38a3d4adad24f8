import { UserError, type IDataObject } from 'n8n-workflow';

import { classOption } from '../../../shared/fields/answers';
import type { LabelSet, SchemaClass } from '../../../shared/hub/types';
import { classificationCalled, flattened } from '../../../shared/labels/classes';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { isEmpty } from '../../../shared/util/isEmpty';
import { namesIn } from '../../../shared/util/names';
import { suggestion } from '../../../shared/util/nearest';

const decidingClass = {
	...classOption,
	description:
		'The classification whose answer decides. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
} as const satisfies Field;

export const approveWhenOption = {
	displayName: 'Approve When',
	name: 'approveWhen',
	type: 'fixedCollection',
	default: {},
	placeholder: 'Add condition',
	description:
		"Which answer means yes. The output then has the field 'approved', which AI agents act on.",
	options: [
		{
			displayName: 'Condition',
			name: 'condition',
			values: [
				decidingClass,
				{
					displayName: 'Answers',
					name: 'answers',
					type: 'string',
					typeOptions: { multipleValues: true, multipleValueButtonText: 'Add answer' },
					default: [],
					placeholder: 'e.g. Approve',
					description: 'The answers that approve; one of them is enough',
				},
				{
					...classOption,
					displayName: 'Feedback Class Name or ID',
					name: 'feedbackClass',
					description:
						'A text classification whose answer tells the agent why it was not approved. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
				},
			],
		},
	],
} as const satisfies Field;

/** Which answers approve, by the IDs of their classes. */
export interface Approval {
	classId: string;
	className: string;
	answers: string[];
	feedbackId?: string;
}

/**
 * What the user set in 'Approve When', checked against the label set; undefined when that is empty.
 * @throws UserError when a class or an answer does not exist, or half of the condition is missing
 */
export function approvalIn(
	{ condition }: Partial<Parameters<readonly [typeof approveWhenOption]>['approveWhen']> = {},
	labelSet?: LabelSet,
): Approval | undefined {
	if (!condition || (isEmpty(condition.class) && isEmpty(condition.answers))) return undefined;
	const { schemaId, title, options = [] } = classIn(condition.class, 'Class', labelSet);
	const texts = options.map(({ value }) => value);
	const answers = namesIn(condition.answers, (text) => texts.includes(text));
	if (answers.length === 0) {
		throw new UserError("'Answers' of 'Approve When' is empty", {
			description: `Give the answers of '${title}' that mean yes.`,
		});
	}
	const unknown = answers.find((answer) => texts.length > 0 && !texts.includes(answer));
	if (unknown !== undefined) {
		throw new UserError(`'${unknown}' is not an answer of '${title}'`, {
			description: suggestion(unknown, texts, ''),
		});
	}
	const feedback = isEmpty(condition.feedbackClass)
		? undefined
		: classIn(condition.feedbackClass, 'Feedback Class', labelSet);
	return { classId: schemaId, className: title, answers, feedbackId: feedback?.schemaId };
}

function classIn(wanted: string, field: string, labelSet?: LabelSet): SchemaClass {
	if (isEmpty(wanted)) {
		throw new UserError(`'${field}' of 'Approve When' is empty`, {
			description: 'Choose the class from the list, or remove the condition.',
		});
	}
	return classificationCalled(wanted, flattened(labelSet?.classifications ?? []), labelSet)
		.schemaClass;
}

/** Whether the labels approve, and what an AI agent hears when they do not. */
export function approvalOf(
	{ classId, className, answers, feedbackId }: Approval,
	{ classifications }: IDataObject,
): IDataObject {
	const given = answersTo(classId, classifications);
	if (given.some((answer) => answers.includes(answer))) return { approved: true };
	const feedback = feedbackId === undefined ? [] : answersTo(feedbackId, classifications);
	const said = `${className}: ${given.join(', ') || '(no answer)'}`;
	return { approved: false, chatInput: [said, ...feedback].join('\n') };
}

/** The answers of a class, wherever it stands. */
function answersTo(classId: string, classifications: unknown): string[] {
	if (!Array.isArray(classifications)) return [];
	return (classifications as IDataObject[]).flatMap((item) => [
		...(item.schemaId === classId ? [item.answer].flat().filter((one) => !isEmpty(one)) : []).map(
			String,
		),
		...answersTo(classId, item.classifications),
	]);
}
