import type { Entry } from '../../../shared/operation/operation';
import type { Parameters } from '../../../shared/operation/parameters';
import type { labelFields } from './fields';

export type LabelParams = Parameters<typeof labelFields>;

/** The parameters of the first item, which decides; a label set may come with a later one. */
export function paramsOf<P extends LabelParams>(entries: ReadonlyArray<Entry<P>>): P {
	const [{ params }] = entries;
	if (params.labelSet !== undefined) return params;
	const other = entries.find((entry) => entry.params.labelSet !== undefined);
	return { ...params, labelSet: other?.params.labelSet };
}
