import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import axios, { AxiosError, type AxiosInstance, type AxiosResponse } from 'axios';
import type {
	ICredentialType,
	IDataObject,
	INodeExecutionData,
	INodeListSearchResult,
	INodeTypeDescription,
	IRunExecutionData,
	ResourceMapperFields,
} from 'n8n-workflow';
import { n8nRoot } from '../install.mjs';
import { until } from './until.mts';
import type { WorkflowFile } from './workflows.mts';

const { parse: parseFlatted } = createRequire(`${n8nRoot}package.json`)('flatted');

export interface Owner {
	email: string;
	password: string;
}

export interface Credential {
	id: string;
	name: string;
	type: string;
	data: IDataObject;
}

export interface CredentialTest {
	status: 'OK' | 'Error';
	message: string;
}

/** What the editor sends when a field of a node has to be filled. */
export interface FieldRequest {
	nodeType: string;
	/** The parameter that has the field, for example `project`. */
	parameter: string;
	method: string;
	parameters: IDataObject;
	credential: Pick<Credential, 'id' | 'name' | 'type'>;
}

/** What it sends when a picker opens. */
export interface ListSearchRequest extends FieldRequest {
	filter?: string;
	paginationToken?: string;
}

/** An execution as n8n's database has it. */
export interface SavedExecution {
	status: string;
	data: string;
}

const RUNNING = ['new', 'running', 'waiting', 'unknown'];
const EXECUTION_DEADLINE_MS = 180_000;

/** One finished execution of a workflow. */
export class Execution {
	readonly id: string;
	readonly status: string;
	readonly #data: IRunExecutionData;

	constructor(id: string, status: string, data: IRunExecutionData) {
		this.id = id;
		this.status = status;
		this.#data = data;
	}

	/** The message of the error that ended the execution, or of the first node that had one. */
	get error(): string | undefined {
		const { error, runData } = this.#data.resultData;
		const failed = Object.values(runData)
			.flat()
			.find((run) => run.error);
		const cause = error ?? failed?.error;
		return cause && [cause.message, cause.description].filter(Boolean).join(' — ');
	}

	/** What a node put out, over all its runs, on one output. */
	items(nodeName: string, output = 0): INodeExecutionData[] {
		const runs = this.#data.resultData.runData[nodeName] ?? [];
		return runs.flatMap((run) => run.data?.main[output] ?? []);
	}

	json(nodeName: string, output = 0): IDataObject[] {
		return this.items(nodeName, output).map((item) => item.json);
	}
}

interface Refusal {
	message?: string;
}

/** True where n8n says that its database keeps it waiting, so that it has done nothing. */
function isNotReady(response: AxiosResponse<Refusal | string> | undefined): boolean {
	return response?.status === 503 && /not ready/i.test(JSON.stringify(response.data));
}

/** The REST interface that n8n's editor uses, signed in as the owner. */
export class N8nApi {
	readonly #http: AxiosInstance;

