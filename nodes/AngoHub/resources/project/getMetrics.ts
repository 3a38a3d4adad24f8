import { projectLocator } from '../../../shared/fields/locators';
import { beside } from '../../../shared/items/records';
import { operation } from '../../operation';

export const getMetrics = operation({
	name: 'Get Metrics',
	action: 'Get metrics of project',
	description: 'Read one of the overviews that Ango Hub counts for a project',
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
					description: 'How far the tasks have come',
				},
				{
					name: 'Answer Distribution',
					value: 'AnswerDistribution',
					description: 'How often each answer was given',
				},
				{
					name: 'Asset Size',
					value: 'AssetSize',
					description: 'How large the assets are',
				},
				{
					name: 'Consensus Ranges',
					value: 'ConsensusRanges',
					description: 'How far annotators agree',
				},
				{
					name: 'Label Stage Groups',
					value: 'LabelStageGroups',
					description: 'How many tasks are in the stages',
				},
				{
					name: 'Time per Task',
					value: 'TimePerTask',
					description: 'How long annotators take',
				},
			],
			default: 'AnnotationStatus',
			description: 'What to count',
		},
	],
	run: async ({ params: { project: projectId, metric }, hub }) =>
		beside({ projectId }, await hub.projects.metrics(projectId, metric)),
});
