import type { Replays } from './replay.mts';

/** A class of the builder. */
const tool = (toolType: string, title: string, settings: object) => ({
	kind: 'tool',
	toolType,
	title,
	settings,
});
const question = (classificationType: string, title: string, settings: object, more = {}) => ({
	kind: 'classification',
	classificationType,
	title,
	settings,
	...more,
});

const built = (...classes: object[]) => ({
	operation: 'labelSet.update',
	parameters: () => ({ mode: 'replace', specify: 'fields', classes: { class: classes } }),
});

const NOTE = {
	tool: 'text',
	title: 'Note',
	required: false,
	schemaId: 'schema-note',
	columnField: false,
	color: '#ABCDEF',
	shortcutKey: '',
	classifications: [],
	options: [],
	regex: null,
	treeOptions: [],
	parentOptionId: null,
	frameSpecific: false,
	showDropdown: false,
	richText: false,
	extra: 1,
};

const WEATHER = { options: 'Sunny [id: option-sunny]\nRainy [id: option-rainy]' };

export const currentLabelSets: Replays = {
	'create_label_set/classes': built(
		tool('bounding-box', 'Vehicle', {
			color: '#FF0000',
			required: true,
			schemaId: 'schema-vehicle',
			shortcutKey: '1',
		}),
		question(
			'radio',
			'Kind',
			{ color: '#0000FF', schemaId: 'schema-kind' },
			{ options: 'Car [id: option-car]\nBus [id: option-bus]', insideOf: 'Vehicle' },
		),
		question(
			'text',
			'Line',
			{ color: '#00FFFF', schemaId: 'schema-line' },
			{ insideOf: 'Kind', when: 'Bus' },
		),
		question(
			'multi-dropdown',
			'Weather',
			{ color: '#00FF00', schemaId: 'schema-weather' },
			WEATHER,
		),
		question(
			'tree-dropdown',
			'Food',
			{ color: '#123456', schemaId: 'schema-food' },
			{ tree: 'Fruit / Apple' },
		),
		{
			kind: 'relation',
			relationType: 'one-to-one',
			title: 'Pulls',
			settings: { color: '#FFFF00', schemaId: 'schema-pulls' },
		},
	),
	'create_label_set/raw': {
		operation: 'labelSet.update',
		parameters: () => ({
			mode: 'replace',
			specify: 'json',
			labelSet: JSON.stringify({
				tools: [],
				classifications: [NOTE],
				relations: [],
			}),
		}),
	},
	'update_label_validation/all': {
		operation: 'labelSet.updateValidation',
		parameters: () => ({
			updateFields: {
				customValidationEnabled: true,
				validationFunction: 'return [];',
				externalValidation: '{"url": "https://check.example"}',
			},
		}),
	},
};

export const legacyLabelSets: Replays = {
	'create_label_set/classes': built(
		tool('polygon', 'Vehicle', { color: '#67B296', schemaId: 'schema-vehicle' }),
		question('radio', 'Weather', { color: '#3950E3', schemaId: 'schema-weather' }, WEATHER),
	),
};
