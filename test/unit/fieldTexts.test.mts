import type { INodeProperties } from 'n8n-workflow';
import { resources } from '../../nodes/AngoHub/resources/index.ts';

const operationAt = (path: string) => {
	const [resource, operation] = path.split(' ');
	const { operations } = resources[resource as keyof typeof resources];
	return (operations as object as Record<string, { description: string; fields: unknown }>)[
		operation
	];
};

/** The field at a path such as 'options.width'. */
const fieldAt = (operation: string, path: string): INodeProperties => {
	let field = { options: operationAt(operation).fields } as INodeProperties;
	for (const name of path.split('.')) {
		field = (field.options as INodeProperties[]).find((option) => option.name === name)!;
	}
	return field;
};

/** What would be done without a word otherwise. */
describe('The text of a field says what cannot be undone or expected', () => {
	it.each([
		['project update', 'updateFields.benchmarkEnabled', true, /off deletes all benchmark/],
		['project update', 'updateFields.benchmarkRatio', 10, /Percentage/],
		['project update', 'updateFields.ocrLanguage', 'eng', /three letters/],
		['task requeue', 'options.removeAnnotations', false, /permanently/],
		['asset upload', 'options.width', 0, /masks, YOLO or COCO when nobody opens/],
		['asset upload', 'options.height', 0, /masks, YOLO or COCO when nobody opens/],
		['asset importFromCloud', 'options.width', 0, /masks, YOLO or COCO when nobody opens/],
		['labelSet updateValidation', 'updateFields.validationFunction', '', /leaves the function/],
		['labelSet updateValidation', 'updateFields.removeFunction', true, /remove the validation/],
		['asset getAll', 'filters.contextData', '{}', /order of keys does not matter/],
		['asset upload', 'options.deleteLabels', false, /delete the replaced assets' labels/],
	])('%s, %s', (operation, path, preset, words) => {
		const field = fieldAt(operation, path);
		expect(field.default).toBe(preset);
		expect(field.description).toMatch(words);
	});

	it.each([
		['task requeue', /Tasks in a Plugin stage wait there until somebody presses Re-Run/],
		['export tasks', /'assetId' is null where Ango Hub leaves it out/],
		['export tasks', /Exports of one project run one after another/],
	])('%s: %s', (operation, words) => {
		expect(operationAt(operation).description).toMatch(words);
	});
});

it.each([
	['asset delete', 'asset', /'Asset: Get' finds an asset by its external ID/],
	['asset setPriority', 'asset', /'Asset: Get' finds an asset by its external ID/],
	['batch assign', 'assets', /'Asset: Get' finds an asset by its external ID/],
	['task assign', 'task', /'Task: Get Many' finds tasks by external IDs/],
	['task requeue', 'filters.taskIds', /'Task: Get Many' finds tasks by external IDs/],
	['export tasks', 'filters.assetIds', /'Asset: Get' finds an asset by its external ID/],
	['issue getAll', 'filters.labelTask', /'Task: Get Many' finds tasks by external IDs/],
])('%s: %s says where IDs are found', (operation, path, words) => {
	expect(fieldAt(operation, path).typeOptions?.idAdvice).toMatch(words);
});
