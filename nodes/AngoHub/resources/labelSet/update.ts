import { UserError } from 'n8n-workflow';

import { projectLocator } from '../../../shared/fields/locators';
import type { Result } from '../../../shared/operation/operation';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { together } from '../../../shared/operation/together';
import { batchOperation, type Services } from '../../operation';
import { changesBetween } from './changes';
import { checkLabelSet } from './checkLabelSet';
import { classFields } from './classFields';
import { draftsIn, type ClassDraft } from './draft';
import { labelSetFrom, type MergeSettings } from './mergeLabelSet';
import { assembled, rowDraft, type RowDraft } from './rows';

const updateFields = [
	projectLocator,
	{
		displayName: 'Mode',
		name: 'mode',
		type: 'options',
		options: [
			{
				name: 'Merge by Title',
				value: 'merge',
				description: 'Add classes and change those with the same title. Keep all others.',
			},
			{
				name: 'Replace All',
				value: 'replace',
				description: 'Remove the classes that are not given here',
			},
		],
		default: 'merge',
		description: 'What to do with the existing classes of the project',
	},
	{
		displayName:
			'Labels of classes that are removed can no longer be shown. The output lists what was removed.',
		name: 'replaceNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { mode: ['replace'] } },
	},
	{
		displayName: 'Keep Schema IDs',
		name: 'keepIds',
		type: 'boolean',
		default: true,
		description:
			'Whether classes and answers with the same title keep their IDs, so that existing labels still belong to them',
		displayOptions: { show: { mode: ['replace'] } },
	},
	{
		displayName: 'Specify Classes',
		name: 'specify',
		type: 'options',
		options: [
			{ name: 'Using Fields Below', value: 'fields', description: 'Build the label set here' },
			{ name: 'Using JSON', value: 'json', description: 'Give the label set as an object' },
		],
		default: 'fields',
		description: 'How to specify the classes. Items for the same project are combined.',
	},
	{
		displayName: 'Classes',
		name: 'classes',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add class',
		default: {},
		description: 'The classes, in the order in which annotators see them',
		displayOptions: { show: { specify: ['fields'] } },
		options: [{ displayName: 'Class', name: 'class', values: classFields }],
	},
	{
		displayName: 'Label Set',
		name: 'labelSet',
		type: 'json',
		default: '{}',
		required: true,
		hint: 'Such as {"tools": [{"title": "Car", "tool": "bounding-box"}], "classifications": [{"title": "Weather", "tool": "radio", "options": [{"value": "Sunny"}, {"value": "Rainy"}]}], "relations": []}',
		description: "Tools, classifications and relations, as 'Get' gives them",
		displayOptions: { show: { specify: ['json'] } },
	},
] as const satisfies readonly Field[];

export const update = batchOperation({
	name: 'Update',
	action: 'Update label set',
	description: 'Set up the classes of a project',
	fields: updateFields,
	plan: ({ params }) => planLabelSet(params),
	runAll: updateLabelSets,
});

/** What one input item wants of a label set. */
interface LabelSetPlan extends MergeSettings {
	projectId: string;
	/** Classes of the builder. */
	rows: RowDraft[];
	/** Classes that were given as JSON. */
	classes: ClassDraft[];
}

/** @throws UserError when the classes of an item cannot be used */
function planLabelSet(params: Parameters<typeof updateFields>): LabelSetPlan {
	const { project: projectId, mode, keepIds, specify } = params;
	const plan = { projectId, mode, keepIds: mode === 'merge' || keepIds };
	if (specify === 'json') return { ...plan, rows: [], classes: draftsIn(params.labelSet) };
	const rows = (params.classes.class ?? []).map(rowDraft);
	if (rows.length === 0) {
		throw new UserError("'Classes' is empty", { description: 'Add at least one class.' });
	}
	return { ...plan, rows, classes: [] };
}

/** Updates label sets. The items of a project make one label set together, in one piece. */
async function updateLabelSets(
	plans: LabelSetPlan[],
	{ hub }: Services,
): Promise<Array<Result | Error>> {
	return await together(plans, {
		key: ({ projectId, mode, keepIds }) => [projectId, mode, keepIds],
		ids: (plan) => [plan],
		call: async ({ projectId, mode, keepIds }, group) => {
			const { before, after } = await hub.labelSets.update(projectId, (existing) => {
				const rows = group.flatMap((plan) => plan.rows);
				const drafts = assembled(rows, mode === 'merge' ? existing : undefined);
				drafts.classes.unshift(...group.flatMap(({ classes }) => classes));
				const labelSet = labelSetFrom(existing, drafts, { mode, keepIds });
				checkLabelSet(labelSet, existing);
				return labelSet;
			});
			return group.map(() => ({ projectId, ...after, changes: changesBetween(before, after) }));
		},
		done: (_, [result]) => result,
	});
}
