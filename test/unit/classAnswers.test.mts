import { mapperField } from '../../nodes/shared/fields/classAnswers.ts';
import type { SchemaClass } from '../../nodes/shared/hub/types.ts';
import { classColumns } from '../../nodes/shared/labels/classColumns.ts';

const question = (tool: string, answers: string[] = [], more: object = {}): SchemaClass => ({
	schemaId: `id-${tool}`,
	title: tool,
	tool,
	options: answers.map((value) => ({ value, schemaId: `${tool}-${value}` })),
	classifications: [],
	...more,
});
const ANSWERS = ['Yes', 'No'];
const always = question('text', [], { title: 'Always', schemaId: 'always' });
const whenYes = question('text', [], { title: 'Yes only', parentOptionId: 'radio-Yes' });

const fields = classColumns({
	tools: [],
	relations: [],
	classifications: [
		question('radio', ANSWERS, { classifications: [always, whenYes] }),
		...['single-dropdown', 'checkbox', 'multi-dropdown', 'rank', 'tree-dropdown'].map((tool) =>
			question(tool, ANSWERS),
		),
		...['boolean', 'text', 'instance'].map((tool) => question(tool)),
	],
}).map(mapperField);

it.each([
	['radio', 'options', false],
	['radio › Always', 'string', true],
	['radio = Yes › Yes only', 'string', true],
	['single-dropdown', 'options', false],
	['checkbox', 'array', false],
	['multi-dropdown', 'array', false],
	['rank', 'array', false],
	['tree-dropdown', 'array', false],
	['boolean', 'boolean', true],
	['text', 'string', false],
	['instance', 'string', false],
])('the class %s is a field of the type %s', (displayName, type, removed) => {
	const field = fields.find((one) => one.displayName === displayName);
	expect(field).toMatchObject({ type, removed, required: false, display: true });
	expect(field?.options?.map(({ value }) => value)).toEqual(
		type === 'options' ? ANSWERS : undefined,
	);
	expect(field?.defaultValue).toBe(type === 'array' ? '[]' : undefined);
});

it('keeps fields apart by the way to their class', () => {
	expect(fields.map(({ id }) => id)).toContain('radio › Yes only');
	expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
});
