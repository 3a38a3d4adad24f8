import type { IDataObject } from 'n8n-workflow';

/** What the tests look at in a class. */
export interface Entry extends IDataObject {
	title: string;
	schemaId: string;
	options: IDataObject[];
	classifications: Entry[];
}

/** A class as Ango Hub keeps it (contract 4.2). */
export const schemaClass = (tool: string, title: string, schemaId: string, more: object = {}) => ({
	tool,
	title,
	schemaId,
	required: false,
	columnField: false,
	color: '#112233',
	shortcutKey: '',
	classifications: [],
	options: [],
	ocrEnabled: false,
	multiple: true,
	...more,
});
/** The further keys of classifications. */
export const extras = {
	regex: null,
	treeOptions: [],
	parentOptionId: null,
	frameSpecific: false,
	showDropdown: false,
	richText: false,
};

/** The label set that a project of the tests has. */
export const existing = () => ({
	tools: [
		schemaClass('bounding-box', 'Vehicle', 't1', {
			color: '#FF0000',
			shortcutKey: '1',
			classifications: [
				schemaClass('radio', 'Kind', 'c1', {
					...extras,
					options: [
						{ value: 'Car', schemaId: 'o1', hint: 'four wheels' },
						{ value: 'Truck', schemaId: 'o2' },
					],
					classifications: [
						schemaClass('text', 'Plate', 'c2', { ...extras, parentOptionId: 'o1' }),
					],
				}),
			],
		}),
		schemaClass('polygon', 'Lane', 't2', { required: true }),
	],
	classifications: [
		schemaClass('tree-dropdown', 'Place', 'c3', {
			...extras,
			treeOptions: [
				{
					title: 'City',
					key: 'k1',
					value: 'k1',
					children: [{ title: 'Center', key: 'k2', value: 'k2', children: [] }],
				},
			],
			options: [
				{ value: 'City', schemaId: 'k1' },
				{ value: 'City / Center', schemaId: 'k2' },
			],
		}),
	],
	relations: [schemaClass('one-to-one', 'Tows', 'r1')],
});
