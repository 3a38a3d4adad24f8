import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, it } from 'node:test';
import type { IDataObject, INode } from 'n8n-workflow';
import type { Asset, Project } from '../../local-hub/index.mts';
import { theLab } from '../harness/lab.mts';
import type { Execution } from '../harness/n8nApi.mts';
import { angoHub, byId, chain, node, TRIGGER } from '../harness/workflows.mts';

const SEND = 'Ask Annotators';
const APPROVE = { classifications: [{ schemaId: 'verdict', answer: 'Approve' }] };
const REJECT = { classifications: [{ schemaId: 'verdict', answer: 'Reject' }] };

/** A project with one question. */
function seedProject(): Project {
	return theLab().hub.seedProject({
		name: `Review ${randomUUID()}`,
		stages: [
			{ id: 'Start', type: 'Start', name: 'Start', next: ['Label'], autoForward: true },
			{ id: 'Label', type: 'Label', name: 'Label', next: ['Complete'], assignedTo: [] },
			{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
		],
		categorySchema: {
			tools: [],
			classifications: [
				{
					schemaId: 'verdict',
					tool: 'radio',
					title: 'Verdict',
					classifications: [],
					options: [
						{ value: 'Approve', schemaId: 'v1' },
						{ value: 'Reject', schemaId: 'v2' },
					],
				},
			],
			relations: [],
		},
	});
}

/** Nodes that put out an item for each of these texts. */
function texts(list: unknown[]): INode[] {
	return [
		node(
			'Texts',
			'n8n-nodes-base.set',
			{ mode: 'raw', jsonOutput: JSON.stringify({ text: list }), options: {} },
			{ typeVersion: 3.4 },
		),
		node('Items', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'text', options: {} }),
	];
}

function sendAndWait(project: Project, parameters: IDataObject = {}, extra: Partial<INode> = {}) {
	return angoHub(
		SEND,
		theLab().credential,
		{
			resource: 'asset',
			operation: 'sendAndWait',
			project: byId(project._id),
			message: '={{ $json.text }}',
			...parameters,
		},
		extra,
	);
}

/** What the item before the node was, for each item that it put out. */
const PAIRED = node(
	'Paired',
	'n8n-nodes-base.set',
	{
		mode: 'raw',
		jsonOutput:
			"={{ JSON.stringify({ before: $('Items').item.json.text, event: $json.event ?? null }) }}",
		options: {},
	},
	{ typeVersion: 3.4 },
);

/** The assets of a project with the context data that annotators see. */
function assetsOf(project: Project): Asset[] {
	return theLab()
		.hub.state.room(project._id)
		.assets.toSorted((a, b) => a.externalId.localeCompare(b.externalId));
}

async function started(...nodes: INode[]): Promise<{ id: string; workflowId: string }> {
	const { api } = theLab().n8n;
	const workflowId = await api.createWorkflow(chain(`Wait ${randomUUID()}`, ...nodes));
	return { id: await api.start(workflowId, TRIGGER), workflowId };
}

function resumeUrl({ contextData }: Asset): string {
	return `${theLab().n8n.url}/webhook-waiting/${String(contextData.n8nResume)}`;
}

async function nudge(url: string): Promise<{ status: number; body: unknown }> {
	const response = await fetch(url, { method: 'POST', body: '{"event":"labelReceived"}' });
	const text = await response.text();
	const isJson = response.headers.get('content-type')?.includes('json');
	return { status: response.status, body: isJson ? JSON.parse(text) : 'page' };
}

function label(asset: Asset, answer: object = APPROVE): void {
	const { hub } = theLab();
	hub.labelTask(hub.taskOf(asset)._id, answer);
}

