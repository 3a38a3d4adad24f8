import { resource } from '../../operation';
import { annotate } from './annotate';
import { importOperation } from './import';

export const label = resource({
	name: 'Label',
	operations: {
		annotate,

		import: importOperation,
	},
});
