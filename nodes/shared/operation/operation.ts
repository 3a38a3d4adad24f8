import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

import type { Breather } from '../util/breather';
import type { Files } from './files';
import type { Field, Parameters } from './parameters';
import type { Pause } from './pause';

/** A result that carries files beside its JSON. */
export class FileResult {
	constructor(
		readonly json: IDataObject,
		readonly binary: IBinaryKeyData,
	) {}
}

/** What one input item may give: one item, several, or a stream of items. */
export type Result =
	IDataObject | FileResult | Array<IDataObject | FileResult> | AsyncIterable<IDataObject>;

/** One input item with its resolved parameters and the files it carries. */
export interface Entry<P> {
	params: P;
	/** Position of the input item. */
	index: number;
	/** JSON of the input item. */
	json: IDataObject;
	files: Files;
}

/** What every operation gets beside its entries: the loop's own services and those (`S`) that its node opened. */
export type Services<S = object> = S & {
	/** Shows a note beside the node's output. */
	hint(message: string): void;
	/** True when items that fail must not stop the others. */
	continueOnFail: boolean;
	/** One for the whole run: what is done before a computation counts as work without a pause too. */
	breather: Breather;
	/** Lets the execution wait, where the node has a webhook that resumes it. */
	pause: Pause;
};

interface OperationText<F extends readonly Field[]> {
	/** Title Case, without the resource. */
	name: string;
	/** Sentence case, with the resource and no articles. */
	action: string;
	description: string;
	fields: F;
}

/** An operation that treats each input item on its own. */
export interface ItemOperation<
	S = object,
	F extends readonly Field[] = readonly Field[],
> extends OperationText<F> {
	run(context: Entry<Parameters<F>> & Services<S>): Promise<Result> | Result;
}

/**
 * An operation that treats all input items together. `plan` looks at one item before anything is
 * sent and throws when it cannot work; `runAll` gets the plans that are left and returns one result,
 * or the error of that item, for each of them in the same order.
 */
export interface BatchOperation<
	S = object,
	F extends readonly Field[] = readonly Field[],
	Plan = unknown,
> extends OperationText<F> {
	plan(context: Entry<Parameters<F>> & Services<S>): Promise<Plan> | Plan;
	runAll(plans: Plan[], services: Services<S>): Promise<Array<Result | Error>>;
}

export type Operation<S = object> = ItemOperation<S> | BatchOperation<S>;

/** Operations by key; the key is stored in workflows. */
export type Operations<S = object> = Record<string, Operation<S>>;

export interface Resource<S = object> {
	/** Title Case, singular. */
	name: string;
	operations: Operations<S>;
}

/** Resources by key; the key is stored in workflows. */
export type Resources<S = object> = Record<string, Resource<S>>;

/** What a node can do: its operations, or its resources where it has several. */
export type Abilities<S = object> = Operations<S> | Resources<S>;

export function hasResources<S>(abilities: Abilities<S>): abilities is Resources<S> {
	return Object.values(abilities).some((entry) => 'operations' in entry);
}

/** How operations are declared in a node that opens the services `S` for them. */
export function operationsWith<S>() {
	return {
		/** Declares an operation that treats each item on its own; parameter types follow from `fields`. */
		operation: <const F extends readonly Field[]>(spec: ItemOperation<S, F>) =>
			spec as unknown as ItemOperation<S>,
		/** Declares an operation that treats all items together; parameter types follow from `fields`. */
		batchOperation: <const F extends readonly Field[], Plan>(spec: BatchOperation<S, F, Plan>) =>
			spec as unknown as BatchOperation<S>,
	};
}
