import { UserError, type IDataObject } from 'n8n-workflow';

import type { LabelSet, SchemaClass } from '../hub/types';
import { isEmpty } from '../util/isEmpty';
import { namesIn, type Names } from '../util/names';
import { suggestion } from '../util/nearest';
import {
	classificationCalled,
	flattened,
	isSame,
	missedCondition,
	SEVERAL_ANSWERS,
} from './classes';

/** A class and its answers in a simple form. */
export interface AnswerRow {
	class?: string;
	answers?: Names;
}

/**
 * Answers as the classifications of an import item (contract 5.6), checked against the label set.
 * A class inside another one goes inside the answer of that one, or inside the one that asks for it
 * where there are several.
 * @throws UserError when a class or an answer does not exist, or is not asked for
 */
export function classificationItems(rows: AnswerRow[], labelSet?: LabelSet): IDataObject[] {
	const classes = flattened(labelSet?.classifications ?? []);
	const answered = rows
		.filter((row) => !isEmpty(row.class) || !isEmpty(row.answers))
		.map((row) => {
			const found = classificationCalled(String(row.class ?? ''), classes, labelSet);
			return { ...found, item: item(found.schemaClass, answersOf(row, found.schemaClass)) };
		});
	const roots: IDataObject[] = [];
	for (const { schemaClass, parent, item: child } of answered) {
		if (!parent) {
			roots.push(child);
			continue;
		}
		const around = answered.filter((other) => other.schemaClass === parent);
		if (around.length === 0) {
			throw new UserError(
				`'${schemaClass.title}' is inside '${parent.title}', which has no answer`,
				{ description: `Add an answer for '${parent.title}' as well.` },
			);
		}
		const asking = around.find(
			({ item: { answer } }) => missedCondition(schemaClass, parent, answer) === undefined,
		);
		if (!asking) throw notAsked(schemaClass, parent, around[0].item);
		(asking.item.classifications as IDataObject[]).push(child);
	}
	return roots;
}

function notAsked(inner: SchemaClass, outer: SchemaClass, { answer }: IDataObject): UserError {
	const wanted = missedCondition(inner, outer, answer);
	const given = [answer].flat().join("', '");
	return new UserError(
		`'${inner.title}' is asked only when '${outer.title}' is '${wanted}', but its answer is '${given}'`,
		{ description: `Remove the answer of '${inner.title}', or change that of '${outer.title}'.` },
	);
}

/** A text is split only where several answers can be given and it is none as a whole. */
function answersOf({ answers = [] }: AnswerRow, { tool, options = [] }: SchemaClass): string[] {
	return namesIn(
		answers,
		(text) => !SEVERAL_ANSWERS.has(tool) || options.some(({ value }) => value === text),
	);
}

function item({ schemaId, tool, title, options = [] }: SchemaClass, given: string[]): IDataObject {
	const isSwitch = tool === 'boolean' && options.length === 0;
	const texts = isSwitch ? ['true', 'false'] : options.map(({ value }) => value);
	const answers = given
		.map((answer) => (isSwitch ? answer.toLowerCase() : answer))
		.map((answer) => texts.find((text) => isSame(text, answer)) ?? answer);
	if (answers.length === 0) {
		throw new UserError(`'${title}' has no answer`, {
			description: "Fill in 'Answers', or remove the row.",
		});
	}
	if (answers.length > 1 && !SEVERAL_ANSWERS.has(tool)) {
		throw new UserError(`'${title}' takes one answer, not ${answers.length}`, {
			description: `Give one of ${answers.join(', ')}.`,
		});
	}
	const unknown = answers.find((answer) => texts.length > 0 && !texts.includes(answer));
	if (unknown !== undefined) {
		throw new UserError(`'${unknown}' is not an answer of '${title}'`, {
			description: suggestion(unknown, texts, ''),
		});
	}
	return {
		schemaId,
		tool,
		title,
		answer: SEVERAL_ANSWERS.has(tool) ? answers : answers[0],
		classifications: [],
	};
}
