import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HookContext, WebhookContext } from 'n8n-core';
import type {
	ExecutionError,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeTypes,
	IWebhookData,
	IWebhookDescription,
	IWebhookResponseData,
	Workflow,
	WorkflowActivateMode,
} from 'n8n-workflow';
import { createAdditionalData, createExecutionData } from './additionalData.mts';
import type { EngineCredentials } from './credentials.mts';
import type { RunResult } from './execution.mts';
import { startExecution } from './execution.mts';
import { StaticData } from './staticData.mts';
import type { WebhookRequest, WebhookResponse } from './webhookRequest.mts';
import {
	readBody,
	RefusedRequest,
	toWebhookRequest,
	toWebhookResponse,
} from './webhookRequest.mts';
import type { NodeSpec } from './workflow.mts';
import { createNode, createWorkflow } from './workflow.mts';

type HookMethod = 'checkExists' | 'create' | 'delete';

/**
 * A workflow with one webhook trigger behind a real web server, with n8n's rules for when
 * static data is saved, what an error does, and who answers. It answers on receipt only.
 */
export class Webhook {
	private readonly spec: INode;
	private readonly nodeTypes: INodeTypes;
	private readonly credentials: EngineCredentials;
	private readonly store: StaticData;
	private readonly server = createServer((request, response) => this.receive(request, response));
	private readonly pending: Array<Promise<RunResult | undefined>> = [];
	private activation: WorkflowActivateMode | undefined;
	private address = '';

	constructor(
		spec: NodeSpec,
		nodeTypes: INodeTypes,
		credentials: EngineCredentials,
		staticData?: IDataObject,
	) {
		// One node for good: its id and webhook id are part of the URL.
		this.spec = createNode({ name: 'Trigger', ...spec }, nodeTypes, credentials);
		this.nodeTypes = nodeTypes;
		this.credentials = credentials;
		this.store = new StaticData(staticData && { [`node:${this.spec.name}`]: staticData });
		if (
			this.descriptions.some(({ responseMode = 'onReceived' }) => responseMode !== 'onReceived')
		) {
			throw new Error('The engine answers webhooks on receipt only');
		}
	}

	/** Opens the web server; deliveries are answered with 404 until the workflow is active. */
	async listen(): Promise<void> {
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
		this.address = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
	}

	/** Where a webhook of the node is reached; the test URL while listening for a test event. */
	url(name: IWebhookDescription['name'] = 'default'): string {
		const url = this.hookContext(this.load(), this.description(name)).getNodeWebhookUrl(name);
		if (!url) throw new Error(`The node has no URL for webhook "${name}"`);
		return url;
	}

	/** What n8n saved of the node's static data. */
	get staticData(): IDataObject | undefined {
		return this.store.ofNode(this.spec.name);
	}

	/** Registers the webhooks as n8n does; `manual` is the editor's "Listen for test event". */
	async activate(activation: WorkflowActivateMode = 'activate'): Promise<void> {
		this.activation = activation;
		try {
			await this.eachWebhook(async (call) => {
				if (!(await call('checkExists'))) await call('create');
			});
		} catch (error) {
			this.activation = undefined;
			throw error;
		}
	}

	/** Removes the webhooks as n8n does when the workflow is unpublished. */
	async deactivate(): Promise<void> {
		await this.eachWebhook(async (call) => await call('delete'));
		this.activation = undefined;
	}

	/** All executions that the deliveries so far have started, once those have finished. */
	async executions(): Promise<RunResult[]> {
		const results = await Promise.all(this.pending);
		return results.filter((result) => result !== undefined);
	}

	async close(): Promise<void> {
		await Promise.allSettled(this.pending);
		this.server.close();
		this.server.closeAllConnections();
	}

	private get isTest(): boolean {
		return this.activation === 'manual';
	}

	private get descriptions(): IWebhookDescription[] {
		const { type, typeVersion } = this.spec;
		return this.nodeTypes.getByNameAndVersion(type, typeVersion).description.webhooks ?? [];
	}

	private description(name: string): IWebhookDescription {
		const found = this.descriptions.find((description) => description.name === name);
		if (!found) throw new Error(`The node has no webhook "${name}"`);
		return found;
	}

	/** n8n builds the workflow anew for every delivery, from the static data it saved last. */
	private load(staticData = this.store.load()): Workflow {
		return createWorkflow(
			{
				id: 'webhook-workflow',
				nodes: [this.spec],
				connections: {},
				staticData,
				active: !this.isTest,
			},
			this.nodeTypes,
			this.credentials,
		);
	}

	/** Static data of a test is thrown away. */
	private save(workflow: Workflow): void {
		if (!this.isTest) this.store.save(workflow);
	}

	private additionalData() {
		return createAdditionalData(this.credentials, this.address);
	}

