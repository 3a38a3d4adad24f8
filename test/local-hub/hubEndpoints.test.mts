import type { LocalHub, Project } from './index.mts';
import { startLocalHub } from './index.mts';
import { clientOf } from './testClient.mts';

let hub: LocalHub;
let client: ReturnType<typeof clientOf>;
let project: Project;

beforeEach(async () => {
	hub = await startLocalHub();
	client = clientOf(hub);
	project = hub.seedProject();
});
afterEach(() => hub.stop());

describe('projects', () => {
	it('replaces label set and workflow, and keeps what it does not know', async () => {
		const path = `/v2/project/${project._id}`;
		const tool = { tool: 'bounding-box', title: 'Car', schemaId: 't1', future: true };
		const categorySchema = { tools: [tool], classifications: [], relations: [] };
		await client.post(path, { categorySchema });
		const stages = [{ id: 'Start', type: 'Start', next: [], custom: { a: 1 } }];
		const { data } = await client.post(path, { stages });
		expect(data.project).toMatchObject({ name: project.name, categorySchema, stages });
		const twice = await client.post(path, { stages: [...stages, ...stages] });
		expect(twice.body.message).toBe('The stage id "Start" is used twice.');
	});

	it('adds members, once each', async () => {
		const path = `/v2/project/${project._id}/assigned`;
		await client.post(path, { assignees: ['ann@example.com'], role: 'Labeler' });
		const reply = await client.post(path, { assignees: ['ann@example.com'], role: 'Reviewer' });
		expect(reply.data.project.assignedTo.slice(1)).toEqual([
			{ assignee: 'ann@example.com', role: 'Reviewer' },
		]);
		expect((await client.post(path, { assignees: [], role: 'reviewer' })).status).toBe(400);
	});

	it('stores asset builder templates in the project', async () => {
		const template = {
			name: 'Card',
			description: '',
			template: '<p>{{text}}</p>',
			batchColumn: null,
			selectedExternalId: 'id',
			dataConfig: { text: { type: 'text', includeInExport: true } },
			preLabelConfig: {},
		};
		await client.post(`/v2/project/${project._id}/assetBuilderTemplates`, template);
		const { data } = await client.get(`/v2/project/${project._id}`);
		expect(data.project.assetBuilderTemplates).toEqual([
			{ ...template, _id: expect.stringMatching(/^[0-9a-f]{24}$/) },
		]);
	});

	it('disappears with everything in it', async () => {
		const [taskId] = hub.seedAsset(project._id).taskIds;
		await client.delete(`/v2/project/${project._id}`);
		expect((await client.get(`/v2/project/${project._id}`)).status).toBe(400);
		expect((await client.get(`/v2/task/${taskId}`)).status).toBe(404);
		expect((await client.get('/v2/listProjects')).data).toEqual({ projects: [], total: 0 });
	});

	it('counts work per user and tasks per stage', async () => {
		hub.labelTask(hub.seedAsset(project._id).taskIds[0], {}, 'ann@example.com');
		hub.seedAsset(project._id);
		const { data } = await client.post(`/v2/performance/${project._id}`, {});
		expect(data.performance.users).toEqual([
			{ email: 'ann@example.com', submissions: 2, duration: 2000 },
		]);
		const future = { interval: ['2999-01-01T00:00:00Z', '2999-01-02T00:00:00Z'] };
		const later = await client.post(`/v2/performance/${project._id}`, future);
		expect(later.data.performance.users).toEqual([]);
		const metric = await client.get(`/v2/${project._id}/overview/LabelStageGroups`);
		expect(metric.data.overview).toEqual({ Complete: 1, Start: 1 });
		expect((await client.get(`/v2/${project._id}/overview/Weather`)).status).toBe(400);
	});
});

describe('organisation', () => {
	const path = (what: string) => `/v2/organization/${hub.state.organization}/${what}`;

	it('lists, changes and removes members', async () => {
		const { users } = (await client.get(path('users'))).data;
		expect(users).toHaveLength(3);
		const [{ email }] = (await client.get(path('users'), { search: 'review' })).data.users;
		const changed = await client.post(path('users'), {
			users: [
				{ email, organizationRole: 'Admin' },
				{ email: 'nobody@example.com', organizationRole: 'member' },
			],
		});
		expect(changed.data.users).toMatchObject({ updated: 1, failed: 1 });
		const removed = await client.delete(path('users'), { users: [email, 'nobody@example.com'] });
		expect(removed.data).toEqual({ deleted: 1, failed: 1 });
		expect((await client.get(path('users'), { page: 2, limit: 1 })).data.users).toHaveLength(1);
	});

	it('invites, lists and withdraws', async () => {
		const body = {
			to: ['ann@example.com', 'bob@example.com'],
			organizationRole: 'member',
			projectAssignments: [{ projectId: project._id, projectRole: 'Labeler' }],
		};
		expect((await client.post(path('invites'), body)).status).toBe(200);
		await client.delete(path('invites'), { invites: ['bob@example.com'] });
		const { invites } = (await client.get(path('invites'), { status: 'pending' })).data;
		expect(invites).toEqual([expect.objectContaining({ to: 'ann@example.com' })]);
	});

	it('refuses another organisation', async () => {
		expect((await client.get(`/v2/organization/${project._id}/users`)).status).toBe(400);
	});
});

it('takes responses and logs of plugins', async () => {
	const response = await client.post('/v2/pluginResponse', { response: {}, session: 's' });
	expect(response.data.response).toMatchObject({ received: true });
	const entry = { level: 'INFO', pluginId: 'p', runBy: 'u', session: 's', msg: 'hello' };
	const log = await client.post('/v2/pluginLog', entry);
	expect(log.data.response).toEqual({ logged: true });
	expect((await client.post('/v2/pluginLog', { ...entry, level: 'info' })).status).toBe(400);
});

it('keeps comments and mentions of issues', async () => {
	const task = hub.taskOf(hub.seedAsset(project._id));
	const { issue } = (await client.post('/v2/issues', { content: 'x', labelTask: task._id })).data;
	const comment = { content: 'see', contentMentions: ['ann@example.com'] };
	const { data } = await client.post(`/v2/issues/${issue._id}/comment`, comment);
	expect(data.issue.comments).toEqual([
		expect.objectContaining({
			content: 'see',
			contentMentions: [{ userEmail: 'ann@example.com', userName: 'ann' }],
		}),
	]);
	const path = `/v2/issues/${issue._id}`;
	expect((await client.delete(path)).status).toBe(400);
	expect((await client.delete(path, undefined, { project: project._id })).status).toBe(200);
	expect((await client.get('/v2/issues', { project: project._id })).data.issue).toEqual([]);
});
