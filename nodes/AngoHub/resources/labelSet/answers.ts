import { UserError } from 'n8n-workflow';

import type { SchemaClass } from '../../../shared/hub/types';
import { suggestion } from '../../../shared/util/nearest';
import { newId, type NodeDraft, type OptionDraft } from './draft';

/** A node of a tree of answers (contract 4.2). */
export interface TreeNode extends NodeDraft {
	key: string;
	value: string;
	children: TreeNode[];
}

type Option = NonNullable<SchemaClass['options']>[number];

/** What stands between the levels of a tree. */
const LEVEL = ' / ';

/** Answers with IDs: those of the known ones with the same ID or text, else new ones. */
export function withOptionIds(given: OptionDraft[], known: Option[]): Option[] {
	return given.map((option) => ({
		...option,
		schemaId: option.schemaId ?? counterpart(option, known)?.schemaId ?? newId(),
	}));
}

/** Known answers, changed and followed by those that were given. */
export function mergedOptions(given: OptionDraft[], known: Option[]): Option[] {
	const settled = withOptionIds(given, known);
	const changed = new Map(settled.map((option) => [option.schemaId, option]));
	const kept = known.map((option) => ({ ...option, ...changed.get(option.schemaId) }));
	const old = new Set(known.map(({ schemaId }) => schemaId));
	return [...kept, ...settled.filter(({ schemaId }) => !old.has(schemaId))];
}

function counterpart({ schemaId, value }: OptionDraft, known: Option[]): Option | undefined {
	return schemaId === undefined
		? known.find((option) => option.value === value)
		: known.find((option) => option.schemaId === schemaId);
}

/**
 * A tree with keys: those of the known nodes with the same title at the same place, else new ones.
 * A key may also be given as `schemaId`, where the official client puts it (contract 4.2).
 */
export function withNodeKeys(given: NodeDraft[], known: TreeNode[]): TreeNode[] {
	return given.map((node) => {
		const old = nodeFor(node, known);
		const key = keyOf(node) ?? old?.key ?? node.value ?? newId();
		const value = node.value ?? old?.value ?? key;
		const children = withNodeKeys(node.children ?? [], old?.children ?? []);
		return { ...node, key, value, children };
	});
}

/** A known tree, changed and extended by the one that was given. */
export function mergedTree(given: NodeDraft[], known: TreeNode[]): TreeNode[] {
	const settled = new Map<TreeNode, TreeNode>();
	const added: TreeNode[] = [];
	for (const node of given) {
		const old = nodeFor(node, known);
		if (!old) added.push(...withNodeKeys([node], []));
		else {
			const children = mergedTree(node.children ?? [], old.children ?? []);
			settled.set(old, { ...old, ...node, key: old.key, value: old.value, children });
		}
	}
	return [...known.map((node) => settled.get(node) ?? node), ...added];
}

/** The options of a tree: its nodes depth first, inner ones too, with their paths (contract 4.2). */
export function flattenedTree(nodes: TreeNode[], known: Option[], path = ''): Option[] {
	return nodes.flatMap((node) => {
		const value = path + node.title;
		const old = known.find(({ schemaId }) => schemaId === node.key);
		return [
			{ ...old, value, schemaId: node.key },
			...flattenedTree(node.children ?? [], known, `${value}${LEVEL}`),
		];
	});
}

function nodeFor(node: NodeDraft, known: TreeNode[]): TreeNode | undefined {
	const key = keyOf(node);
	return known.find((other) =>
		key === undefined ? other.title === node.title : other.key === key,
	);
}

function keyOf({ key, schemaId }: NodeDraft): string | undefined {
	return key ?? (schemaId as string | undefined);
}

/**
 * The ID of an answer of a class, by its text or ID.
 * @throws UserError naming the nearest ones when the class has no such answer
 */
export function optionIdIn(parent: SchemaClass, answer: string, asking: string): string {
	const options = parent.options ?? [];
	const found =
		options.find(({ value }) => value === answer) ??
		options.find(({ schemaId }) => schemaId === answer);
	if (found) return found.schemaId;
	throw new UserError(`'${parent.title}' has no answer '${answer}', which '${asking}' asks for`, {
		description: suggestion(
			answer,
			options.map(({ value }) => value),
			`There are no answers to choose from in '${parent.title}'.`,
		),
	});
}

/** An ID at the end of a line. */
const LINE_ID = /^(.*\S)\s*\[id:\s*([^\]\s]+)\s*\]$/i;

/**
 * The answers in a text with one on each line, or in a list from an expression. An ID may follow in
 * brackets.
 */
export function optionLines(value: unknown): OptionDraft[] {
	return lines(value).map((line) => {
		if (typeof line !== 'string') return line;
		const [, text = line, schemaId] = LINE_ID.exec(line) ?? [];
		return { value: text, ...(schemaId && { schemaId }) };
	});
}

/** The tree in a text with a path of titles on each line; a path makes the nodes above it as well. */
export function treeLines(value: unknown): NodeDraft[] {
	const roots: NodeDraft[] = [];
	for (const option of optionLines(value)) {
		const titles = option.value
			.split(/\s\/\s/)
			.map((title) => title.trim())
			.filter(Boolean);
		let level = roots;
		for (const [depth, title] of titles.entries()) {
			let node = level.find((one) => one.title === title);
			if (!node) level.push((node = { title, children: [] }));
			if (depth === titles.length - 1 && option.schemaId) node.key = option.schemaId;
			level = node.children!;
		}
	}
	return roots;
}

function lines(value: unknown): Array<string | OptionDraft> {
	const list = Array.isArray(value) ? (value as unknown[]) : String(value ?? '').split(/\r?\n/);
	return list
		.filter((entry) => entry !== null && entry !== undefined)
		.map((entry) => {
			const { value: text, schemaId } = entry as OptionDraft;
			return typeof entry === 'object' && typeof text === 'string'
				? { value: text, ...(schemaId && { schemaId }) }
				: String(entry).trim();
		})
		.filter((entry) => entry !== '');
}
