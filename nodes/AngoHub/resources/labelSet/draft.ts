import { UserError, type IDataObject } from 'n8n-workflow';
import { randomUUID } from 'node:crypto';

import { isRecord } from '../../../shared/util/isRecord';
import type { JsonValue } from '../../../shared/util/json';
import { listOf, LISTS, type ListName } from './kinds';

const AS_GET = "Give the label set in the form in which 'Get' gives it.";

/** An answer to choose, whose ID may not be known yet. */
export interface OptionDraft extends IDataObject {
	value: string;
	schemaId?: string;
}

/** A node of a tree of answers, whose key may not be known yet. */
export interface NodeDraft extends IDataObject {
	title: string;
	key?: string;
	value?: string;
	children?: NodeDraft[];
}

/** A class as the user gives it. What is not given comes from the class that it updates, or is the default. */
export interface ClassDraft {
	list: ListName;
	title: string;
	tool: string;
	schemaId?: string;
	/** All other keys that were given. */
	keys: IDataObject;
	options?: OptionDraft[];
	tree?: NodeDraft[];
	/** Classifications inside of it. */
	inside?: ClassDraft[];
	/** The answer of the class around it, as text or ID, that it is asked for. */
	when?: string;
}

/** An ID as the official client makes it (contract 1.7). */
export function newId(): string {
	return randomUUID().replace(/-/g, '');
}

/**
 * The classes of a label set that was given as JSON: alone, or as the `categorySchema` of a project.
 * @throws UserError when it has not the form of a label set
 */
export function draftsIn(value: JsonValue | undefined): ClassDraft[] {
	const given = (value ?? {}) as IDataObject;
	const labelSet = (given.categorySchema ?? given) as IDataObject;
	const lists = LISTS.filter((list) => labelSet[list] !== undefined);
	if (!isRecord(labelSet) || lists.length === 0) {
		throw new UserError("'Label Set' holds no classes", {
			description: `Give an object with the lists ${LISTS.join(', ')}, as 'Get' does.`,
		});
	}
	const drafts = lists.flatMap((list) => classesIn(labelSet[list], list, list));
	if (drafts.length > 0) return drafts;
	throw new UserError("'Label Set' holds no classes", {
		description: 'Give at least one class. To remove classes, list the ones to keep.',
	});
}

function classesIn(value: unknown, list: ListName, where: string): ClassDraft[] {
	if (!Array.isArray(value)) {
		throw new UserError(`${where} in 'Label Set' has to be a list`, { description: AS_GET });
	}
	return value.map((entry, index) => draftOf(entry as IDataObject, list, `${where}[${index}]`));
}

function draftOf(entry: IDataObject, list: ListName, where: string): ClassDraft {
	const {
		tool,
		title = '',
		schemaId,
		options,
		treeOptions,
		classifications,
		...keys
	} = entry ?? {};
	if (typeof tool !== 'string' || tool === '' || typeof title !== 'string') {
		throw new UserError(`${where} in 'Label Set' needs a 'tool' and a 'title'`, {
			description: 'For example {"tool": "radio", "title": "Weather", "options": []}.',
		});
	}
	const right = listOf(tool);
	if (right !== undefined && right !== list) {
		throw new UserError(`The class '${title}' belongs to ${right}, not to ${where}`, {
			description: `Its tool is '${tool}': move it to '${right}'.`,
		});
	}
	const tree = treeOptions === undefined ? undefined : nodesIn(treeOptions, `${where}.treeOptions`);
	return {
		list,
		title,
		tool,
		...(isGiven(schemaId) && { schemaId: String(schemaId) }),
		keys: { ...keys, ...(tree?.length === 0 && { treeOptions }) },
		...(options !== undefined && { options: optionsIn(options, `${where}.options`) }),
		...(tree && tree.length > 0 && { tree }),
		...(classifications !== undefined && {
			inside: classesIn(classifications, 'classifications', `${where}.classifications`),
		}),
	};
}

function optionsIn(value: unknown, where: string): OptionDraft[] {
	const list = Array.isArray(value) ? (value as unknown[]) : [null];
	return list.map((entry) => {
		const option = (isText(entry) ? { value: entry } : entry) as OptionDraft | null;
		if (typeof option?.value === 'string') return option;
		throw new UserError(`${where} in 'Label Set' has to be a list of answers`, {
			description: 'Each is a text, or an object such as {"value": "Car", "schemaId": "c1"}.',
		});
	});
}

function nodesIn(value: unknown, where: string): NodeDraft[] {
	const list = Array.isArray(value) ? (value as unknown[]) : [null];
	return list.map((entry) => {
		const { children, ...node } = (entry ?? {}) as NodeDraft;
		if (!isText(node.title)) {
			throw new UserError(`${where} in 'Label Set' has to be a list of answers with a 'title'`, {
				description: AS_GET,
			});
		}
		return { ...node, children: nodesIn(children ?? [], `${where}.children`) };
	});
}

function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}
