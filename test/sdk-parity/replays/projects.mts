import { byId, fileItem } from '../../engine/setup.mts';
import { LABELER } from '../../local-hub/index.mts';
import { GUEST, INVITED, type Scene } from '../scene.mts';
import { FROM, TO, type Replays } from './replay.mts';

const issue = (scene: Scene) => ({ issue: byId(scene.issue) });
const frontTask = (scene: Scene) => ({ task: byId(scene['task front.png']) });
const organization = (scene: Scene) => ({ organization: byId(scene.organization) });

const llm = (scene: Scene) => ({ llm: byId(scene.llm) });
const storage = (scene: Scene) => ({ storage: byId(scene.storage) });

const errorCodes = { code: [{ category: 'Shape', name: 'Wide' }] };

const common: Replays = {
	'get_project/one': { operation: 'project.get' },
	'list_projects/default': { operation: 'project.getAll', parameters: () => ({ returnAll: true }) },
};

/** Projects, issues and the organization on the current platform. */
export const currentProjects: Replays = {
	...common,
	'add_members_to_project/labeler': {
		operation: 'member.addToProject',
		parameters: () => ({ emails: [LABELER, GUEST], projectRole: 'Labeler' }),
	},
	'create_issue/at a position': {
		operation: 'issue.create',
		parameters: (scene) => ({
			...frontTask(scene),
			content: 'Too wide',
			place: 'point',
			x: 10,
			y: 20,
			options: { mentions: [LABELER], errorCodes, page: 2 },
		}),
	},
	'create_issue/content only': {
		operation: 'issue.create',
		parameters: (scene) => ({ ...frontTask(scene), content: 'Too wide' }),
	},
	'create_issue/on a range of pages': {
		operation: 'issue.create',
		parameters: (scene) => ({
			...frontTask(scene),
			content: 'Too wide',
			options: { page: 2, pageEnd: 4, dataIndex: 0, plane: 'A' },
		}),
	},
	'create_issue/on an object': {
		operation: 'issue.create',
		parameters: (scene) => ({
			...frontTask(scene),
			content: 'Too wide',
			place: 'object',
			objectId: 'object-1',
		}),
	},
	'delete_issue/one': { operation: 'issue.delete', parameters: issue },
	'update_issue/all': {
		operation: 'issue.update',
		parameters: (scene) => ({
			...issue(scene),
			updateFields: {
				content: 'Narrower',
				mentions: [LABELER],
				status: 'Resolved',
				errorCodes,
			},
		}),
	},
	'update_issue/status': {
		operation: 'issue.update',
		parameters: (scene) => ({ ...issue(scene), updateFields: { status: 'Resolved' } }),
	},
	'add_comment_to_issue/with a mention': {
		operation: 'issue.addComment',
		parameters: (scene) => ({
			...issue(scene),
			comment: 'Done',
			options: { mentions: [LABELER] },
		}),
	},
	'get_issues/all': { operation: 'issue.getAll', parameters: () => ({ returnAll: true }) },
	'get_issues/filtered': {
		operation: 'issue.getAll',
		parameters: (scene) => ({
			returnAll: true,
			filters: {
				asset: scene['asset front.png'],
				labelTask: scene['task front.png'],
				stage: 'Check',
				createdBy: LABELER,
			},
		}),
	},
	'create_project/name only': {
		operation: 'project.create',
		parameters: () => ({ name: 'Streets' }),
	},
	'create_project/sensor fusion': {
		operation: 'project.create',
		parameters: () => ({
			name: 'Streets',
			options: { description: 'Point clouds', type: 'pct' },
		}),
	},
	'delete_project/one': { operation: 'project.delete' },
	'clone_project/without members': {
		operation: 'project.clone',
		parameters: () => ({ options: { assignedTo: false } }),
	},
	'purge_project/one': {
		operation: 'project.purge',
		parameters: () => ({ confirmName: 'Contract' }),
	},
	'create_llm/own address': {
		operation: 'llm.create',
		parameters: () => ({
			name: 'Writer',
			provider: 'openai',
			model: 'small',
			apiKey: 'secret',
			options: { baseUrl: 'https://llm.example', isStreamable: true },
		}),
	},
	'delete_llm/one': { operation: 'llm.delete', parameters: llm },
	'get_llms/all': { operation: 'llm.getAll', parameters: () => ({ returnAll: true }) },
	'get_llms/one': { operation: 'llm.get', parameters: llm },
	'send_notification/with a link': {
		operation: 'notification.send',
		parameters: () => ({
			receivers: [LABELER],
			message: 'Please look',
			options: { title: 'Batch is ready', link: 'https://hub.example/batch' },
		}),
	},
	'get_metrics/annotation status': {
		operation: 'project.getMetrics',
		parameters: () => ({ metric: 'AnnotationStatus' }),
	},
	'get_project_performance/default': { operation: 'project.getPerformance' },
	'get_project_performance/interval and batches': {
		operation: 'project.getPerformance',
		parameters: () => ({ filters: { after: FROM, before: TO, batches: ['Mon'] } }),
	},
	'upload_instructions/markdown': {
		operation: 'project.uploadInstructions',
		parameters: (scene) => ({ options: { storage: byId(scene.storage), bucket: 'drive' } }),
		items: async (stage) => [
			await fileItem(stage, 'guide.md', '# Guide', { mimeType: 'text/markdown' }),
		],
	},
	'update_workflow_stages/assignee': {
		operation: 'workflowStage.update',
		parameters: () => ({ stage: byId('Label'), updateFields: { assignedTo: [LABELER] } }),
	},
	'update_benchmark_settings/all': {
		operation: 'project.update',
		parameters: () => ({
			simplify: false,
			updateFields: { benchmarkEnabled: true, benchmarkRatio: 20, benchmarkCutoff: true },
		}),
	},
	'create_storage/aws': {
		operation: 'storage.create',
		parameters: () => ({
			name: 'Photos',
			provider: 'AWS',
			publicKey: 'public',
			privateKey: 'private',
			region: 'eu-west-1',
		}),
	},
	'delete_storage/one': { operation: 'storage.delete', parameters: storage },
	'get_storages/all': { operation: 'storage.getAll', parameters: () => ({ returnAll: true }) },
	'get_storages/one': { operation: 'storage.get', parameters: storage },
	'list_storage_files/folder': {
		operation: 'storage.getFiles',
		parameters: (scene) => ({
			...storage(scene),
			bucket: 'drive',
			path: 'day 1/',
			returnAll: true,
			options: { signedUrls: true },
		}),
	},
	'file_explorer/look': {
		operation: 'storage.exploreFiles',
		parameters: (scene) => ({
			...storage(scene),
			bucket: 'drive',
			folder: 'day 1',
			returnAll: true,
			options: { extensions: 'png' },
		}),
	},
	'file_explorer/import': {
		operation: 'storage.importFolder',
		parameters: (scene) => ({
			...storage(scene),
			bucket: 'drive',
			folder: 'day 1',
			options: { batches: ['Mon'] },
		}),
	},
	'rerun_webhook/one': {
		operation: 'workflowStage.rerunWebhook',
		parameters: () => ({ stage: byId('Notify') }),
	},
	'delete_organization_invites/one': {
		operation: 'invite.delete',
		parameters: (scene) => ({ ...organization(scene), emails: [INVITED] }),
	},
	'get_organization_invites/pending': {
		operation: 'invite.getAll',
		parameters: (scene) => ({ ...organization(scene), returnAll: true }),
	},
	'invite_members_to_org/with a project': {
		operation: 'invite.create',
		parameters: (scene) => ({
			...organization(scene),
			emails: 'new@local-hub.example',
			organizationRole: 'member',
			assignments: { project: [{ project: byId(scene.project), projectRole: 'Reviewer' }] },
		}),
	},
	'delete_organization_members/one': {
		operation: 'member.remove',
		parameters: (scene) => ({ ...organization(scene), emails: [GUEST] }),
	},
	'get_organization_members/all': {
		operation: 'member.getAll',
		parameters: (scene) => ({ ...organization(scene), of: 'organization', returnAll: true }),
	},
	'update_organization_members_role/admin': {
		operation: 'member.updateRole',
		parameters: (scene) => ({
			...organization(scene),
			emails: [GUEST],
			organizationRole: 'admin',
		}),
	},
};

/** The same on the legacy platform. */
export const legacyProjects: Replays = {
	...common,
	'get_integrations/all': { operation: 'storage.getAll', parameters: () => ({ returnAll: true }) },
	'get_integrations/one': { operation: 'storage.get', parameters: storage },
	'create_issue/at a position': {
		operation: 'issue.create',
		parameters: (scene) => ({
			...frontTask(scene),
			content: 'Too wide',
			place: 'point',
			x: 10,
			y: 20,
		}),
	},
	'create_project/described': {
		operation: 'project.create',
		parameters: () => ({ name: 'Streets', options: { description: 'Cars' } }),
	},
	'create_webhook/completed': {
		operation: 'webhook.create',
		parameters: () => ({
			url: 'https://listen.example/hook',
			types: ['COMPLETED'],
			secret: 'secret',
		}),
	},
};
