import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import { resumeExecution, type ResumeStatus } from './resume';
import { isTool } from './tool';

/** Where n8n keeps, in the saved execution, what a node waits for. */
const CONTEXT_KEY = 'waiting';

/** What is kept while an execution waits: it is in n8n's database, so it is short. */
export interface Kept<State> {
	/** What the operation waits for. */
	state: State;
	/** Messages of the items that failed, by the position of their input item. */
	errors: Record<number, string>;
}

/** How an operation lets the execution wait until somebody calls the webhook of its node. */
export class Pause {
	private asked?: { state: object; until: Date };

	constructor(private readonly execute: IExecuteFunctions) {}

	/** Whether an AI agent runs the node as a tool, and whether to have a person review another tool. */
	get caller(): { isTool: boolean; isReview: boolean } {
		const node = this.execute.getNode();
		return { isTool: isTool(node), isReview: node.type.endsWith('HitlTool') };
	}

	/** False where an AI agent would not pause, and the execution would hang for good. */
	get isPossible(): boolean {
		const { execute } = this;
		const isOldTool = this.caller.isTool && !isSigning(execute);
		return !isRunByAgent(execute) && !isOldTool;
	}

	/**
	 * The address that resumes the execution, without its host: `<execution>/<node>`, with a signature
	 * where n8n knows one (1.107 and newer).
	 */
	get resumeKey(): string {
		const { execute } = this;
		const plain = `${execute.getExecutionId()}/${execute.getNode().id}`;
		if (!isSigning(execute)) return plain;
		const url = execute.getSignedResumeUrl();
		return url.slice(url.lastIndexOf(plain));
	}

	/** Lets the execution wait once the operation is done. @param state what the webhook has to know */
	until(until: Date, state: object): void {
		this.asked = { state, until };
	}

	/** Tells another execution of this n8n to look whether what it waits for is there. */
	async resume(key: unknown): Promise<ResumeStatus> {
		return await resumeExecution(this.execute, key, this.execute.getExecutionCancelSignal());
	}

	/** Keeps what the webhook has to know, where the operation wants to wait. */
	async begin(errors: Kept<object>['errors']): Promise<void> {
		if (!this.asked) return;
		const { state, until } = this.asked;
		this.execute.getContext('node')[CONTEXT_KEY] = { state, errors } as unknown as IDataObject;
		await this.execute.putExecutionToWait(until);
	}
}

/** True where an AI agent runs the node by itself, outside of n8n's engine, which alone can wait. */
export function isRunByAgent(execute: IExecuteFunctions): boolean {
	return 'getNextRunIndex' in execute;
}

function isSigning(execute: IExecuteFunctions): boolean {
	return typeof execute.getSignedResumeUrl === 'function';
}

/** What the waiting execution that a webhook belongs to has kept; undefined when it waits for nothing. */
export function keptState<State>(hook: IWebhookFunctions): Kept<State> | undefined {
	// A brace could end the expression early.
	const name = JSON.stringify(hook.getNode().name).replace(/[{}]/g, (brace) =>
		brace === '{' ? '\\u007b' : '\\u007d',
	);
	const text = hook.evaluateExpression(
		`{{ JSON.stringify($node[${name}].context["${CONTEXT_KEY}"]) }}`,
	);
	return typeof text === 'string' && text !== '' ? (JSON.parse(text) as Kept<State>) : undefined;
}
