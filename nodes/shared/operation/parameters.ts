import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { JsonValue } from '../util/json';
import type { Names } from '../util/names';

type DeepReadonly<T> = T extends (...args: never[]) => unknown
	? T
	: T extends object
		? { readonly [K in keyof T]: DeepReadonly<T[K]> }
		: T;

/**
 * One n8n parameter as a literal; the type of its value follows from it. A `string` with
 * `typeOptions: { takesList: true }` takes several texts: a list, or one text with commas or in lines; a
 * `resourceLocator` with `takesNames` takes more than IDs. A field with `idAdvice` takes nothing but IDs,
 * and the advice says where they are found. A required one with `mayBeEmpty` takes an empty text, but not
 * an expression that gives nothing. A `json` text keeps every digit of its numbers, for passing
 * them on (`ExactNumber`); with `roundsNumbers` they are JavaScript's, for computing.
 */
export type Field = DeepReadonly<INodeProperties>;

/** What a resource mapper gives. */
export interface Mapping {
	/** True where each column takes the field of the input item that has its name. */
	fromItem: boolean;
	/** Values by the id of their column, without those that are empty. */
	values: IDataObject;
	/** The ids of the columns that the editor knew. */
	columns: string[];
}

type Choice<F> = F extends { options: ReadonlyArray<{ value: infer V }> } ? V : string;

/** Values of fields whose type alone says what they are. */
interface Plain {
	boolean: boolean;
	number: number;
	json: JsonValue | undefined;
	resourceMapper: Mapping | undefined;
}

type Value<F> = F extends { type: infer T extends keyof Plain }
	? Plain[T]
	: F extends { type: 'options' }
		? Choice<F>
		: F extends { type: 'multiOptions'; typeOptions: { loadOptionsMethod: string } }
			? Names
			: F extends { type: 'multiOptions' }
				? Array<Choice<F>>
				: F extends { type: 'collection'; options: infer O extends readonly unknown[] }
					? Partial<Parameters<O>>
					: F extends { type: 'fixedCollection'; options: infer O extends readonly unknown[] }
						? Groups<O, F>
						: F extends { typeOptions: { takesList: true } | { multipleValues: true } }
							? Names
							: string;

type Groups<O extends readonly unknown[], F> = {
	[G in O[number] as G extends { name: infer N extends string } ? N : never]?: G extends {
		values: infer V extends readonly unknown[];
	}
		? F extends { typeOptions: { multipleValues: true } }
			? Array<Parameters<V>>
			: Parameters<V>
		: never;
};

/** The values of a list of fields, by field name. Notices carry no value. */
export type Parameters<F extends readonly unknown[]> = {
	[
		P in F[number] as P extends { type: 'notice' }
			? never
			: P extends { name: infer N extends string }
				? N
				: never
	]: Value<P>;
};
