import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { merged } from '../../nodes/shared/labels/merge.ts';
import type { LabelContent } from '../../nodes/shared/hub/types.ts';
import type { Task } from '../../nodes/shared/hub/types.ts';

const schemaId = fc.constantFrom('s1', 's2', 's3', '1678901234567');
const page = fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined });
const object = fc.record(
	{ schemaId, objectId: fc.constantFrom('o1', 'o2', 'o3'), page, note: fc.string() },
	{ requiredKeys: [] },
);
const classification = fc.record(
	{ schemaId, answer: fc.oneof(fc.string(), fc.array(fc.string())), page, extra: fc.jsonValue() },
	{ requiredKeys: [] },
);
const relation = fc.record({ schemaId, from: fc.string(), to: fc.string() });
const url = fc.option(fc.webUrl(), { nil: undefined });
const existing = fc.record({
	answer: fc.record(
		{
			tools: fc.array(object),
			classifications: fc.array(classification),
			relations: fc.array(relation),
		},
		{ requiredKeys: [] },
	),
	brushDataUrl: fc.option(fc.webUrl()),
	medicalBrushDataUrl: fc.option(fc.webUrl()),
}) as fc.Arbitrary<unknown> as fc.Arbitrary<Task>;
const fresh = fc.record(
	{
		objects: fc.array(object),
		classifications: fc.array(classification),
		relations: fc.array(relation),
		brushDataUrl: url,
		medicalBrushDataUrl: url,
	},
	{ requiredKeys: [] },
) as fc.Arbitrary<LabelContent>;

const list = (value: unknown) => (value ?? []) as IDataObject[];

describe('Merging labels with those of a task', () => {
	it('never loses an entry, but for classifications that are answered anew', () => {
		fc.assert(
			fc.property(existing, fresh, (task, content) => {
				const before = structuredClone(task);
				const result = merged(task, content);
				const { tools, classifications, relations } = task.answer!;
				// Existing entries come first, the very same, in their order; new ones follow.
				expect(result.objects).toEqual([...list(tools), ...list(content.objects)]);
				expect(result.relations).toEqual([...list(relations), ...list(content.relations)]);
				const again = (one: IDataObject) =>
					one.schemaId !== undefined &&
					list(content.classifications).some(
						(other) => other.schemaId === one.schemaId && other.page === one.page,
					);
				expect(result.classifications).toEqual([
					...list(classifications).filter((one) => !again(one)),
					...list(content.classifications),
				]);
				expect(result.brushDataUrl).toBe(content.brushDataUrl ?? task.brushDataUrl);
				expect(result.medicalBrushDataUrl).toBe(
					content.medicalBrushDataUrl ?? task.medicalBrushDataUrl,
				);
				expect(task).toEqual(before);
			}),
		);
	});

	it('takes the numbers and the texts of old schema ids for the same', () => {
		const task = { answer: { classifications: [{ schemaId: 1678901234567, answer: 'old' }] } };
		const content = { classifications: [{ schemaId: '1678901234567', answer: 'new' }] };
		expect(merged(task as unknown as Task, content).classifications).toEqual(
			content.classifications,
		);
	});

	it('replaces an answer with one that means the whole asset, and keeps those of other pages', () => {
		const classifications = [
			{ schemaId: 's1', answer: 'whole', page: null },
			{ schemaId: 's1', answer: 'first frame', page: 0 },
		];
		const task = { answer: { classifications } } as unknown as Task;
		const content = { classifications: [{ schemaId: 's1', answer: 'new' }] };
		expect(merged(task, content).classifications).toEqual([
			classifications[1],
			...content.classifications,
		]);
	});
});
