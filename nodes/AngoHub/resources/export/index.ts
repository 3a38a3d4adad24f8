import { resource } from '../../operation';
import { dataset } from './dataset';
import { issues } from './issues';
import { tasks } from './tasks';

export const exportResource = resource({
	name: 'Export',
	operations: {
		tasks,
		issues,
		dataset,
	},
});
