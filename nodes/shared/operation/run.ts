import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Breather } from '../util/breather';
import { mapConcurrent, type ConcurrencyLimit } from '../util/concurrency';
import { nothingFound } from './emptyResult';
import { asNodeError, withAdvice } from './errors';
import { Files } from './files';
import {
	FileResult,
	hasResources,
	type Abilities,
	type Entry,
	type Operation,
	type Result,
	type Services,
} from './operation';
import type { Parameters } from './parameters';
import { isRunByAgent, Pause } from './pause';
import { parameterReader } from './read';
import { isTool } from './tool';

type AnyEntry = Entry<Parameters<readonly never[]>>;

/** What a node opens for a run. */
export interface Opened<S> {
	/** How many items may be worked on at once. */
	concurrency: ConcurrencyLimit;
	/** What every operation gets. */
	services: S;
}

/** Runs the operation that the node's parameters name, with what `open` opens for it. */
export async function runNode<S extends object>(
	execute: IExecuteFunctions,
	abilities: Abilities<S>,
	open: () => Promise<Opened<S>> | Opened<S>,
): Promise<INodeExecutionData[]> {
	try {
		const opened = await open();
		return await runOperation(execute, chosenOperation(execute, abilities), opened);
	} catch (cause) {
		const node = execute.getNode();
		const error = asNodeError(node, cause);
		// A language model that uses the node as a tool reads nothing but the message.
		if (isTool(node)) error.message = withAdvice(error);
		// Older agents run tools by themselves, and hand an empty text on for an error that is thrown.
		if (isRunByAgent(execute)) return [{ json: { error: error.message } }];
		throw error;
	}
}

function chosenOperation<S>(execute: IExecuteFunctions, abilities: Abilities<S>): Operation<S> {
	const operations = hasResources(abilities)
		? abilities[execute.getNodeParameter('resource', 0) as string].operations
		: abilities;
	return operations[execute.getNodeParameter('operation', 0) as string];
}

/**
 * Runs one operation over all input items: reads parameters, pairs results with their items, turns
 * what went wrong into error items when the node continues on fail, and stops on cancellation.
 */
async function runOperation<S extends object>(
	execute: IExecuteFunctions,
	operation: Operation<S>,
	opened: Opened<S>,
): Promise<INodeExecutionData[]> {
	const loop = new ItemLoop(execute, opened);
	const read = parameterReader(execute, operation.fields);
	const entry = (item: INodeExecutionData, index: number): AnyEntry => ({
		params: read(index) as AnyEntry['params'],
		index,
		json: item.json,
		files: new Files(execute, index),
	});

	if ('run' in operation) {
		const items = await loop.each(async (item, index) => {
			const given = entry(item, index);
			const result = await operation.run({ ...given, ...loop.services });
			const output = await loop.output(result, index);
			if (output.length === 0) loop.services.hint(nothingFound(operation.fields, given.params));
			return output;
		});
		return items.flat();
	}

	const plans: Array<{ index: number; plan: unknown }> = [];
	const outputs = await loop.each(async (item, index) => {
		const plan = await operation.plan({ ...entry(item, index), ...loop.services });
		plans.push({ index, plan });
		return [] as INodeExecutionData[];
	});
	plans.sort((a, b) => a.index - b.index);
	if (plans.length > 0) {
		const results = await loop.all(
			async () =>
				await operation.runAll(
					plans.map(({ plan }) => plan),
					loop.services,
				),
			plans.map(({ index }) => index),
		);
		for (const [position, { index }] of plans.entries()) outputs[index] = results[position];
	}
	await loop.services.pause.begin(errorsIn(outputs));
	return outputs.flat();
}

/** The messages of items that failed, by the position of their input item. */
function errorsIn(outputs: INodeExecutionData[][]): Record<number, string> {
	const failed = outputs.flatMap(([first], index) =>
		first?.json.error === undefined ? [] : [[index, first.json.error as string]],
	);
	return Object.fromEntries(failed);
}

class ItemLoop<S extends object> {
	readonly services: Services<S>;
	private readonly items: INodeExecutionData[];
	private readonly concurrency: ConcurrencyLimit;
	private readonly signal: AbortSignal | undefined;
	private readonly hints = new Set<string>();

