import { badRequest } from './errors.mts';
import { isObjectId } from './ids.mts';

/** Checks one value; returns it (possibly parsed) or refuses it with a 400 that names `path`. */
export interface Check<T> {
	(value: unknown, path: string): T;
	/** Set on keys that may be absent. */
	readonly optional?: true;
}
export type Infer<C> = C extends Check<infer T> ? T : never;
type OptionalCheck<T> = Check<T> & { optional: true };
type Shape = Record<string, Check<unknown>>;
type ObjectOf<S extends Shape> = {
	[K in keyof S as S[K] extends { optional: true } ? never : K]: Infer<S[K]>;
} & { [K in keyof S as S[K] extends { optional: true } ? K : never]?: Infer<S[K]> };

export type OpenObject = Record<string, unknown>;

function refuse(path: string, expected: string): never {
	throw badRequest(`Invalid value for "${path || 'body'}": expected ${expected}.`);
}

const isPlainObject = (value: unknown): value is OpenObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const string: Check<string> = (value, path) =>
	typeof value === 'string' ? value : refuse(path, 'a string');

export const text: Check<string> = (value, path) =>
	typeof value === 'string' && value.length > 0 ? value : refuse(path, 'a non-empty string');

export const number: Check<number> = (value, path) =>
	typeof value === 'number' && Number.isFinite(value) ? value : refuse(path, 'a number');

export const boolean: Check<boolean> = (value, path) =>
	typeof value === 'boolean' ? value : refuse(path, 'true or false');

export const id: Check<string> = (value, path) =>
	typeof value === 'string' && isObjectId(value) ? value : refuse(path, 'a 24-character id');

export const email: Check<string> = (value, path) =>
	typeof value === 'string' && /^[^@\s]+@[^@\s]+$/.test(value)
		? value
		: refuse(path, 'an email address');

export const isoDate: Check<string> = (value, path) =>
	typeof value === 'string' &&
	/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value)
		? value
		: refuse(path, 'an ISO-8601 date with a time zone');

/** Any object: its inside is open. */
export const openObject: Check<OpenObject> = (value, path) =>
	isPlainObject(value) ? value : refuse(path, 'an object');

export const anything: Check<unknown> = (value) => value;

export function integer(min: number, max: number): Check<number> {
	return (value, path) =>
		typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
			? value
			: refuse(path, `an integer from ${min} to ${max}`);
}

export function oneOf<const V extends string>(...values: V[]): Check<V> {
	return (value, path) =>
		values.includes(value as V) ? (value as V) : refuse(path, `one of ${values.join(', ')}`);
}

export function optional<T>(check: Check<T>): OptionalCheck<T> {
	return Object.assign((value: unknown, path: string) => check(value, path), {
		optional: true as const,
	});
}

export function nullable<T>(check: Check<T>): Check<T | null> {
	return (value, path) => (value === null ? null : check(value, path));
}

export function arrayOf<T>(check: Check<T>): Check<T[]> {
	return (value, path) =>
		Array.isArray(value)
			? value.map((entry, index) => check(entry, `${path}[${index}]`))
			: refuse(path, 'an array');
}

/** An object with open keys and values of one kind. */
export function recordOf<T>(check: Check<T>): Check<Record<string, T>> {
	return (value, path) =>
		Object.fromEntries(
			Object.entries(openObject(value, path)).map(([key, entry]) => [
				key,
				check(entry, `${path}.${key}`),
			]),
		);
}

/** The first alternative that accepts the value; the last one's refusal when none does. */
export function either<A, B>(first: Check<A>, second: Check<B>): Check<A | B> {
	return (value, path) => {
		try {
			return first(value, path);
		} catch {
			return second(value, path);
		}
	};
}

/** An object with exactly these keys: missing, unknown and ill-typed ones are refused by name. */
export function object<S extends Shape>(shape: S, open = false): Check<ObjectOf<S>> {
	return (value, path) => {
		const source = openObject(value, path);
		const prefix = path === '' ? '' : `${path}.`;
		if (!open) {
			for (const key of Object.keys(source)) {
				if (!Object.hasOwn(shape, key)) throw badRequest(`Unknown key "${prefix}${key}".`);
			}
		}
		const result: OpenObject = open ? { ...source } : {};
		for (const [key, check] of Object.entries(shape)) {
			if (source[key] !== undefined) result[key] = check(source[key], prefix + key);
			else if (check.optional !== true) throw badRequest(`"${prefix}${key}" is required.`);
		}
		return result as ObjectOf<S>;
	};
}

/** An object whose listed keys are checked and whose other keys are let through. */
export const openShape = <S extends Shape>(shape: S): Check<ObjectOf<S> & OpenObject> =>
	object(shape, true) as Check<ObjectOf<S> & OpenObject>;

/** `true`/`false` in a query, in Python's capitals too (contract 2.9). */
export const queryBoolean: Check<boolean> = (value, path) =>
	/^(true|false)$/i.test(String(value))
		? String(value).toLowerCase() === 'true'
		: refuse(path, 'true or false');

export function queryInteger(min: number): Check<number> {
	return (value, path) =>
		/^\d{1,9}$/.test(String(value)) && Number(value) >= min
			? Number(value)
			: refuse(path, `an integer of at least ${min}`);
}

/** JSON in a query value. */
export function queryJson<T>(check: Check<T>): Check<T> {
	return (value, path) => check(parseJson(String(value), path), path);
}

/** A comma list in a query value. */
export const queryList: Check<string[]> = (value) =>
	String(value)
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');

/** A JSON array or a comma list: the contract names both forms for some keys. */
export const queryNames: Check<string[]> = (value, path) =>
	String(value).trimStart().startsWith('[')
		? queryJson(arrayOf(text))(value, path)
		: queryList(value, path);

export function parseJson(source: string, what: string): unknown {
	try {
		return JSON.parse(source);
	} catch {
		throw badRequest(`${what === '' ? 'The body' : `"${what}"`} is not valid JSON.`);
	}
}
