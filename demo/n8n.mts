import { randomBytes } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { temporaryFolder } from '../test/n8n/harness/cleanup.mts';
import {
	exampleWorkflow,
	pickProject,
	publish,
	triggerUrl,
	type PickedProject,
} from '../test/n8n/harness/examples.mts';
import type { Credential, Execution } from '../test/n8n/harness/n8nApi.mts';
import { N8nServer } from '../test/n8n/harness/n8nServer.mts';
import { packPackage } from '../test/n8n/harness/pack.mts';
import { until } from '../test/n8n/harness/until.mts';
import { ANGO_HUB, type WorkflowFile } from '../test/n8n/harness/workflows.mts';
import type { Receiver } from './annotator.mts';
import type { DemoHub } from './hub.mts';

const TRIGGER = 'n8n-nodes-ango-hub.angoHubTrigger';
const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';

/** The operations of the demo that have a field for each class of their project. */
const WITH_CLASSES = ['upload', 'import', 'sendAndWait'];

/** A workflow in the demo's n8n. */
export interface DemoWorkflow {
	id: string;
	file: WorkflowFile;
}

/** The demo's n8n, with the packed package and credentials for its Ango Hub. */
export class DemoN8n {
	readonly #server: N8nServer;
	readonly #hub: Credential;
	readonly #stage: Credential;

	private constructor(server: N8nServer, hub: Credential, stage: Credential) {
		this.#server = server;
		this.#hub = hub;
		this.#stage = stage;
	}

	/**
	 * A new n8n with the package as npm would publish it.
	 * @param fileFolders the folders whose files workflows may read and write
	 */
	static async launch(hub: DemoHub, fileFolders: string[]): Promise<DemoN8n> {
		const tarball = packPackage(temporaryFolder('tarball'));
		return await DemoN8n.in(await N8nServer.launch(tarball, { fileFolders }), hub);
	}

	/** Prepares an n8n that runs. @throws Error when Ango Hub refuses the key */
	static async in(server: N8nServer, { url, apiKey }: DemoHub): Promise<DemoN8n> {
		const access = { apiKey, region: 'custom', url, platform: 'current' };
		const hub = await server.api.createCredential('Ango Hub', 'angoHubApi', access);
		const check = await server.api.testCredential(hub);
		if (check.status !== 'OK') throw new Error(`The credential does not work: ${check.message}`);
		const proof = { authType: 'secret', secret: randomBytes(16).toString('hex') };
		const stage = await server.api.createCredential('Webhook stage', 'angoHubWebhookApi', proof);
		return new DemoN8n(server, hub, stage);
	}

	get owner() {
		return this.#server.owner;
	}

	get isRunning(): boolean {
		return this.#server.isRunning;
	}

	logTail(): string {
		return this.#server.logTail();
	}

	async stop(): Promise<void> {
		await this.#server.stop();
	}

	/** Adds an example as a user would: with credentials, settings, and the project picked from the list. */
	async add(
		fileName: string,
		settings: IDataObject,
		project: PickedProject,
	): Promise<DemoWorkflow> {
		const file = exampleWorkflow(fileName, [this.#hub], settings);
		pickProject(file, project);
		await this.#loadClasses(file);
		return { id: await this.#server.api.createWorkflow(file), file };
	}

	/**
	 * Has nodes keep the classes of their project, as the editor does when somebody picks it. When a
	 * panel finds none, the editor loads them and says that parameters have changed since the run.
	 */
	async #loadClasses({ nodes }: WorkflowFile): Promise<void> {
		const request = { parameter: 'classAnswers', method: 'getClassColumns', credential: this.#hub };
		for (const { type, parameters } of nodes) {
			if (type !== ANGO_HUB || !WITH_CLASSES.includes(String(parameters.operation))) continue;
			const { fields } = await this.#server.api.mapperFields({
				...request,
				nodeType: type,
				parameters: parameters as IDataObject,
			});
			parameters.classAnswers = {
				mappingMode: 'defineBelow',
				value: {},
				matchingColumns: fields.length === 1 ? [fields[0]!.id] : [],
				schema: fields as never,
				attemptToConvertTypes: false,
				convertFieldsToString: false,
			};
		}
	}

	/** Runs a workflow as a click does. @throws Error when it fails */
	async run({ id, file }: DemoWorkflow): Promise<Execution> {
		return succeeded(await this.#server.api.finishedExecution(await this.#start(id, file)));
	}

	/** Starts a workflow and waits until it waits; what it gives waits until it has ended. */
	async runUntilWaiting({ id, file }: DemoWorkflow): Promise<() => Promise<Execution>> {
		const { api } = this.#server;
		const execution = await api.waitingExecution(await this.#start(id, file));
		return async () => succeeded(await api.finishedExecution(execution.id));
	}

	/** Publishes an example with the webhook trigger; `receiver` is where Ango Hub is to send tasks. */
	async publish(
		fileName: string,
		settings: IDataObject,
	): Promise<DemoWorkflow & { receiver: Receiver }> {
		const file = exampleWorkflow(fileName, [this.#hub, this.#stage], settings);
		const trigger = file.nodes.find(({ type }) => type === TRIGGER)!;
		const { id, name, type } = this.#hub;
		trigger.credentials![type] = { id, name };
		const receiver = {
			url: triggerUrl(this.#server, file),
			secret: String(this.#stage.data.secret),
		};
		return { id: await publish(this.#server, file), file, receiver };
	}

	/** The execution of a workflow with this number, counted from 1, when it is there and has ended. */
	async execution({ id }: DemoWorkflow, number: number): Promise<Execution> {
		const { api } = this.#server;
		let ids: string[] = [];
		await until(
			async () => (ids = await api.executionIds(id)).length >= number,
			() => `execution ${number} of the workflow`,
		);
		return succeeded(await api.finishedExecution(ids.at(-number)!));
	}

	/** The page that shows a finished execution on the canvas. */
	addressOf({ id }: DemoWorkflow, execution: Execution): string {
		return `${this.#server.url}/workflow/${id}/executions/${execution.id}`;
	}

	async #start(id: string, { nodes }: WorkflowFile): Promise<string> {
		const trigger = nodes.find(({ type }) => type === MANUAL_TRIGGER)!;
		return await this.#server.api.start(id, trigger.name);
	}
}

function succeeded(execution: Execution): Execution {
	if (execution.status === 'success') return execution;
	throw new Error(`A workflow ended with ${execution.status}: ${execution.error}`);
}
