import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { IDataObject } from 'n8n-workflow';
import type { LabelSet } from '../../../nodes/shared/hub/types.ts';
import { LABELER } from '../../local-hub/index.mts';
import type { Execution } from '../harness/n8nApi.mts';
import { theLab } from '../harness/lab.mts';
import { angoHub, byId, chain, readFiles, TRIGGER } from '../harness/workflows.mts';

const PROJECT = byId('={{ $("Create Project").first().json._id }}');
/** The task of the item that came through the workflow. */
const TASK = byId('={{ $("Get Tasks").item.json.taskId }}');

const CLASSES = {
	class: [
		{ kind: 'tool', toolType: 'bounding-box', title: 'Box', settings: { color: '#00AA55' } },
		{
			kind: 'classification',
			classificationType: 'radio',
			title: 'Kind',
			options: 'Car\nBus',
			settings: { required: true },
		},
		{
			kind: 'classification',
			classificationType: 'text',
			title: 'Brand',
			insideOf: 'Kind',
			when: 'Car',
			settings: {},
		},
		{
			kind: 'classification',
			classificationType: 'tree-dropdown',
			title: 'Place',
			tree: 'City / Street\nCity / Square\nCountry',
			settings: {},
		},
	],
};

const REVIEW_WORKFLOW = JSON.stringify([
	{
		id: 'Start',
		type: 'Start',
		name: 'Start',
		position: { x: 0, y: 0 },
		next: ['Label'],
		autoForward: false,
	},
	{
		id: 'Label',
		type: 'Label',
		name: 'Label',
		position: { x: 1, y: 0 },
		next: ['review-1'],
		assignedTo: [],
	},
	{
		id: 'review-1',
		type: 'Review',
		name: 'Second Look',
		position: { x: 2, y: 0 },
		next: ['Complete', 'Label'],
		assignedTo: [],
	},
	{ id: 'Complete', type: 'Complete', name: 'Complete', position: { x: 3, y: 0 }, next: [] },
]);

/** One step of the workflow; `once` where it does not go on for each item. */
function steps(): Array<[name: string, parameters: IDataObject, once?: boolean]> {
	return [
		[
			'Upload',
			{
				resource: 'asset',
				operation: 'upload',
				project: PROJECT,
				options: {
					batches: ['First'],
					createMissingBatches: true,
				},
				answers: {
					label: [
						{ class: 'Kind', answers: ['Car'] },
						{ class: 'Brand', answers: ['Volvo'] },
					],
				},
			},
		],
		[
			'Get Tasks',
			{ resource: 'task', operation: 'getAll', project: PROJECT, returnAll: true },
			true,
		],
		[
			'To Label',
			{
				resource: 'task',
				operation: 'requeue',
				project: PROJECT,
				toStage: byId('Label'),
				filters: { taskIds: '={{ $json.taskId }}' },
			},
		],
		[
			'Assign',
			{
				resource: 'task',
				operation: 'assign',
				project: PROJECT,
				task: TASK,
				user: LABELER,
				stage: byId('Label'),
			},
		],
		[
			'Annotate',
			{
				resource: 'label',
				operation: 'annotate',
				project: PROJECT,
				task: TASK,
				submit: true,
				labels: JSON.stringify({
					objects: [{ title: 'Box', 'bounding-box': { x: 1, y: 2, width: 3, height: 4 } }],
				}),
			},
		],
		[
			'Wait For Review',
			{
				resource: 'task',
				operation: 'waitForStage',
				project: PROJECT,
				task: TASK,
				stages: ['Second Look'],
				timeout: 60,
			},
		],
		[
			'Reject',
			{
				resource: 'task',
				operation: 'review',
				project: PROJECT,
				task: TASK,
				reviewStatus: 'Rejected',
			},
		],
		[
			'Open Issue',
			{
				resource: 'issue',
				operation: 'create',
				project: PROJECT,
				task: TASK,
				content: 'The box is too large',
				place: 'point',
				x: 1,
				y: 2,
			},
		],
		[
			'Resolve Issue',
			{
				resource: 'issue',
				operation: 'update',
				project: PROJECT,
				issue: byId('={{ $json._id }}'),
				updateFields: { status: 'Resolved' },
			},
		],
		[
			'To Review',
			{
				resource: 'task',
				operation: 'requeue',
				project: PROJECT,
				toStage: byId('Second Look'),
				filters: { taskIds: '={{ $("Get Tasks").item.json.taskId }}' },
			},
		],
		[
			'Accept',
			{
				resource: 'task',
				operation: 'review',
				project: PROJECT,
				task: TASK,
				reviewStatus: 'Accepted',
			},
		],
		[
			'Export Items',
			{ resource: 'export', operation: 'tasks', project: PROJECT, output: 'items' },
			true,
		],
		[
			'Export File',
			{ resource: 'export', operation: 'tasks', project: PROJECT, output: 'file' },
			true,
		],
		[
			'Metrics',
			{
				resource: 'project',
				operation: 'getMetrics',
				project: PROJECT,
				metric: 'LabelStageGroups',
			},
			true,
		],
		[
			'Get Assets',
			{ resource: 'asset', operation: 'getAll', project: PROJECT, returnAll: true },
			true,
		],
		[
			'Delete Assets',
			{
				resource: 'asset',
				operation: 'delete',
				project: PROJECT,
				asset: byId('={{ $json.assetId }}'),
			},
		],
		['Delete Project', { resource: 'project', operation: 'delete', project: PROJECT }, true],
	];
}

