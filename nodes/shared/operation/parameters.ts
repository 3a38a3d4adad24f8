import type { INodeProperties } from 'n8n-workflow';

import type { JsonValue } from '../util/json';

type DeepReadonly<T> = T extends (...args: never[]) => unknown
	? T
	: T extends object
		? { readonly [K in keyof T]: DeepReadonly<T[K]> }
		: T;

/** One n8n parameter as a literal; `operation()` infers the type of its value from it. */
export type Field = DeepReadonly<INodeProperties>;

type Multiple<F, V> = F extends { typeOptions: { multipleValues: true } } ? V[] : V;

type Choice<F> = F extends { options: ReadonlyArray<{ value: infer V }> } ? V : string;

type Value<F> = F extends { type: 'boolean' }
	? boolean
	: F extends { type: 'number' }
		? number
		: F extends { type: 'json' }
			? JsonValue | undefined
			: F extends { type: 'options' }
				? Choice<F>
				: F extends { type: 'multiOptions' }
					? Array<Choice<F>>
					: F extends { type: 'collection'; options: infer O extends readonly unknown[] }
						? Partial<Parameters<O>>
						: F extends { type: 'fixedCollection'; options: infer O extends readonly unknown[] }
							? Groups<O, F>
							: Multiple<F, string>;

type Groups<O extends readonly unknown[], F> = {
	[G in O[number] as G extends { name: infer N extends string } ? N : never]?: G extends {
		values: infer V extends readonly unknown[];
	}
		? Multiple<F, Parameters<V>>
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
