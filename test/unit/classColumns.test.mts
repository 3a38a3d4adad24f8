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
		question('place', 'Place', 'tree-dropdown', ['Europe', 'Europe / Berlin']),
		question('cafe', 'Caf\u00e9', 'text'),
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
		['Place', undefined],
		['Caf\u00e9', undefined],
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
	['a switch as sheets write it', { Sure: 'TRUE' }, [['sure', 'true']]],
	['a path in a tree', { Place: 'Europe / Berlin' }, [['place', ['Europe / Berlin']]]],
	['letters composed in another way', { ['Cafe\u0301']: 'x' }, [['cafe', 'x']]],
	['a number', { Note: 7 }, [['note', '7']]],
	['a schema ID in the place of a title', { verdict: 'Approve' }, [['verdict', 'Approve']]],
	['a twin by its ID', { 'Twin [t2]': 'x' }, [['t2', 'x']]],
	['nothing for what is empty', { Verdict: '', Tags: [], Note: null }, []],
])('takes %s', (_case, values, expected) => {
	expect(answersFor(values)).toEqual(expected);
});

describe('the fields of an item', () => {
	it.each<[string, object, unknown[]]>([
		[
			'by title, the inner ones too',
			{ Verdict: 'Reject', Why: 'Dark', Tags: 'Wet', Other: 1, row_number: 2 },
			[
				['verdict', 'Reject', ['why', 'Dark']],
				['tags', ['Wet']],
			],
		],
		[
			'an inner one before the one around it',
			{ 'Verdict › Why': 'x', Verdict: 'Reject' },
			[['verdict', 'Reject', ['why', 'x']]],
		],
		['a cell that is empty', { Verdict: '', Why: '  ', Note: 'x' }, [['note', 'x']]],
		['no cell that has anything', { Verdict: null, Tags: [] }, []],
		['a heading with blanks around it', { ' Note ': 'x' }, [['note', 'x']]],
		[
			'letters composed in another way, in the heading and in the cell',
			{ ['Cafe\u0301']: 'cre\u0300me', Note: '1' },
			[
				['cafe', 'cre\u0300me'],
				['note', '1'],
			],
		],
		['several answers in one cell', { Tags: 'Dark, Wet' }, [['tags', ['Dark', 'Wet']]]],
		['several lines', { Tags: 'Dark\nWet' }, [['tags', ['Dark', 'Wet']]]],
		['the JSON of several', { Tags: ' ["Berlin, north"]' }, [['tags', ['Berlin, north']]]],
		[
			'numbers and switches',
			{ Note: 0, Sure: false },
			[
				['note', '0'],
				['sure', 'false'],
			],
		],
		['a twin by the name of its field', { 'Twin [t2]': 'x' }, [['t2', 'x']]],
		['twins that are empty', { Twin: '', Note: 'x' }, [['note', 'x']]],
		[
			'both headings of an inner class, one of them empty',
			{ Verdict: 'Reject', Why: '', 'Verdict › Why': 'x' },
			[['verdict', 'Reject', ['why', 'x']]],
		],
	])('are taken: %s', (_case, json, expected) => {
		expect(answersFor(json, true).sort()).toEqual(expected.sort());
	});

	it.each<[string, object, RegExp]>([
		['none is called like a class', { Verdikt: 'x', text: 'y' }, /No field of the item is called/],
		['there is no field', {}, /No field of the item is called/],
		['names of JavaScript', { constructor: 'x', toString: 'y' }, /No field of the item is called/],
		['several classes have the title', { Twin: 'x' }, /can mean several classes.*/],
		[
			'two fields answer one class',
			{ Verdict: 'Reject', Why: 'x', 'Verdict › Why': 'y' },
			/Two fields of the item answer 'Verdict › Why'/,
		],
		[
			'an inner answer without an outer one',
			{ Verdict: '', Why: 'x' },
			/'Why' is inside 'Verdict'/,
		],
		['an inner answer of another outer one', { Verdict: 'Approve', Why: 'x' }, /asked only when/],
		['an answer that does not exist', { Tags: 'Dark, Dry' }, /'Dry' is not an answer of 'Tags'/],
		['another spelling', { Verdict: 'approve' }, /'approve' is not an answer of 'Verdict'/],
		['a part of a tree', { Place: 'Berlin' }, /'Berlin' is not an answer of 'Place'/],
		['several answers where one is taken', { Verdict: ['Approve', 'Reject'] }, /takes one answer/],
		['an object', { Note: { a: 1 } }, /has to be text/],
		['a list in a list', { Tags: [['Dark']] }, /has to be text/],
		['a list of objects', { Tags: '[{"a":1}]' }, /has to be text/],
		['no switch', { Sure: 'yes' }, /'yes' is not an answer of 'Sure'/],
		['a number for a switch', { Sure: 1 }, /'1' is not an answer of 'Sure'/],
	])('are refused: %s', (_case, json, message) => {
		expect(() => answersFor(json, true)).toThrow(message);
	});
});

it.each<[string, object, object[], RegExp]>([
	['a class that is gone', { Verdikt: 'x' }, [], /no class 'Verdikt'/],
	['an unknown answer', { Verdict: 'yes' }, [], /'yes' is not an answer of 'Verdict'/],
	['several answers for one', { Verdict: ['Approve', 'Reject'] }, [], /takes one answer/],
	['an object', { Note: { a: 1 } }, [], /'Note' has to be text/],
	[
		'an inner answer that is not asked for',
		{ Verdict: 'Approve', 'Verdict › Why': 'x' },
		[],
		/'Why' is asked only when 'Verdict' is 'Reject', but its answer is 'Approve'/,
	],
	['no switch', { Sure: 5 }, [], /'5' is not an answer of 'Sure'/],
	['a schema of an inner class of something else', { 'Other › Why': 'x' }, [], /no class/],
	...['Verdict', 'verdict'].map((wanted): [string, object, object[], RegExp] => [
		`a class in both fields, as '${wanted}'`,
		{ Verdict: 'Approve' },
		[{ class: wanted, answers: ['Approve'] }],
		/'Verdict' has an answer in 'Answers by Class' and in 'Answers'/,
	]),
	[
		'an inner class in both fields',
		{ Verdict: 'Reject', 'Verdict › Why': 'x' },
		[{ class: 'Verdict / Why', answers: ['y'] }],
		/'Verdict › Why' has an answer in 'Answers by Class' and in 'Answers'/,
	],
])('refuses %s', (_case, values, rows, message) => {
	expect(() => answersFor(values, false, rows)).toThrow(message);
});
