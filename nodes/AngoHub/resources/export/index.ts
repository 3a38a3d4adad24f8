import { operation, resource } from '../../operation';
import { issueExportFields, taskExportFields } from './fields';
import { exportIssues, exportTasks } from './run';

export const exportResource = resource({
	name: 'Export',
	operations: {
		tasks: operation({
			name: 'Export Tasks',
			action: 'Export tasks',
			description: 'Get the labels of many tasks at once, as items or as a file',
			fields: taskExportFields,
			run: exportTasks,
		}),

		issues: operation({
			name: 'Export Issues',
			action: 'Export issues',
			description: 'Get all issues that were raised in a project, as items or as a file',
			fields: issueExportFields,
			run: exportIssues,
		}),
	},
});
