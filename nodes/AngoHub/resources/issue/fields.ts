import type { Field } from '../../../shared/operation/parameters';

export const contentField = {
	displayName: 'Content',
	name: 'content',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	required: true,
	placeholder: 'e.g. The box is too large',
	description: 'What the issue says',
} as const satisfies Field;

/** Where on the asset an issue is; the choices exclude each other. */
export const placeFields = [
	{
		displayName: 'Place',
		name: 'place',
		type: 'options',
		options: [
			{ name: 'Character', value: 'character', description: 'A character of a text' },
			{ name: 'Object', value: 'object', description: 'A labeled object' },
			{ name: 'Point', value: 'point', description: 'A point of an image or video' },
			{ name: 'Time Span', value: 'span', description: 'A part of an audio recording' },
			{ name: 'Whole Task', value: 'task', description: 'No place in particular' },
		],
		default: 'task',
		description: 'What the issue points at',
	},
	{
		displayName: 'X',
		name: 'x',
		type: 'number',
		default: 0,
		description: 'Pixels from the left',
		displayOptions: { show: { place: ['point'] } },
	},
	{
		displayName: 'Y',
		name: 'y',
		type: 'number',
		default: 0,
		description: 'Pixels from the top',
		displayOptions: { show: { place: ['point'] } },
	},
	{
		displayName: 'Character Index',
		name: 'character',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'Which character, counted from 0',
		displayOptions: { show: { place: ['character'] } },
	},
	{
		displayName: 'Start',
		name: 'start',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 3 },
		default: 0,
		hint: 'In seconds',
		description: 'Seconds from the beginning of the recording',
		displayOptions: { show: { place: ['span'] } },
	},
	{
		displayName: 'End',
		name: 'end',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 3 },
		default: 1,
		hint: 'In seconds',
		description: 'Seconds from the beginning of the recording',
		displayOptions: { show: { place: ['span'] } },
	},
	{
		displayName: 'Object ID',
		name: 'objectId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 8a1f0c5e7d2b4a6990e1f3c',
		description: "The object's ID in the labels of the task",
		displayOptions: { show: { place: ['object'] } },
	},
] as const satisfies readonly Field[];

export const errorCodesOption = {
	displayName: 'Error Codes',
	name: 'errorCodes',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Error Code',
	default: {},
	description: "What is wrong, by the codes of the project's error schema",
	options: [
		{
			displayName: 'Error Code',
			name: 'code',
			values: [
				{
					displayName: 'Category',
					name: 'category',
					type: 'string',
					default: '',
					placeholder: 'e.g. Geometry',
					description: 'The category of the code',
				},
				{
					displayName: 'Key',
					name: 'key',
					type: 'string',
					default: '',
					placeholder: 'e.g. G1',
					description: 'The short form of the code, where it has one',
				},
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. Too large',
					description: 'What the code is called',
				},
			],
		},
	],
} as const satisfies Field;

export const pctDetailsOption = {
	displayName: 'Multi-Sensor Details (JSON)',
	name: 'pctDetails',
	type: 'json',
	default: '{}',
	placeholder: 'e.g. {"frame": 3, "class": "Car"}',
	description: 'What the issue points at in a project for multi-sensor fusion',
} as const satisfies Field;

export const statusOption = {
	displayName: 'Status',
	name: 'status',
	type: 'options',
	options: [
		{ name: 'Closed', value: 'Closed' },
		{ name: 'Open', value: 'Open' },
		{ name: 'Resolved', value: 'Resolved' },
	],
	default: 'Open',
	description: 'How far the issue is',
} as const satisfies Field;

export const dataIndexOption = {
	displayName: 'Data Index',
	name: 'dataIndex',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description: 'Which of several pieces of data the asset is made of, counted from 0',
} as const satisfies Field;

/** Further words about the place of an issue. */
export const pageOptions = [
	{
		displayName: 'Page',
		name: 'page',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'The page of a document or the frame of a video, counted from 0',
	},
	{
		displayName: 'Page End',
		name: 'pageEnd',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'The last page or frame, where the issue is about several; needs Page',
	},
	{
		displayName: 'Plane',
		name: 'plane',
		type: 'options',
		options: [
			{ name: 'Axial', value: 'A' },
			{ name: 'Coronal', value: 'C' },
			{ name: 'Sagittal', value: 'S' },
		],
		default: 'A',
		description: 'The plane of a medical image',
	},
] as const satisfies readonly Field[];

export const filtersField = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		{
			displayName: 'Asset ID',
			name: 'asset',
			type: 'string',
			default: '',
			placeholder: 'e.g. 6554c81ac3b0d000147ea0a1',
			description: 'Only issues on this asset',
		},
		{
			displayName: 'Assignee Name or ID',
			name: 'assignee',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getMembers', loadOptionsDependsOn: ['project.value'] },
			default: '',
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
		{
			displayName: 'Created By Name or ID',
			name: 'createdBy',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getMembers', loadOptionsDependsOn: ['project.value'] },
			default: '',
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
		{
			displayName: 'Stage Name or ID',
			name: 'stage',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getStages', loadOptionsDependsOn: ['project.value'] },
			default: '',
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
		statusOption,
		{
			displayName: 'Task ID',
			name: 'labelTask',
			type: 'string',
			default: '',
			placeholder: 'e.g. 6554c81ac3b0d000147ea0b1',
			description: 'Only issues on this task',
		},
	],
} as const satisfies Field;
