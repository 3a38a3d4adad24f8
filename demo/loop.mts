import type { PickedProject } from '../test/n8n/harness/examples.mts';
import type { Execution } from '../test/n8n/harness/n8nApi.mts';
import { Annotator, type Receiver } from './annotator.mts';
import { demoProject, type DemoHub } from './hub.mts';
import type { Job, Step } from './job.mts';
import type { DemoN8n, DemoWorkflow } from './n8n.mts';
import { table } from './table.mts';

const MOST_ROWS = 40;

/** What came out of a workflow. */
export interface Outcome {
	table: string;
	/** The page of the latest execution. */
	address: string;
	/** The names of the files that were written. */
	files: string[];
}

/** Files become assets, and labels come back: the two workflows of a job. */
export class Loop {
	readonly project: PickedProject;
	/** Where the labels of the local hub are sent. */
	readonly receiver?: Receiver;
	readonly #job: Job;
	readonly #n8n: DemoN8n;
	readonly #annotator?: Annotator;
	readonly #labelsBack?: DemoWorkflow;
	#labeled = 0;

	private constructor(
		job: Job,
		n8n: DemoN8n,
		project: PickedProject,
		back?: { workflow: DemoWorkflow; receiver: Receiver; annotator: Annotator },
	) {
		this.#job = job;
		this.#n8n = n8n;
		this.project = project;
		this.#labelsBack = back?.workflow;
		this.receiver = back?.receiver;
		this.#annotator = back?.annotator;
	}

	/** Makes the project, and publishes the workflow that takes its labels if there is somebody to label. */
	static async prepare(job: Job, n8n: DemoN8n, hub: DemoHub): Promise<Loop> {
		const project = await demoProject(hub, job.project);
		if (!hub.local) return new Loop(job, n8n, project);
		const { workflow, settings } = job.labelsBack;
		const { receiver, ...published } = await n8n.publish(workflow, settings);
		const annotator = new Annotator(hub.local, project, job.answerTo);
		annotator.tells(receiver);
		return new Loop(job, n8n, project, { workflow: published, receiver, annotator });
	}

	/** Adds the workflow that uploads. */
	async addUpload(): Promise<DemoWorkflow> {
		const { workflow, settings } = this.#job.upload;
		return await this.#n8n.add(workflow, settings, this.project);
	}

	async upload(): Promise<Outcome> {
		const { upload } = this.#job;
		const workflow = await this.addUpload();
		const execution = await this.#n8n.run(workflow);
		return this.#outcome(upload, workflow, [execution]);
	}

	/** Whether somebody can label something. */
	get hasWork(): boolean {
		return this.#annotator?.hasWork ?? false;
	}

	/** Has the next tasks labeled, one after another as people do, and waits until their labels are back. */
	async label(most: number): Promise<Outcome> {
		const [annotator, workflow] = [this.#annotator!, this.#labelsBack!];
		const executions: Execution[] = [];
		while (executions.length < most && annotator.hasWork) {
			await annotator.labelNext();
			this.#labeled += 1;
			executions.push(await this.#n8n.execution(workflow, this.#labeled));
		}
		return this.#outcome(this.#job.labelsBack, workflow, executions);
	}

	#outcome(step: Step, workflow: DemoWorkflow, executions: Execution[]): Outcome {
		return {
			table: tableOf(step, executions),
			address: this.#n8n.addressOf(workflow, executions.at(-1)!),
			files: executions.flatMap((execution) => step.files?.(execution) ?? []),
		};
	}
}

/** One line for each row of these executions, of many the first. */
function tableOf({ header, rows }: Step, executions: Execution[]): string {
	const all = executions.flatMap(rows).map((row) => row.map((cell) => String(cell ?? '')));
	const rest = all.length - MOST_ROWS;
	return table(header, all.slice(0, MOST_ROWS)) + (rest > 0 ? `\n  … and ${rest} more` : '');
}
