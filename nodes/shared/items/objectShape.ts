import type { IDataObject } from 'n8n-workflow';

import { MASK_TOOLS, SHAPES } from '../labels/shapes';
import { isRecord } from '../util/isRecord';
import { textIn } from '../util/textIn';

/** Keys of an object that hold its shape (contract 5.5). */
const SHAPE_KEYS = new Set([...Object.keys(SHAPES), ...MASK_TOOLS, 'pct', 'message']);

/** Where an angle is given without a key of its own. */
const ANGLE_KEYS = ['vertex', 'p1', 'p2', 'angle'];

/** An object with its shape under a name that is the same for all tools. */
export interface ObjectShape {
	/** Null where neither the object nor its class says. */
	tool: string | null;
	/** Null where the object has none: the pixels of a mask are in a picture of their own. */
	shape: unknown;
	/** What else the object has. */
	rest: IDataObject;
}

/**
 * Tells the shape of an object from what else it has, such as `masks` or `ocr`: it is the key that
 * names a known tool, or the tool of its class. Keys that nobody knows stay where they are.
 * @param toolOfClass the tool of the object's class, where the label set is known
 */
export function objectShape(object: IDataObject, toolOfClass?: string): ObjectShape {
	const known = Object.keys(object).find((key) => SHAPE_KEYS.has(key));
	const key =
		known ?? (toolOfClass !== undefined && toolOfClass in object ? toolOfClass : undefined);
	if (key !== undefined) {
		const { [key]: value, ...rest } = object;
		return { tool: textIn(object.tool) ?? key, shape: MASK_TOOLS.has(key) ? null : value, rest };
	}
	if (isRecord(object.angle)) {
		const { angle, ...rest } = object;
		return { tool: textIn(object.tool) ?? 'angle', shape: angle, rest };
	}
	if ('vertex' in object) {
		const isOfAngle = ([name]: [string, unknown]) => ANGLE_KEYS.includes(name);
		const entries = Object.entries(object);
		return {
			tool: textIn(object.tool) ?? 'angle',
			shape: Object.fromEntries(entries.filter(isOfAngle)),
			rest: Object.fromEntries(entries.filter((entry) => !isOfAngle(entry))) as IDataObject,
		};
	}
	return { tool: textIn(object.tool) ?? toolOfClass ?? null, shape: null, rest: object };
}
