import { projectLocator } from '../../../shared/fields/locators';
import { beside } from '../../../shared/items/records';
import { operation } from '../../operation';

export const getMetrics = operation({
	name: 'Get Metrics',
	action: 'Get metrics of project',
	description: 'Get a metric of a project',
	fields: [
		projectLocator,
		{
			displayName: 'Metric',
			name: 'metric',
			type: 'options',
			options: [
				{
					name: 'Annotation Status',
					value: 'AnnotationStatus',
					description: 'Progress of tasks',
				},
				{
					name: 'Answer Distribution',
					value: 'AnswerDistribution',
					description: 'Number of times that each answer was given',
				},
				{
					name: 'Asset Size',
					value: 'AssetSize',
					description: 'Size of the assets',
				},
				{
					name: 'Consensus Ranges',
					value: 'ConsensusRanges',
					description: 'Agreement between annotators',
				},
				{
					name: 'Label Stage Groups',
					value: 'LabelStageGroups',
					description: 'Number of tasks in each stage',
				},
				{
					name: 'Time per Task',
					value: 'TimePerTask',
					description: 'Time that annotators spend',
				},
			],
			default: 'AnnotationStatus',
			description: 'Metric to get',
		},
	],
	run: async ({ params: { project: projectId, metric }, hub }) =>
		beside({ projectId }, await hub.projects.metrics(projectId, metric)),
});
