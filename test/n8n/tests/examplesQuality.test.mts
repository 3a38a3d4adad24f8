import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { IDataObject } from 'n8n-workflow';
import type { Asset, LocalHub, Project, Stage } from '../../local-hub/index.mts';
import { clientOf } from '../../local-hub/testClient.mts';
import { exampleWorkflow, runnable } from '../harness/examples.mts';
import { theLab } from '../harness/lab.mts';
import type { Credential } from '../harness/n8nApi.mts';
import { MailServer } from '../stand-ins/mailServer.mts';

const DAY_MS = 24 * 3600 * 1000;
const ADA = 'ada@example.com';
const BOB = 'bob@example.com';

const START: Stage = {
	id: 'Start',
	type: 'Start',
	name: 'Start',
	next: ['Label'],
	autoForward: true,
};
const COMPLETE: Stage = {
	id: 'Complete',
	type: 'Complete',
	name: 'Complete',
	preventRequeue: false,
};
const labelStage = (next: string): Stage => ({
	id: 'Label',
	type: 'Label',
	name: 'Label',
	next: [next],
	assignedTo: [],
});
const reviewStage = (
	id: string,
	name: string,
	next: [accepted: string, rejected: string],
): Stage => ({
	id,
	type: 'Review',
	name,
	next,
	assignedTo: [],
});

function seedAssets(hub: LocalHub, { _id }: Project, count: number, batch?: string): Asset[] {
	const batches = batch === undefined ? [] : [batch];
	return Array.from({ length: count }, () => hub.seedAsset(_id, { batches }));
}

async function raiseIssue(hub: LocalHub, asset: Asset, content: string): Promise<string> {
	const body = { labelTask: hub.taskOf(asset)._id, content };
	const { data } = await clientOf(hub).post('/v2/issues', body);
	return data.issue._id;
}