describe('the life of a project', () => {
	let execution: Execution;

	before(async () => {
		const { n8n, credential } = theLab();
		const folder = join(n8n.filesFolder, 'lifecycle');
		mkdirSync(folder);
		for (const name of ['one.png', 'two.png']) writeFileSync(join(folder, name), randomBytes(500));
		const step = ([name, parameters, once = false]: ReturnType<typeof steps>[number]) =>
			angoHub(name, credential, parameters, { executeOnce: once });
		const workflowId = await n8n.api.createWorkflow(
			chain(
				'The life of a project',
				step(['Create Project', { resource: 'project', operation: 'create', name: 'Lifecycle' }]),
				step([
					'Set Stages',
					{
						resource: 'workflowStage',
						operation: 'update',
						project: PROJECT,
						specify: 'json',
						stages: REVIEW_WORKFLOW,
					},
				]),
				step([
					'Set Label Set',
					{ resource: 'labelSet', operation: 'update', project: PROJECT, classes: CLASSES },
					true,
				]),
				readFiles(join(folder, '*')),
				...steps().map(step),
			),
		);
		execution = await n8n.api.run(workflowId, TRIGGER);
	});

	it('is carried through by one workflow', () => {
		assert.equal(execution.status, 'success', execution.error);
	});

	it('begins with a label set of nested and conditional classes', () => {
		const [{ tools, classifications }] = execution.json('Set Label Set') as unknown as LabelSet[];
		assert.deepEqual(
			tools.map(({ title }) => title),
			['Box'],
		);
		const [kind, place] = classifications;
		const car = kind.options!.find(({ value }) => value === 'Car')!;
		assert.equal(kind.classifications![0].title, 'Brand');
		assert.equal(kind.classifications![0].parentOptionId, car.schemaId);
		assert.deepEqual(
			place.options!.map(({ value }) => value),
			['City', 'City / Street', 'City / Square', 'Country'],
		);
	});

	it('pre-labels, labels and reviews every task', () => {
		for (const { preLabel } of execution.json('Upload')) assert.equal(preLabel, 'imported');
		assert.equal(execution.items('Accept').length, 2);
		const items = execution.json('Export Items');
		assert.equal(items.length, 2);
		for (const item of items) {
			assert.equal(item.stageName, 'Complete');
			assert.deepEqual(item.batchNames, ['First']);
			assert.match(JSON.stringify(item), /Volvo/);
			assert.match(JSON.stringify(item), /"bounding-box":\{"x":1,"y":2,"width":3,"height":4\}/);
		}
	});

	it('opens and resolves an issue for each', () => {
		assert.deepEqual(
			execution.json('Resolve Issue').map(({ status }) => status),
			['Resolved', 'Resolved'],
		);
	});

	it('exports a file and ends with nothing left', () => {
		const [file] = execution.items('Export File');
		assert.ok(file?.binary?.data);
		assert.deepEqual(
			execution.json('Delete Assets').map(({ deleted }) => deleted),
			[true, true],
		);
		assert.deepEqual(
			execution.json('Delete Project').map(({ deleted }) => deleted),
			[true],
		);
		const { hub } = theLab();
		assert.ok(![...hub.state.projects.values()].some(({ name }) => name === 'Lifecycle'));
	});
});
