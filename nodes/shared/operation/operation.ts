import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

import type { Hub } from '../hub';
import type { Files } from './files';
import type { Field, Parameters } from './parameters';

/** A result that carries files beside its JSON. */
export class FileResult {
	constructor(
		readonly json: IDataObject,
		readonly binary: IBinaryKeyData,
	) {}
}

/** What one input item may give: one item, several, or a stream of items. */
export type Result = IDataObject | FileResult | IDataObject[] | AsyncIterable<IDataObject>;

/** One input item with its resolved parameters and the files it carries. */
export interface Entry<P> {
	params: P;
	/** Position of the input item. */
	index: number;
	/** JSON of the input item. */
	json: IDataObject;
	files: Files;
}

/** What every operation gets beside its entries. */
export interface Services {
	hub: Hub;
	/** Shows a note beside the node's output. */
	hint(message: string): void;
	/** True when items that fail must not stop the others. */
	continueOnFail: boolean;
}

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
	F extends readonly Field[] = readonly Field[],
> extends OperationText<F> {
	run(context: Entry<Parameters<F>> & Services): Promise<Result> | Result;
}

/**
 * An operation that treats all input items together. `plan` looks at one item before anything is
 * sent and throws when it cannot work; `runAll` gets the plans that are left and returns one result,
 * or the error of that item, for each of them in the same order.
 */
export interface BatchOperation<
	F extends readonly Field[] = readonly Field[],
	Plan = unknown,
> extends OperationText<F> {
	plan(context: Entry<Parameters<F>> & Services): Promise<Plan> | Plan;
	runAll(plans: Plan[], services: Services): Promise<Array<Result | Error>>;
}

export type Operation = ItemOperation | BatchOperation;

export interface Resource {
	/** Title Case, singular. */
	name: string;
	operations: Record<string, Operation>;
}

/** Declares an operation that treats each item on its own; parameter types follow from `fields`. */
export function operation<const F extends readonly Field[]>(spec: ItemOperation<F>): Operation {
	return spec as unknown as ItemOperation;
}

/** Declares an operation that treats all items together; parameter types follow from `fields`. */
export function batchOperation<const F extends readonly Field[], Plan>(
	spec: BatchOperation<F, Plan>,
): Operation {
	return spec as unknown as BatchOperation;
}

/** Declares a resource: a name and its operations by key (the key is stored in workflows). */
export function resource(spec: Resource): Resource {
	return spec;
}