	private webhookData(workflow: Workflow, description: IWebhookDescription): IWebhookData {
		return {
			httpMethod: httpMethod(workflow, this.spec.name, description),
			node: this.spec.name,
			path: String(description.path),
			webhookDescription: description,
			workflowId: workflow.id,
			workflowExecuteAdditionalData: this.additionalData(),
			isTest: this.isTest,
		};
	}

	private hookContext(workflow: Workflow, description: IWebhookDescription): HookContext {
		return new HookContext(
			workflow,
			workflow.nodes[this.spec.name],
			this.additionalData(),
			this.isTest ? 'manual' : 'trigger',
			this.activation ?? 'activate',
			this.webhookData(workflow, description),
		);
	}

	private async eachWebhook(
		action: (call: (method: HookMethod) => Promise<unknown>) => Promise<unknown>,
	): Promise<void> {
		const workflow = this.load();
		const { type, typeVersion } = this.spec;
		const { webhookMethods } = this.nodeTypes.getByNameAndVersion(type, typeVersion);
		for (const description of this.descriptions) {
			const context = this.hookContext(workflow, description);
			await action(
				async (method) => await webhookMethods?.[description.name]?.[method]?.call(context),
			);
		}
		this.save(workflow);
	}

	private receive(message: IncomingMessage, plainResponse: ServerResponse): void {
		const response = toWebhookResponse(plainResponse);
		const handled = this.handle(toWebhookRequest(message), response).catch((error: unknown) => {
			if (!(error instanceof RefusedRequest)) throw error;
			response.status(error.status).json({ code: error.status, message: error.message });
			return undefined;
		});
		// A failure is reported by `executions`, even when nobody waits for it yet.
		handled.catch(() => response.destroy());
		this.pending.push(handled);
	}

	private async handle(
		request: WebhookRequest,
		response: WebhookResponse,
	): Promise<RunResult | undefined> {
		const staticData = this.store.load();
		const workflow = this.load(staticData);
		const webhookData = this.findWebhook(workflow, request);
		const node = workflow.nodes[this.spec.name];
		await readBody(request, node.typeVersion);
		const additionalData = Object.assign(this.additionalData(), {
			httpRequest: request,
			httpResponse: response,
		});
		const mode = this.isTest ? 'manual' : 'webhook';
		const nodeType = this.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const context = new WebhookContext(workflow, node, additionalData, mode, webhookData, [], null);
		let result: IWebhookResponseData;
		try {
			result = (await nodeType.webhook?.call(context)) ?? {};
		} catch (error) {
			const message = 'Workflow Webhook Error: Workflow could not be started!';
			response.status(500).json({ code: 0, message });
			return await this.execute([[{ json: {} }]], staticData, error as ExecutionError);
		}
		const { noWebhookResponse, workflowData } = result;
		if (noWebhookResponse) this.save(workflow);
		const execution = workflowData && this.execute(workflowData, staticData);
		if (!noWebhookResponse) {
			this.save(workflow);
			response.send(answerOnReceipt(result, webhookData.webhookDescription));
		}
		return await execution;
	}

	private findWebhook(workflow: Workflow, { method, path }: WebhookRequest): IWebhookData {
		const found = this.descriptions
			.map((description) => this.webhookData(workflow, description))
			.find(
				({ httpMethod, webhookDescription: { name } }) =>
					httpMethod === method && new URL(this.url(name)).pathname === path,
			);
		if (!this.activation || !found) {
			throw new RefusedRequest(404, `The requested webhook "${method} ${path}" is not registered`);
		}
		return found;
	}

	/**
	 * Starts an execution. Like n8n, it makes its workflow from the very static data the delivery
	 * was given, which resets the mark of what the node changed: a save after this saves nothing.
	 */
	private async execute(
		data: INodeExecutionData[][],
		staticData?: IDataObject,
		failure?: ExecutionError,
	): Promise<RunResult> {
		const workflow = this.load(staticData);
		const mode = this.isTest ? 'manual' : 'webhook';
		return await startExecution({
			workflow,
			additionalData: createExecutionData(this.credentials, workflow, mode),
			mode,
			startNode: this.spec.name,
			nodeName: this.spec.name,
			data,
			failure,
		}).result;
	}
}

/** The body n8n answers with on receipt, unless the node has answered itself. */
function answerOnReceipt(
	{ workflowData, webhookResponse }: IWebhookResponseData,
	{ responseData }: IWebhookDescription,
): unknown {
	return workflowData
		? (responseData ?? 'firstEntryJson')
		: (webhookResponse ?? { message: 'Webhook call received' });
}

function httpMethod(
	workflow: Workflow,
	nodeName: string,
	description: IWebhookDescription,
): IWebhookData['httpMethod'] {
	return workflow.expression.getSimpleParameterValue(
		workflow.nodes[nodeName],
		description.httpMethod,
		'internal',
		{},
	) as IWebhookData['httpMethod'];
}