describe('the example "Quality report by email"', () => {
	const mailServer = new MailServer();
	let smtp: Credential;

	before(async () => {
		const access = await mailServer.start();
		smtp = await theLab().n8n.api.createCredential('Mail', 'smtp', access);
	});

	after(() => mailServer.stop());

	const seedProject = (name: string) =>
		theLab().hub.seedProject({ name, stages: [START, labelStage('Complete'), COMPLETE] });

	async function report(project: Project, settings: IDataObject = {}) {
		const { n8n, credential } = theLab();
		const people = { from: 'n8n@example.com', to: `${ADA}, ${BOB}` };
		const workflow = exampleWorkflow('quality-report-email.json', [credential, smtp], {
			project: project._id,
			...people,
			...settings,
		});
		const run = await runnable(n8n, workflow);
		mailServer.mails.length = 0;
		const execution = await run();
		assert.equal(execution.status, 'success', execution.error);
		assert.equal(mailServer.mails.length, 1);
		return mailServer.mails[0]!;
	}

	/** What the mail says under a heading: the cells of its table, row by row. */
	function tableUnder(html: string, heading: string): string[][] {
		const section = html.split('<h2>').find((part) => part.startsWith(heading))!;
		return [...section.matchAll(/<tr.*?<\/tr>/gs)].map(([row]) =>
			[...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map((cell) => cell[1]!),
		);
	}

	it('tells how far the tasks are, who worked, and which issues are open', async () => {
		const { hub } = theLab();
		const project = seedProject('Street scenes');
		const assets = seedAssets(hub, project, 6);
		for (const asset of assets.slice(0, 3)) hub.labelTask(hub.taskOf(asset)._id, undefined, ADA);
		for (const asset of assets.slice(3, 5)) hub.labelTask(hub.taskOf(asset)._id, undefined, BOB);
		const longAgo = new Date(Date.now() - 8 * DAY_MS).toISOString();
		hub.taskOf(assets[4]!).history[0]!.completedAt = longAgo;
		const open = await raiseIssue(hub, assets[0]!, 'Box <b>too</b> large & "loose"');
		const closed = await raiseIssue(hub, assets[1]!, 'Done');
		await clientOf(hub).post(`/v2/issues/${closed}`, { status: 'Closed' });

		const { from, to, subject, html } = await report(project, { site: 'https://hub.example' });

		assert.equal(from, 'n8n@example.com');
		assert.deepEqual(to, [ADA, BOB]);
		assert.match(subject, /^Ango Hub: Street scenes, \d{4}-\d\d-\d\d$/);
		assert.match(html, /<h1>Street scenes<\/h1>/);
		assert.deepEqual(tableUnder(html, 'Tasks per stage').sort(), [
			['Complete', '5'],
			['Label', '1'],
			['Stage', 'Tasks'],
		]);
		assert.deepEqual(tableUnder(html, 'Work of the last 7 days'), [
			['Email', 'Submissions', 'Duration'],
			[ADA, '3', '3000'],
			[BOB, '1', '1000'],
		]);
		const { labelTask, createdAt, createdBy } = hub.state.issues.get(open)!;
		const link = `https://hub.example/issue/${labelTask}?issue=${open}`;
		assert.deepEqual(tableUnder(html, 'Open issues'), [
			['Since', 'By', 'Issue'],
			[
				createdAt.slice(0, 10),
				createdBy,
				`<a href="${link}">Box &lt;b>too&lt;/b> large &amp; "loose"</a>`,
			],
		]);
	});

	it('says so where there is nothing to report', async () => {
		const { html } = await report(seedProject('Empty'));

		assert.doesNotMatch(html, /<table/);
		assert.match(html, /stage<\/h2>\s*No tasks yet/);
		assert.match(html, /days<\/h2>\s*None/);
		assert.match(html, /issues<\/h2>\s*None/);
	});
});

describe('the example "Rejected tasks back to labeling, with the reason"', () => {
	it('requeues what was rejected, each with one open issue that says why', async () => {
		const { hub, n8n, credential } = theLab();
		const project = hub.seedProject({
			name: 'Rejected',
			stages: [
				START,
				labelStage('review'),
				reviewStage('review', 'Review', ['Complete', 'hold']),
				{ id: 'hold', type: 'Hold', name: 'Sent back', next: ['Label'] },
				COMPLETE,
			],
			categorySchema: {
				tools: [],
				classifications: [{ schemaId: 'why', tool: 'text', title: 'Reason', classifications: [] }],
				relations: [],
			},
		});
		const assets = seedAssets(hub, project, 6);
		const [answered, raised, silent, accepted, parked, waiting] = assets.map((asset) =>
			hub.taskOf(asset),
		);
		for (const { _id } of [answered, raised, silent, accepted]) hub.labelTask(_id, undefined, ADA);
		hub.save(answered._id, { classifications: [{ schemaId: 'why', answer: 'Too loose' }] }, BOB);
		await raiseIssue(hub, assets[1]!, 'The left one is a dog');
		for (const { _id } of [answered, raised, silent]) hub.review(_id, 'Rejected', BOB);
		hub.review(accepted._id, 'Accepted', BOB);
		parked.stage = 'hold';
		hub.state.touch(project._id);
		const workflow = exampleWorkflow('requeue-rejected.json', [credential], {
			project: project._id,
			rejectedStage: 'Sent back',
			noReason: 'see the guide',
		});
		const run = await runnable(n8n, workflow);
		const issuesOf = ({ _id }: { _id: string }) =>
			[...hub.state.issues.values()]
				.filter(({ labelTask }) => labelTask === _id)
				.map(({ content }) => content);

		const execution = await run();

		assert.equal(execution.status, 'success', execution.error);
		for (const task of [answered, raised, silent]) {
			assert.equal(task.stage, 'Label');
			assert.equal(task.assignee, ADA);
		}
		assert.equal(accepted.stage, 'Complete');
		assert.equal(parked.stage, 'hold');
		assert.deepEqual([answered, raised, silent, accepted, parked, waiting].map(issuesOf), [
			[`Rejected by ${BOB}: Too loose`],
			['The left one is a dog'],
			[`Rejected by ${BOB}: see the guide`],
			[],
			[],
			[],
		]);

		hub.clearRequests();
		const again = await run();

		assert.equal(again.status, 'success', again.error);
		assert.deepEqual(again.json('Requeue'), []);
		assert.ok(hub.requests.length > 0);
		assert.deepEqual(
			hub.requests.filter(({ method }) => method !== 'GET'),
			[],
		);
	});
});

describe('the example "A sample of finished tasks to quality assurance"', () => {
	it('sends the same share of the tasks to review, each of them once', async () => {
		const { hub, n8n, credential } = theLab();
		const project = hub.seedProject({
			name: 'QA',
			batches: ['This', 'Other'],
			stages: [
				START,
				labelStage('Complete'),
				reviewStage('qa', 'Second look', ['Complete', 'Label']),
				COMPLETE,
			],
		});
		const [ours, others] = project.batches.map(({ _id }) => seedAssets(hub, project, 150, _id));
		const tasks = ours!.map((asset) => hub.taskOf(asset));
		for (const asset of [...ours!.slice(0, 100), ...others!]) hub.labelTask(hub.taskOf(asset)._id);
		const workflow = exampleWorkflow('qa-sample.json', [credential], {
			project: project._id,
			batch: 'This',
			reviewStage: 'Second look',
			percent: 30,
		});
		const run = await runnable(n8n, workflow);
		const isDrawn = ({ _id }: { _id: string }) =>
			Number.parseInt(createHash('sha256').update(_id).digest('hex').slice(0, 8), 16) <
			0.3 * 2 ** 32;
		const idsIn = (stage: string) =>
			hub.state
				.room(project._id)
				.tasks.filter((task) => task.stage === stage)
				.map(({ _id }) => _id);
		const drawn = (list: typeof tasks) => list.filter(isDrawn).map(({ _id }) => _id);
		const succeed = async () => {
			const execution = await run();
			assert.equal(execution.status, 'success', execution.error);
		};

		await succeed();
		const sample = drawn(tasks.slice(0, 100));
		assert.ok(sample.length > 5 && sample.length < 65, String(sample.length));
		assert.deepEqual(idsIn('qa'), sample);

		await succeed();
		assert.deepEqual(idsIn('qa'), sample);

		// A rejected task is labeled again and finished for the second time; the others are accepted.
		for (const [index, id] of sample.entries()) {
			hub.review(id, index === 0 ? 'Rejected' : 'Accepted');
		}
		hub.submit(sample[0]!);
		for (const { _id } of tasks.slice(100)) hub.labelTask(_id);
		assert.equal(idsIn('Complete').length, 300);
		await succeed();
		assert.deepEqual(idsIn('qa'), drawn(tasks.slice(100)));
	});
});
