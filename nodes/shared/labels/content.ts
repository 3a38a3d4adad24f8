import { UserError, type IDataObject } from 'n8n-workflow';

import type { LabelItem, LabelSet } from '../hub/types';
import { isEmpty } from '../util/isEmpty';
import { isRecord } from '../util/isRecord';
import type { JsonValue } from '../util/json';
import { givenAnswers, type GivenAnswers } from './classColumns';
import { prepared } from './prepare';

/** What an item may say about labels (contract 5.6); `tools` is what tasks and exports call objects. */
const KEYS = [
	'externalId',
	'data',
	'objects',
	'tools',
	'classifications',
	'relations',
	'brushDataUrl',
	'medicalBrushDataUrl',
] as const;

/** Which of them are lists. */
const LISTS = ['objects', 'tools', 'classifications', 'relations'];

/** What the fields 'Labels', 'Answers by Class' and 'Answers' hold. */
export interface LabelFields extends GivenAnswers {
	labels?: JsonValue;
}

/**
 * The labels that the fields give for an input item, in the form that Ango Hub takes.
 * @param field the display name of the field with the answers by class
 * @throws UserError when 'Labels' is no object, or an answer does not fit the label set
 */
export function labelContent(
	{ labels, ...answers }: LabelFields,
	json: IDataObject,
	labelSet?: LabelSet,
	names = { answers: 'Answers by Class', labels: 'Labels' },
): LabelItem {
	const given = labels ?? {};
	if (!isRecord(given)) {
		throw notAsItShouldBe(`'${names.labels}' has to be a JSON object`);
	}
	// A whole task has its labels one floor below: in `task` of exports and triggers, in `answer` of lists.
	const labelsOf = [given.task, given.answer].find(isRecord);
	const whole = { ...given, ...labelsOf };
	const known: IDataObject = {};
	for (const key of KEYS) if (!isEmpty(whole[key])) known[key] = whole[key];
	const wrong = LISTS.find((key) => known[key] !== undefined && !Array.isArray(known[key]));
	if (wrong) throw notAsItShouldBe(`'${wrong}' in '${names.labels}' has to be a list`);
	const rows = givenAnswers(answers, json, labelSet, names.answers);
	if (rows.length > 0) {
		known.classifications = [...((known.classifications ?? []) as IDataObject[]), ...rows];
	}
	return prepared(known as LabelItem, labelSet);
}

function notAsItShouldBe(message: string): UserError {
	return new UserError(message, {
		description:
			'Give {"objects": [...], "classifications": [...]} with all boxes and all answers of the asset.',
	});
}

/** How many labels of each kind there are. */
export function counts(content: LabelItem): IDataObject {
	const { objects = [], classifications = [], relations = [] } = content;
	return {
		objects: objects.length,
		classifications: classifications.length,
		relations: relations.length,
	};
}

/** True when there is nothing to write. */
export function isWithoutLabels(content: LabelItem): boolean {
	const { brushDataUrl, medicalBrushDataUrl } = content;
	return (
		Object.values(counts(content)).every((count) => count === 0) &&
		isEmpty(brushDataUrl) &&
		isEmpty(medicalBrushDataUrl)
	);
}