	constructor(
		private readonly execute: IExecuteFunctions,
		{ concurrency, services }: Opened<S>,
	) {
		this.items = execute.getInputData();
		this.concurrency = concurrency;
		this.signal = execute.getExecutionCancelSignal();
		this.services = {
			...services,
			hint: (message) => {
				if (this.hints.has(message)) return;
				this.hints.add(message);
				execute.addExecutionHints({ message, location: 'outputPane' });
			},
			continueOnFail: execute.continueOnFail(),
			breather: new Breather(this.signal),
			pause: new Pause(execute),
		};
	}

	/** Runs `task` for every input item; a failed item becomes an error item, or ends the run. */
	async each(
		task: (item: INodeExecutionData, index: number) => Promise<INodeExecutionData[]>,
	): Promise<INodeExecutionData[][]> {
		return await mapConcurrent(this.items, this.concurrency, async (item, index) => {
			try {
				await this.breathe();
				return await task(item, index);
			} catch (error) {
				return [this.errorItem(error, index)];
			}
		});
	}

	/** Runs `task` once for the items at `indexes`; errors that it returns count for their own item. */
	async all(
		task: () => Promise<Array<Result | Error>>,
		indexes: number[],
	): Promise<INodeExecutionData[][]> {
		let results: Array<Result | Error>;
		try {
			results = await task();
		} catch (error) {
			if (!this.services.continueOnFail || this.isCanceled)
				throw asNodeError(this.execute.getNode(), error);
			results = indexes.map(() => error as Error);
		}
		const failed = results.filter((result) => result instanceof Error).length;
		const note =
			failed < results.length && !this.services.continueOnFail
				? `${failed} of ${results.length} items could not be processed; the others are done. To see what is wrong with each, set 'On Error' under Settings to 'Continue (using error output)'.`
				: undefined;
		return await mapConcurrent(indexes, 1, async (index, position) => {
			const result = results[position];
			if (result instanceof Error) return [this.errorItem(result, index, note)];
			await this.breathe();
			return await this.output(result, index);
		});
	}

	/** The items that a result gives, each paired with its input item. */
	async output(result: Result, index: number): Promise<INodeExecutionData[]> {
		const pairedItem = { item: index };
		if (result instanceof FileResult || !(Symbol.asyncIterator in result)) {
			const list = Array.isArray(result) ? result : [result];
			return list.map((one) =>
				one instanceof FileResult
					? { json: one.json, binary: one.binary, pairedItem }
					: { json: withoutErrorKey(one as IDataObject), pairedItem },
			);
		}
		const items: INodeExecutionData[] = [];
		for await (const json of result as AsyncIterable<IDataObject>) {
			items.push({ json: withoutErrorKey(json), pairedItem });
		}
		return items;
	}

	private get isCanceled(): boolean {
		return this.signal?.aborted ?? false;
	}

	/** Reading the parameters of thousands of items takes seconds. @throws OperationalError when the run has been canceled */
	private async breathe(): Promise<void> {
		const { breather } = this.services;
		if (breather.isDue) await breather.pause();
		else breather.throwIfCanceled();
	}

	/** @throws the error itself when the node does not continue on fail, or when the run was canceled */
	private errorItem(cause: unknown, index: number, note?: string): INodeExecutionData {
		const node = this.execute.getNode();
		const error = asNodeError(node, cause);
		if (!this.services.continueOnFail || this.isCanceled) {
			error.context.itemIndex = index;
			if (note) error.description = [error.description, note].filter(Boolean).join(' ');
			throw error;
		}
		// n8n's error output puts the fields of the input item beside a message that is alone, and drops them
		// where the item has an error object: the message has to say it all.
		return { json: { error: withAdvice(error) }, pairedItem: { item: index } };
	}
}

/** n8n takes a top-level `error` for a failed item, so a field of that name moves to `errorDetails`. */
function withoutErrorKey(json: IDataObject): IDataObject {
	if (!('error' in json)) return json;
	const { error, ...rest } = json;
	return { ...rest, errorDetails: error };
}