describe('send and wait for label', () => {
	let project: Project;

	before(() => {
		project = seedProject();
	});

	it('waits for all, believes only Ango Hub, and pairs each label with its input item', async () => {
		const own = seedProject();
		const { api } = theLab().n8n;
		const { id } = await started(...texts(['one', 'two']), sendAndWait(own), PAIRED);
		await api.waitingExecution(id);
		const [one, two] = assetsOf(own);
		const url = resumeUrl(one!);
		assert.match(
			String(one!.contextData.n8nResume),
			/^\d+\/[0-9a-f-]{36}\?signature=[0-9a-f]{64}$/,
		);

		assert.deepEqual(await nudge(url), {
			status: 200,
			body: { status: 'waiting', done: 0, of: 2 },
		});
		label(two!, REJECT);
		assert.deepEqual((await nudge(url)).body, { status: 'waiting', done: 1, of: 2 });
		label(one!);
		assert.equal((await nudge(url.replace(/.{4}$/, '0000'))).status, 401);
		assert.equal((await nudge(url.replace(/\?.*/, ''))).status, 401);
		assert.deepEqual((await nudge(url)).body, { status: 'resumed' });

		const done = await api.finishedExecution(id);
		assert.equal(done.status, 'success', done.error);
		assert.deepEqual(done.json('Paired'), [
			{ before: 'one', event: 'labelReceived' },
			{ before: 'two', event: 'labelReceived' },
		]);
		const answers = done.json(SEND).map(({ task }) => (task as IDataObject).classifications);
		assert.deepEqual(
			answers.map((list) => (list as IDataObject[])[0]!.answer),
			['Approve', 'Reject'],
		);
		assert.ok(!JSON.stringify(done.json(SEND)).includes('n8nResume'));
		assert.deepEqual(await nudge(url), { status: 200, body: 'page' });
	});

	it('goes on with the first, and the others come out as pending', async () => {
		const own = seedProject();
		const { api } = theLab().n8n;
		const node = sendAndWait(own, { waitFor: 'first' });
		const { id } = await started(...texts(['one', 'two', 'three']), node, PAIRED);
		await api.waitingExecution(id);
		const assets = assetsOf(own);
		label(assets[1]!);
		assert.deepEqual((await nudge(resumeUrl(assets[1]!))).body, { status: 'resumed' });
		const done = await api.finishedExecution(id);
		assert.deepEqual(
			done.json('Paired').map(({ before: text, event }) => [text, event]),
			[
				['one', 'labelPending'],
				['two', 'labelReceived'],
				['three', 'labelPending'],
			],
		);
	});

	it('runs the rest once for eight calls at the same time', async () => {
		const own = seedProject();
		const { api } = theLab().n8n;
		const { id, workflowId } = await started(...texts(['one']), sendAndWait(own), PAIRED);
		await api.waitingExecution(id);
		const [asset] = assetsOf(own);
		label(asset!);
		const url = resumeUrl(asset!);
		const answers = await Promise.all(Array.from({ length: 8 }, async () => await nudge(url)));
		const resumed = answers.filter(({ body }) => (body as IDataObject).status === 'resumed');
		assert.equal(resumed.length, 1, JSON.stringify(answers));
		const done = await api.finishedExecution(id);
		assert.equal(done.json('Paired').length, 1);
		assert.equal((await api.executionIds(workflowId)).length, 1);
	});

	it('stays waiting while Ango Hub refuses, and after n8n was killed', async () => {
		const own = seedProject();
		const { hub, n8n } = theLab();
		const { id } = await started(...texts(['one']), sendAndWait(own), PAIRED);
		await n8n.api.waitingExecution(id);
		const [asset] = assetsOf(own);
		label(asset!);
		const url = resumeUrl(asset!);
		hub.faults.rules = [{ match: { path: /\/tasks/ }, action: { status: 403 } } as never];
		try {
			assert.equal((await nudge(url)).status, 503);
		} finally {
			hub.faults.rules = [];
		}
		await n8n.kill();
		await n8n.start();
		await n8n.api.waitingExecution(id);
		assert.deepEqual((await nudge(url)).body, { status: 'resumed' });
		const done = await n8n.api.finishedExecution(id);
		assert.deepEqual(done.json('Paired'), [{ before: 'one', event: 'labelReceived' }]);
	});

	it('puts items that fail onto the error output, and waits for the others', async () => {
		const own = seedProject();
		const { api } = theLab().n8n;
		const node = sendAndWait(own, {}, { onError: 'continueErrorOutput' });
		const { id } = await started(...texts(['one', '', 'three']), node);
		await api.waitingExecution(id);
		const assets = assetsOf(own);
		assert.equal(assets.length, 2);
		for (const asset of assets) label(asset);
		assert.deepEqual((await nudge(resumeUrl(assets[0]!))).body, { status: 'resumed' });
		const done = await api.finishedExecution(id);
		assert.equal(done.json(SEND).length, 2);
		assert.match(String(done.json(SEND, 1)[0]!.error), /'Text' is empty/);
	});

	it('passes the input items on when the time is over', async () => {
		const { api } = theLab().n8n;
		const limit = {
			values: { limitType: 'afterTimeInterval', resumeAmount: 0.05, resumeUnit: 'minutes' },
		};
		const node = sendAndWait(project, { options: { limitWaitTime: limit } });
		const { id } = await started(...texts(['one']), node, PAIRED);
		const done: Execution = await api.finishedExecution(id);
		assert.deepEqual(done.json('Paired'), [{ before: 'one', event: null }]);
	});

	it('is resumed by the operation Resume Waiting Execution', async () => {
		const own = seedProject();
		const { api } = theLab().n8n;
		const { hub, credential } = theLab();
		const { id } = await started(...texts(['one']), sendAndWait(own), PAIRED);
		await api.waitingExecution(id);
		const [asset] = assetsOf(own);
		const stranger = hub.seedAsset(own._id, { externalId: 'stranger.png' });
		const forged = hub.seedAsset(own._id, {
			externalId: 'forged.png',
			contextData: { n8nResume: `${hub.url}/12` },
		});
		label(asset!);
		const resume = async () => {
			const workflowId = await api.createWorkflow(
				chain(
					`Resume ${randomUUID()}`,
					...texts([asset!._id, stranger._id, forged._id]),
					angoHub('Resume', credential, {
						resource: 'asset',
						operation: 'resumeWaitingExecution',
						project: byId(own._id),
						asset: byId('={{ $json.text }}'),
					}),
				),
			);
			const done = await api.run(workflowId, TRIGGER);
			return done.json('Resume').map(({ status }) => status);
		};
		assert.deepEqual(await resume(), ['resumed', 'nobodyWaits', 'nobodyWaits']);
		await api.finishedExecution(id);
		assert.deepEqual(await resume(), ['overAlready', 'nobodyWaits', 'nobodyWaits']);
	});
});
