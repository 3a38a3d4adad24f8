import { batchOperation } from '../../operation';
import { compareFields } from './fields';
import { compareAll } from './run';

export const compare = batchOperation({
	name: 'Compare',
	action: 'Compare labels',
	description:
		'See how far labels and predictions, or the labels of two annotators, agree: precision, recall, overlap, average precision, confusion, kappa',
	fields: compareFields,
	plan: (entry) => entry,
	runAll: compareAll,
});
