import { randomUUID } from 'node:crypto';

/** The classes of a project, as Ango Hub has them (contract 4.2). */
export interface LabelSet {
	tools: object[];
	classifications: object[];
	relations: object[];
}

const COLOR = '#ffd400';

const newId = () => randomUUID().replaceAll('-', '');

const schemaClass = (tool: string, title: string) => ({
	tool,
	title,
	schemaId: newId(),
	required: false,
	columnField: false,
	color: COLOR,
	shortcutKey: '',
	classifications: [],
});

/** A label set whose annotators draw boxes of one class. */
export function boxes(title: string): LabelSet {
	return { tools: [schemaClass('bounding-box', title)], classifications: [], relations: [] };
}

/** A label set of one question that has to be answered. */
export function question(title: string, answers: string[]): LabelSet {
	const radio = {
		...schemaClass('radio', title),
		required: true,
		options: answers.map((value) => ({ value, schemaId: newId() })),
		regex: null,
		treeOptions: [],
		parentOptionId: null,
		frameSpecific: false,
		showDropdown: false,
		richText: false,
	};
	return { tools: [], classifications: [radio], relations: [] };
}
