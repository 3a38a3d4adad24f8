import { LABELER, type LocalHub, type Project, type Task } from '../local-hub/index.mts';

/**
 * What every recorded call and its replay find on the hub. The names of the values stand for them
 * in recordings: `<project>`, `<task front.png>`.
 */
export type Scene = Record<string, string>;

/** A member that calls may remove or promote. */
export const GUEST = 'guest@local-hub.example';
export const INVITED = 'invited@local-hub.example';
const BUCKET = 'drive';

const option = (value: string) => ({ value, schemaId: `option-${value.toLowerCase()}` });

const LABEL_SET = {
	tools: [
		{
			tool: 'bounding-box',
			title: 'Vehicle',
			required: false,
			schemaId: 'schema-vehicle',
			columnField: false,
			color: '#FF0000',
			shortcutKey: '1',
			classifications: [],
			options: [],
		},
	],
	classifications: [
		{
			tool: 'radio',
			title: 'Weather',
			required: false,
			schemaId: 'schema-weather',
			columnField: false,
			color: '#00FF00',
			shortcutKey: '',
			classifications: [],
			options: [option('Sunny'), option('Rainy')],
			regex: null,
			treeOptions: [],
			parentOptionId: null,
			frameSpecific: false,
			showDropdown: false,
			richText: false,
		},
	],
	relations: [],
};

const STAGES = [
	{
		id: 'Start',
		type: 'Start',
		name: 'Start',
		position: { x: 0, y: 0 },
		next: ['Label'],
		autoForward: false,
	},
	{
		id: 'Label',
		type: 'Label',
		name: 'Label',
		position: { x: 200, y: 0 },
		next: ['Check'],
		assignedTo: [],
	},
	{
		id: 'Check',
		type: 'Review',
		name: 'Check',
		position: { x: 400, y: 0 },
		next: ['Notify', 'Label'],
		assignedTo: [],
	},
	{
		id: 'Notify',
		type: 'Webhook',
		name: 'Notify',
		position: { x: 600, y: 0 },
		next: ['Complete'],
	},
	{
		id: 'Complete',
		type: 'Complete',
		name: 'Complete',
		position: { x: 800, y: 0 },
		preventRequeue: false,
	},
];

/** The template of the asset builder; the recorded CSV file has its columns. */
const TEMPLATE = {
	name: 'Product',
	description: 'A product with its picture',
	template:
		'<div><h1>{{title}}</h1><img src="{{picture}}"><a href="{{link}}">more</a><p>{{Weather}}</p></div>',
	batchColumn: 'group',
	selectedExternalId: 'sku',
	dataConfig: {
		sku: { type: 'text', includeInExport: true },
		title: { type: 'text', includeInExport: false },
		picture: { type: 'image', includeInExport: false, storage: 'Public' },
		link: { type: 'link', includeInExport: false },
		group: { type: 'text', includeInExport: false },
		weather: { type: 'text', includeInExport: true },
	},
	preLabelConfig: {
		'schema-weather': {
			cla: {
				schemaId: 'schema-weather',
				tool: 'radio',
				title: 'Weather',
				required: false,
				classifications: [],
				multiple: false,
				options: [option('Sunny'), option('Rainy')],
				shortcutKey: '',
				frameSpecific: false,
			},
			value: 'weather',
		},
	},
};

const ANSWER = {
	objects: [
		{
			schemaId: 'schema-vehicle',
			objectId: 'object-1',
			'bounding-box': { x: 1, y: 2, width: 3, height: 4 },
		},
	],
	classifications: [{ schemaId: 'schema-weather', answer: 'Sunny' }],
};

/** Fills a fresh project: a labeled, a waiting and a finished asset, and one record of each kind. */
export function setScene(hub: LocalHub): Scene {
	const { state } = hub;
	const at = state.timestamp();
	const template = state.newId();
	const project = hub.seedProject({
		name: 'Contract',
		batches: ['Mon', 'Tue'],
		categorySchema: structuredClone(LABEL_SET),
		assetBuilderTemplates: [{ ...structuredClone(TEMPLATE), _id: template }],
		...(hub.platform === 'current' && { stages: structuredClone(STAGES) }),
	});
	const [monday, tuesday] = project.batches;
	return {
		project: project._id,
		organization: state.organization,
		template,
		'batch Mon': monday._id,
		'batch Tue': tuesday._id,
		...setAssets(hub, project, monday._id),
		...setOrganization(hub, at),
		...setStorage(hub, at),
	};
}

function setAssets(hub: LocalHub, { _id: project }: Project, batch: string): Scene {
	const front = hub.seedAsset(project, { externalId: 'front.png', batches: [batch] });
	const back = hub.seedAsset(project, { externalId: 'back.png' });
	const done = hub.seedAsset(project, { externalId: 'done.png' });
	const [frontTask, backTask, doneTask] = [front, back, done].map((asset) => hub.taskOf(asset));
	hub.labelTask(frontTask._id, ANSWER);
	hub.labelTask(doneTask._id, ANSWER);
	hub.review(doneTask._id, 'Accepted');
	const issue = { content: 'Too wide', status: 'Open', createdBy: LABELER, createdAt: '' };
	const ids = { _id: hub.state.newId(), project, asset: front._id, labelTask: frontTask._id };
	hub.state.issues.set(ids._id, { ...issue, ...ids, comments: [] });
	return {
		'asset front.png': front._id,
		'asset back.png': back._id,
		'asset done.png': done._id,
		'task front.png': frontTask._id,
		'task back.png': backTask._id,
		'task done.png': doneTask._id,
		'history front.png': frontTask.history[0]._id,
		'time front.png': timeOfLabel(frontTask),
		issue: ids._id,
	};
}

const timeOfLabel = ({ answer }: Task): string =>
	String((answer.tools[0].metadata as { createdAt: string }).createdAt);

function setOrganization({ state }: LocalHub, createdAt: string): Scene {
	const organizationRole = 'member';
	const guest = { _id: state.newId(), email: GUEST, name: 'guest', organizationRole, createdAt };
	state.members.set(guest._id, guest);
	const invite = {
		_id: state.newId(),
		to: INVITED,
		organizationRole,
		projectAssignments: [],
		status: 'pending',
		createdBy: LABELER,
		createdAt,
		expiresAt: createdAt,
	};
	state.invites.set(invite._id, invite);
	return { 'member guest': guest._id, invite: invite._id };
}

function setStorage({ state, storage }: LocalHub, createdAt: string): Scene {
	const { organization } = state;
	const drive = { _id: state.newId(), name: 'Drive', provider: 'AWS', organization, createdAt };
	state.storages.set(drive._id, drive);
	for (const name of ['left.png', 'right.png']) storage.put(`/${BUCKET}/day 1/${name}`, name);
	const llm = { _id: state.newId(), name: 'Writer', organization, createdAt };
	state.llms.set(llm._id, llm);
	return { storage: drive._id, llm: llm._id };
}
