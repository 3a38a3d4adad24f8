import type { Field } from '../../shared/operation/parameters';
import { storageLocator } from '../../shared/pickers/locators';

export const descriptionOption = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	default: '',
	description: 'What the project is for',
} as const satisfies Field;

export const simplifyField = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
} as const satisfies Field;

/** Settings of a project that can be changed (contract 2.1). Names are those of the wire. */
export const settingsOptions = [
	{
		displayName: 'Allow Skipping Tasks',
		name: 'taskSkipEnabled',
		type: 'boolean',
		default: true,
		description: 'Whether annotators may skip a task',
	},
	{
		displayName: 'Benchmark',
		name: 'benchmarkEnabled',
		type: 'boolean',
		default: false,
		description: 'Whether annotators also get tasks whose right answer is known',
	},
	{
		displayName: 'Benchmark Ratio',
		name: 'benchmarkRatio',
		type: 'number',
		default: 0,
		description: 'How many of the tasks are for the benchmark',
	},
	descriptionOption,
	{
		displayName: 'Error Codes',
		name: 'errorCodesEnabled',
		type: 'boolean',
		default: false,
		description: 'Whether issues carry an error code',
	},
	{
		displayName: 'Error Schema',
		name: 'errorSchema',
		type: 'json',
		default: '{}',
		description: 'The error codes to choose from, as an object',
	},
	{
		displayName: 'Export Bucket',
		name: 'exportStorageBucket',
		type: 'string',
		default: '',
		placeholder: 'e.g. labels',
		description: 'The bucket of the export storage that exports go to',
	},
	{
		displayName: 'Export Folder',
		name: 'exportStoragePath',
		type: 'string',
		default: '',
		placeholder: 'e.g. exports/street-scenes',
		description: 'The folder in the bucket that exports go to',
	},
	{
		...storageLocator,
		displayName: 'Export Storage',
		name: 'exportStorageId',
		description: 'The storage of your own that exports go to',
	},
	{
		displayName: 'Export to Own Storage',
		name: 'exportStorageEnabled',
		type: 'boolean',
		default: false,
		description: "Whether exports go to the export storage instead of Ango Hub's own",
	},
	{
		displayName: 'GC Sync',
		name: 'gcSyncEnabled',
		type: 'boolean',
		default: false,
		description: "Whether Ango Hub's GC sync is on for the project",
	},
	{
		displayName: 'Idle Timeout',
		name: 'idleTimeout',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 300,
		description: 'Seconds without activity after which an annotator counts as idle',
	},
	{
		displayName: 'Instructions URL',
		name: 'instructions',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/instructions.pdf',
		description: "The address of the instructions. To give a file, use 'Upload Instructions'.",
	},
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Street scenes',
		description: 'What the project is called',
	},
	{
		displayName: 'OCR Language',
		name: 'ocrLanguage',
		type: 'string',
		default: '',
		placeholder: 'e.g. en',
		description: 'The language of the text that is read from assets',
	},
	{
		displayName: 'Plugin Presets',
		name: 'pluginPresets',
		type: 'json',
		default: '[]',
		description: 'Presets of the plugins of the project, as a list',
	},
	{
		displayName: 'Project Plugins',
		name: 'projectPlugins',
		type: 'json',
		default: '{}',
		description: 'The plugins of the project and their settings, as an object',
	},
	{
		displayName: 'Unassign Skipped Tasks',
		name: 'unassignSkippedTask',
		type: 'boolean',
		default: false,
		description: 'Whether a task that is skipped goes back to everybody',
	},
] as const satisfies readonly Field[];
