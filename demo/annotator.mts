import type { AnswerInput, Asset, LocalHub } from '../test/local-hub/index.mts';
import type { PickedProject } from '../test/n8n/harness/examples.mts';

const STAGE = { id: 'tell-n8n', type: 'Webhook', name: 'Tell n8n', next: ['Complete'] };

/** Where labeled tasks are sent, and what proves where they come from. */
export interface Receiver {
	url: string;
	secret: string;
}

/** The one who labels the tasks of a project of the local hub. */
export class Annotator {
	readonly #hub: LocalHub;
	readonly #project: PickedProject;
	readonly #answerTo: (fileName: string) => AnswerInput | undefined;

	/** @param answerTo what they say about a file; without an answer they accept the pre-labels */
	constructor(
		hub: LocalHub,
		project: PickedProject,
		answerTo: (fileName: string) => AnswerInput | undefined,
	) {
		this.#hub = hub;
		this.#project = project;
		this.#answerTo = answerTo;
	}

	/** Puts a Webhook stage after labeling, as somebody would do in the settings of the project. */
	tells({ url, secret }: Receiver): void {
		const { id } = this.#project;
		const { stages } = this.#hub.state.project(id);
		for (const stage of stages) if (stage.type === 'Label') stage.next = [STAGE.id];
		stages.push({ ...STAGE });
		this.#hub.setWebhook(id, STAGE.id, { url, auth: 'secret', secret });
	}

	/** Labels the next task, and waits until n8n has heard of it. */
	async labelNext(): Promise<void> {
		const [asset] = this.#waiting();
		this.#hub.labelTask(this.#hub.taskOf(asset!)._id, this.#answerTo(asset!.externalId));
		await this.#hub.whenDeliveriesSettled();
	}

	/** Whether there is something left to label. */
	get hasWork(): boolean {
		return this.#waiting().length > 0;
	}

	/** What is not labeled yet, in the order of names: assets of one upload are made in any order. */
	#waiting(): Asset[] {
		const { assets } = this.#hub.state.room(this.#project.id);
		return assets
			.filter((asset) => this.#hub.taskOf(asset).stage !== 'Complete')
			.sort((a, b) => a.externalId.localeCompare(b.externalId));
	}
}
