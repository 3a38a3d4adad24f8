import type { LabelSet, SchemaClass } from '../../nodes/shared/hub/types.ts';
import { classColumns, givenAnswers } from '../../nodes/shared/labels/classColumns.ts';

const question = (
	schemaId: string,
	title: string,
	tool: string,
	answers: string[] = [],
	more: Partial<SchemaClass> = {},
): SchemaClass => ({
	schemaId,
	title,
	tool,
	options: answers.map((value) => ({ value, schemaId: `${schemaId}-${value}` })),
	classifications: [],
	...more,
});

const why = question('why', 'Why', 'text', [], { parentOptionId: 'verdict-Reject' });
const labelSet: LabelSet = {
	tools: [],
	relations: [],
	classifications: [
		question('verdict', 'Verdict', 'radio', ['Approve', 'Reject'], { classifications: [why] }),
		question('tags', 'Tags', 'checkbox', ['Dark', 'Berlin, north', 'Wet']),
		question('sure', 'Sure', 'boolean'),
		question('note', 'Note', 'text'),
		question('t1', 'Twin', 'text'),
		question('t2', 'Twin', 'text'),
	],
};

const answersFor = (values: object, fromItem = false, rows: object[] = []) =>
	givenAnswers(
		{
			classAnswers: { fromItem, values: fromItem ? {} : (values as never) },
			answers: { label: rows as never },
		},
		fromItem ? (values as never) : {},
		labelSet,
		'Answers by Class',
	).map(({ schemaId, answer, classifications }) => [
		schemaId,
		answer,
		...(classifications as Array<{ schemaId: string; answer: string }>).map((inner) => [
			inner.schemaId,
			inner.answer,
		]),
	]);

it('names each class by the way to it, and by its ID where that is not enough', () => {
	expect(classColumns(labelSet).map(({ id, askedWhen }) => [id, askedWhen])).toEqual([
		['Verdict', undefined],
		['Verdict › Why', 'Reject'],
		['Tags', undefined],
		['Sure', undefined],
		['Note', undefined],
		['Twin [t1]', undefined],
		['Twin [t2]', undefined],
	]);
});

it.each<[string, object, unknown[]]>([
	['one answer', { Verdict: 'Approve' }, [['verdict', 'Approve']]],
	[
		'an inner answer',
		{ Verdict: 'Reject', 'Verdict › Why': 'Dark' },
		[['verdict', 'Reject', ['why', 'Dark']]],
	],
	['a list', { Tags: ['Dark', 'Wet'] }, [['tags', ['Dark', 'Wet']]]],
	['the JSON of a list', { Tags: '["Dark","Wet"]' }, [['tags', ['Dark', 'Wet']]]],
	['a text with commas', { Tags: 'Dark, Wet' }, [['tags', ['Dark', 'Wet']]]],
	['an answer with a comma', { Tags: 'Berlin, north' }, [['tags', ['Berlin, north']]]],
	['a switch', { Sure: false }, [['sure', 'false']]],
	['a number', { Note: 7 }, [['note', '7']]],
	['a schema ID in the place of a title', { verdict: 'Approve' }, [['verdict', 'Approve']]],
	['a twin by its ID', { 'Twin [t2]': 'x' }, [['t2', 'x']]],
	['nothing for what is empty', { Verdict: '', Tags: [], Note: null }, []],
])('takes %s', (_case, values, expected) => {
	expect(answersFor(values)).toEqual(expected);
});

it('takes the fields of the input item that are called like classes', () => {
	const sheet = { Verdict: 'Reject', Why: 'Dark', Tags: 'Wet', Twin: 'x', Other: 1, row_number: 2 };
	expect(answersFor(sheet, true)).toEqual([
		['verdict', 'Reject', ['why', 'Dark']],
		['tags', ['Wet']],
	]);
});

it.each<[string, object, object[], RegExp]>([
	['a class that is gone', { Verdikt: 'x' }, [], /no class 'Verdikt'/],
	['an unknown answer', { Verdict: 'yes' }, [], /'yes' is not an answer of 'Verdict'/],
	['several answers for one', { Verdict: ['Approve', 'Reject'] }, [], /takes one answer/],
	['an object', { Note: { a: 1 } }, [], /'Note' has to be a text/],
	[
		'an inner answer that is not asked for',
		{ Verdict: 'Approve', 'Verdict › Why': 'x' },
		[],
		/'Why' is asked only when 'Verdict' is 'Reject', but its answer is 'Approve'/,
	],
	[
		'a class in both fields',
		{ Verdict: 'Approve' },
		[{ class: 'Verdict', answers: ['Approve'] }],
		/'Verdict' has an answer in 'Answers by Class' and in 'Answers'/,
	],
])('refuses %s', (_case, values, rows, message) => {
	expect(() => answersFor(values, false, rows)).toThrow(message);
});
