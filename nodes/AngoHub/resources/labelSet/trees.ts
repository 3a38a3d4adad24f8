import type { SchemaClass } from '../../../shared/hub/types';
import { newId, type NodeDraft } from './draft';

type Option = NonNullable<SchemaClass['options']>[number];

/** A node of a tree of answers (contract 4.2). */
export interface TreeNode extends NodeDraft {
	key: string;
	value: string;
	children: TreeNode[];
}

/** What stands between the levels of a tree. */
const LEVEL = ' / ';

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
