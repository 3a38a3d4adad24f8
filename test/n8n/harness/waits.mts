import { randomUUID } from 'node:crypto';
import type { IDataObject, INode } from 'n8n-workflow';
import type { AnswerInput, Asset, LocalHub, Project } from '../../local-hub/index.mts';
import { fetchReady } from './deliveries.mts';
import type { Credential } from './n8nApi.mts';
import type { N8nServer } from './n8nServer.mts';
import { angoHub, byId, chain, node, TRIGGER } from './workflows.mts';

/** The name of the node that waits. */
export const SEND = 'Ask Annotators';
/** The name of the node after it. */
export const PAIRED = 'Paired';

export const APPROVE = { classifications: [{ schemaId: 'verdict', answer: 'Approve' }] };
export const REJECT = { classifications: [{ schemaId: 'verdict', answer: 'Reject' }] };

const STAGES: Project['stages'] = [
	{ id: 'Start', type: 'Start', name: 'Start', next: ['Label'], autoForward: true },
	{ id: 'Label', type: 'Label', name: 'Label', next: ['Complete'], assignedTo: [] },
	{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
];

/** What a call of a wait's address was answered: JSON, or `page` for HTML. */
export interface Nudged {
	status: number;
	body: unknown;
}

/** Where executions wait. */
export interface Place {
	hub: LocalHub;
	n8n: N8nServer;
	credential: Credential;
}

/** Executions that wait for labels in an n8n, and who labels. */
export class Waits {
	readonly place: Place;

	constructor(place: Place) {
		this.place = place;
	}

	/** A project with one question. */
	seedProject(stages = STAGES): Project {
		const options = ['Approve', 'Reject'].map((value) => ({ value, schemaId: `v-${value}` }));
		const verdict = {
			schemaId: 'verdict',
			tool: 'radio',
			title: 'Verdict',
			classifications: [],
			options,
		};
		return this.place.hub.seedProject({
			name: `Review ${randomUUID()}`,
			stages,
			categorySchema: { tools: [], classifications: [verdict], relations: [] },
		});
	}

	/** The node that sends the text of each item and waits. */
	sendAndWait(project: Project, parameters: IDataObject = {}, extra: Partial<INode> = {}): INode {
		const all = {
			resource: 'asset',
			operation: 'sendAndWait',
			project: byId(project._id),
			message: '={{ $json.text }}',
			...parameters,
		};
		return angoHub(SEND, this.place.credential, all, extra);
	}

	/** Starts a workflow of these nodes. */
	async start(...nodes: INode[]): Promise<{ id: string; workflowId: string }> {
		const { api } = this.place.n8n;
		const workflowId = await api.createWorkflow(chain(`Wait ${randomUUID()}`, ...nodes));
		return { id: await api.start(workflowId, TRIGGER), workflowId };
	}

	/** Starts a workflow that sends these texts, and waits until it waits. @param rest what comes then */
	async ask(list: string[], project: Project, parameters: IDataObject = {}, rest = [paired()]) {
		const send = this.sendAndWait(project, parameters);
		const started = await this.start(...texts(list), send, ...rest);
		await this.place.n8n.api.waitingExecution(started.id);
		const assets = this.assetsOf(project);
		return { ...started, assets, url: this.resumeUrl(assets[0]!) };
	}

	/** The assets of a project in the order in which they were sent, as annotators see them. */
	assetsOf(project: Project): Asset[] {
		return this.place.hub.state
			.room(project._id)
			.assets.toSorted((a, b) => a.externalId.localeCompare(b.externalId));
	}

	resumeUrl({ contextData }: Asset): string {
		return `${this.place.n8n.url}/webhook-waiting/${String(contextData.n8nResume)}`;
	}

	label(asset: Asset, answer: AnswerInput = APPROVE): void {
		const { hub } = this.place;
		hub.labelTask(hub.taskOf(asset)._id, answer);
	}

	/** Runs the operation that looks after waits, as a schedule would; gives its statuses. */
	async catchUp(project: Project, assets: Asset[]): Promise<unknown[]> {
		const { n8n, credential } = this.place;
		const resume = angoHub('Resume', credential, {
			resource: 'asset',
			operation: 'resumeWaitingExecution',
			project: byId(project._id),
			asset: byId('={{ $json.text }}'),
		});
		const nodes = [...texts(assets.map(({ _id }) => _id)), resume];
		const workflowId = await n8n.api.createWorkflow(chain(`Resume ${randomUUID()}`, ...nodes));
		const done = await n8n.api.run(workflowId, TRIGGER);
		return done.json('Resume').map(({ status }) => status);
	}
}

/** Nodes that put out an item for each of these texts. */
export function texts(list: unknown[]): INode[] {
	const jsonOutput = JSON.stringify({ text: list });
	return [
		node('Texts', 'n8n-nodes-base.set', { mode: 'raw', jsonOutput, options: {} }, SET),
		node('Items', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'text', options: {} }),
	];
}

/** A node that tells, for each item that comes out, what the item before the wait was. */
export function paired(): INode {
	const jsonOutput =
		"={{ JSON.stringify({ before: $('Items').item.json.text, event: $json.event ?? null }) }}";
	return node(PAIRED, 'n8n-nodes-base.set', { mode: 'raw', jsonOutput, options: {} }, SET);
}

const SET = { typeVersion: 3.4 };

/** Calls the address of a wait, as whoever has it could. */
export async function nudge(url: string, init: RequestInit = {}): Promise<Nudged> {
	const body = '{"event":"labelReceived"}';
	const response = await fetchReady(url, { method: 'POST', body, ...init });
	const text = await response.text();
	const isJson = response.headers.get('content-type')?.includes('json');
	return { status: response.status, body: isJson ? JSON.parse(text) : 'page' };
}
