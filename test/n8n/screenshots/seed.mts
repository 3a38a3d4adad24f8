import { defaultStages, type LocalHub } from '../../local-hub/index.mts';
import type { Samples } from './panels.mts';

const schemaClass = (tool: string, title: string, answers: string[] = []) => ({
	tool,
	title,
	schemaId: title.toLowerCase(),
	required: false,
	color: '#2979ff',
	classifications: [],
	options: answers.map((value) => ({ value, schemaId: value.toLowerCase() })),
});

/** A project that has a bit of everything, and how pickers hold what is in it. */
export function seedExamples(hub: LocalHub): Samples {
	const [start, label, complete] = defaultStages();
	const project = hub.seedProject({
		name: 'Street scenes',
		batches: ['Week 12', 'Week 13'],
		categorySchema: {
			tools: [schemaClass('bounding-box', 'Vehicle')],
			classifications: [
				schemaClass('radio', 'Weather', ['Sunny', 'Rainy']),
				schemaClass('checkbox', 'Light', ['Day', 'Night']),
			],
			relations: [],
		},
		stages: [
			start!,
			{ ...label!, next: ['Review'] },
			{ id: 'Review', type: 'Review', name: 'Review', next: ['Complete'], assignedTo: [] },
			complete!,
		],
	});
	hub.seedProject({ name: 'Field photos' });
	const [asset] = ['front-0001.png', 'front-0002.png', 'rear-0001.png'].map((externalId) =>
		hub.seedAsset(project._id, { externalId, batches: [project.batches[0]!._id] }),
	);
	const task = hub.taskOf(asset!);
	hub.labelTask(task._id, { classifications: [{ title: 'Weather', answer: 'Sunny' }] });
	const { state } = hub;
	const issue = {
		_id: state.newId(),
		project: project._id,
		asset: asset!._id,
		labelTask: task._id,
		content: 'The box is too wide',
		status: 'Open',
		createdBy: project.owner,
		createdAt: state.timestamp(),
		comments: [],
	};
	state.issues.set(issue._id, issue);
	const [storage] = ['Cameras (S3)', 'Archive (GCS)'].map((name) => {
		const { organization } = state;
		const record = { _id: state.newId(), name, organization, createdAt: state.timestamp() };
		state.storages.set(record._id, record);
		return record;
	});
	return {
		project: picked(project._id, project.name),
		asset: picked(asset!._id, asset!.externalId),
		task: picked(task._id, asset!.externalId),
		issue: picked(issue._id, issue.content),
		batch: picked(project.batches[0]!._id, 'Week 12'),
		stage: picked('Review', 'Review'),
		storage: picked(storage!._id, storage!.name),
	};
}

/** The value of a picker after a choice from its list. */
function picked(value: string, cachedResultName: string) {
	return { __rl: true, mode: 'list', value, cachedResultName };
}
