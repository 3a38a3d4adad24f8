import { classificationItems } from '../../nodes/shared/labels/answers.ts';
import type { LabelSet, SchemaClass } from '../../nodes/shared/hub/types.ts';

const option = (value: string) => ({ value, schemaId: `id-${value}` });
const inner: SchemaClass = {
	schemaId: 's2',
	title: 'Brand',
	tool: 'text',
	options: [],
	classifications: [],
};
const labelSet: LabelSet = {
	tools: [{ schemaId: 't1', title: 'Truck', tool: 'bounding-box' }],
	relations: [],
	classifications: [
		{
			schemaId: 's1',
			title: 'Kind',
			tool: 'radio',
			options: [option('Car'), option('Bus')],
			classifications: [inner],
		},
		{ schemaId: 's3', title: 'Tags', tool: 'checkbox', options: [option('wet'), option('dark')] },
		{ schemaId: 's4', title: 'Twin', tool: 'text' },
		{ schemaId: 's5', title: 'Twin', tool: 'text' },
	],
};

describe('classificationItems', () => {
	it('answers classes by title or id, one answer or several, inner ones inside', () => {
		const rows = [
			{ class: 'Brand', answers: ['Volvo'] },
			{ class: 'Kind', answers: ['Bus'] },
			{ class: 's3', answers: 'wet, dark' },
			{ class: 's5', answers: '7, or 8' },
		];
		expect(classificationItems(rows, labelSet)).toEqual([
			{
				schemaId: 's1',
				tool: 'radio',
				title: 'Kind',
				answer: 'Bus',
				classifications: [
					{ schemaId: 's2', tool: 'text', title: 'Brand', answer: 'Volvo', classifications: [] },
				],
			},
			{
				schemaId: 's3',
				tool: 'checkbox',
				title: 'Tags',
				answer: ['wet', 'dark'],
				classifications: [],
			},
			{ schemaId: 's5', tool: 'text', title: 'Twin', answer: '7, or 8', classifications: [] },
		]);
	});

	it('leaves out rows that are wholly empty', () => {
		expect(classificationItems([{ class: '', answers: [] }, {}], labelSet)).toEqual([]);
	});

	it.each([
		[[{ class: 'Knid', answers: ['Car'] }], /no class 'Knid'/],
		[[{ class: 'Truck', answers: ['red'] }], /^'Truck' is a Bounding Box class, which is drawn/],
		[[{ class: 'Twin', answers: ['a'] }], /2 classes called 'Twin'/],
		[[{ class: 'Kind', answers: [''] }], /'Kind' has no answer/],
		[[{ class: 'Kind', answers: ['Cat'] }], /'Cat' is not an answer of 'Kind'/],
		[[{ class: 'Kind', answers: ['Car', 'Bus'] }], /takes one answer, not 2/],
		[[{ class: 'Brand', answers: ['Volvo'] }], /'Brand' is inside 'Kind'/],
	])('refuses %j', (rows, words) => {
		expect(() => classificationItems(rows, labelSet)).toThrow(words);
	});

	it('says so when there is no label set', () => {
		expect(() => classificationItems([{ class: 'X', answers: ['1'] }])).toThrow(/no class 'X'/);
	});
});