	constructor(url: string) {
		this.#http = axios.create({ baseURL: url, timeout: 120_000, proxy: false });
		this.#http.interceptors.response.use(undefined, async (error: AxiosError<Refusal>) => {
			const { config, response } = error;
			if (config && isNotReady(response)) {
				await until(
					async () => await this.isReady(),
					() => 'n8n is ready again',
				);
				return await this.#http.request(config);
			}
			const reason = response?.data?.message ?? error.message;
			// Not as the cause: axios errors carry headers and bodies, with cookies and keys in them.
			throw new Error(`n8n refused ${config?.method} ${config?.url}: ${reason}`);
		});
	}

	/** Whether the REST interface answers; while n8n starts, it answers 404 or plain text, and 503 while its database is busy. */
	async isReady(): Promise<boolean> {
		const { baseURL } = this.#http.defaults;
		const settings = await fetch(`${baseURL}/rest/settings`)
			.then(async (answer) => (answer.ok ? ((await answer.json()) as unknown) : undefined))
			.catch(() => undefined);
		return typeof settings === 'object';
	}

	async setUpOwner(owner: Owner): Promise<void> {
		const names = { firstName: 'Ango', lastName: 'Hub' };
		this.#keepCookie(await this.#http.post('/rest/owner/setup', { ...owner, ...names }));
	}

	async signIn({ email, password }: Owner): Promise<void> {
		const body = { emailOrLdapLoginId: email, password };
		this.#keepCookie(await this.#http.post('/rest/login', body));
	}

	async nodeTypes(): Promise<INodeTypeDescription[]> {
		return (await this.#http.get('/types/nodes.json')).data;
	}

	async credentialTypes(): Promise<ICredentialType[]> {
		return (await this.#http.get('/types/credentials.json')).data;
	}

	async createCredential(name: string, type: string, data: IDataObject): Promise<Credential> {
		const created = await this.request('post', '/rest/credentials', { name, type, data });
		return { id: created.id, name, type, data };
	}

	/** Gives a credential other data. */
	async changeCredential({ id, name, type, data }: Credential): Promise<void> {
		await this.request('patch', `/rest/credentials/${id}`, { name, type, data });
	}

	async testCredential(credentials: Credential): Promise<CredentialTest> {
		return await this.request('post', '/rest/credentials/test', { credentials });
	}

	async listSearch(request: ListSearchRequest): Promise<INodeListSearchResult> {
		return await this.#fill('resource-locator-results', request);
	}

	/** The fields that a resource mapper shows. */
	async mapperFields(request: FieldRequest): Promise<ResourceMapperFields> {
		return await this.#fill('resource-mapper-fields', request);
	}

	async #fill<T>(kind: string, request: FieldRequest): Promise<T> {
		const { nodeType, parameter, method, parameters, credential, ...search } = request;
		return await this.request('post', `/rest/dynamic-node-parameters/${kind}`, {
			nodeTypeAndVersion: { name: nodeType, version: 1 },
			path: `parameters.${parameter}`,
			methodName: method,
			currentNodeParameters: parameters,
			credentials: { [credential.type]: { id: credential.id, name: credential.name } },
			...search,
		});
	}

	/** Saves a workflow and returns its id. */
	async createWorkflow(workflow: WorkflowFile): Promise<string> {
		return (await this.request('post', '/rest/workflows', workflow)).id;
	}

	async activate(workflowId: string): Promise<void> {
		const { versionId } = await this.request('get', `/rest/workflows/${workflowId}`);
		await this.request('post', `/rest/workflows/${workflowId}/activate`, { versionId });
	}

	async deactivate(workflowId: string): Promise<void> {
		await this.request('post', `/rest/workflows/${workflowId}/deactivate`, {});
	}

	/** Runs a saved workflow from its manual trigger, as the editor's button does, to its end. */
	async run(workflowId: string, trigger: string): Promise<Execution> {
		return await this.finishedExecution(await this.start(workflowId, trigger));
	}

	/** Starts a saved workflow from its manual trigger; gives the id of the execution. */
	async start(workflowId: string, trigger: string): Promise<string> {
		const { executionId } = await this.request('post', `/rest/workflows/${workflowId}/run`, {
			triggerToStartFrom: { name: trigger },
		});
		return executionId;
	}

	/** Waits until an execution waits for something. @throws when it ends instead */
	async waitingExecution(executionId: string): Promise<Execution> {
		const execution = await this.#executionThat(
			executionId,
			(saved) => saved.status === 'waiting' || this.hasEnded(saved),
		);
		if (execution.status === 'waiting') return execution;
		throw new Error(`The execution ended with ${execution.status}: ${execution.error}`);
	}

	/** The ids of a workflow's executions, the newest first; of more than a hundred, the newest. */
	async executionIds(workflowId: string): Promise<string[]> {
		const params = { filter: JSON.stringify({ workflowId }), limit: 100 };
		const { data } = await this.#http.get('/rest/executions', { params });
		return data.data.results.map(({ id }: { id: string }) => id);
	}

	/** Waits until an execution has ended and reads it. */
	async finishedExecution(executionId: string): Promise<Execution> {
		return await this.#executionThat(executionId, (saved) => this.hasEnded(saved));
	}

	async #executionThat(
		executionId: string,
		test: (saved: SavedExecution) => boolean,
	): Promise<Execution> {
		const deadline = Date.now() + EXECUTION_DEADLINE_MS;
		while (Date.now() < deadline) {
			const { data } = (await this.#http.get(`/rest/executions/${executionId}`)).data;
			if (test(data)) {
				return new Execution(executionId, data.status, parseFlatted(data.data));
			}
			await sleep(200);
		}
		throw new Error(`Execution ${executionId} did not get there in time`);
	}

	async stopExecution(executionId: string): Promise<void> {
		await this.request('post', `/rest/executions/${executionId}/stop`, {});
	}

	async deleteExecution(executionId: string): Promise<void> {
		await this.request('post', '/rest/executions/delete', { ids: [executionId] });
	}

	/** Waits until the executions of a workflow have ended and reads them; at most a hundred. */
	async finishedExecutions(workflowId: string): Promise<Execution[]> {
		const ids = await this.executionIds(workflowId);
		return await Promise.all(ids.map((id) => this.finishedExecution(id)));
	}

	/** Whether an execution has ended and can be read. */
	protected hasEnded({ status }: SavedExecution): boolean {
		return !RUNNING.includes(status);
	}

	/** Sends a request; gives the data in the answer. */
	protected async request(method: 'get' | 'patch' | 'post', url: string, data?: unknown) {
		return (await this.#http.request({ method, url, data })).data.data;
	}

	#keepCookie({ headers }: AxiosResponse): void {
		const cookies = headers['set-cookie']?.map((cookie) => cookie.split(';')[0]);
		this.#http.defaults.headers.common.cookie = cookies?.join('; ');
	}
}
