import { batchOperation } from '../../operation';
import { drawFields } from './fields';
import { drawAll } from './run';

export const draw = batchOperation({
	name: 'Draw',
	action: 'Draw labels',
	description:
		"Show labels on their pictures as SVG files or as one page, with predictions or someone else's labels dashed",
	fields: drawFields,
	plan: (entry) => entry,
	runAll: drawAll,
});
