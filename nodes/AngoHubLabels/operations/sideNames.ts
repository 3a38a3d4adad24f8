import { UserError, type IDataObject } from 'n8n-workflow';

import { textAt } from '../../shared/util/textAt';

/** An item that is on one of several sides. */
interface SidedItem {
	json: IDataObject;
	/** What the field that tells sides apart has for this item. */
	given: string;
}

/**
 * The side that each item is on. What the field has is the side itself where it differs between items,
 * else the name of the field that has the side; without a name, scores tell predictions from labels.
 * @param displayName of the field that tells sides apart
 * @throws UserError when an item is on no side
 */
export function sideNames(items: readonly SidedItem[], displayName: string): string[] {
	const [{ given: path }] = items;
	const isPath = items.every(({ given }) => given === path);
	const names = items.map(({ json, given }) => {
		if (!isPath) return given;
		if (path === '') return json.scores ? 'Predictions' : 'Labels';
		return textAt(json, path) ?? '';
	});
	const missing = names.indexOf('');
	if (missing === -1) return names;
	throw new UserError(`'${displayName}' finds no value in item ${missing + 1}`, {
		description:
			'Give the name of a field that every item has, such as task.updatedBy, or an expression with a different value for each side.',
	});
}
