import type { JsonValue } from './json';

/** JavaScript's newer way to write a number digit by digit; Node.js has it since version 22. */
const { rawJSON } = JSON as unknown as { rawJSON?: (text: string) => object };

/** Numbers that JavaScript may not hold have 16 digits or more, or an exponent. */
const LONG_NUMBER = /\d[\d.]{15}|\d[eE]/;
const PARTS = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** A number that this Node.js can only pass on rounded. */
export class RoundedNumberError extends Error {
	constructor(number: number) {
		super(String(number));
	}
}

/** A number of a JSON text that JavaScript would round: it counts as the rounded one, and is written as it was given. */
export class ExactNumber extends Number {
	readonly #digits: string;

	constructor(digits: unknown) {
		super(digits);
		this.#digits = String(digits);
	}

	override toString(): string {
		return this.#digits;
	}

	toJSON(): object {
		return rawJSON!(this.#digits);
	}
}

/**
 * The value of a JSON text. Numbers that JavaScript would round become an `ExactNumber`, so that they
 * can be passed on; before Node.js 22 decimals are rounded.
 * @throws SyntaxError when it is not JSON, RoundedNumberError for an integer that cannot be passed on
 */
export function parseExactJson(text: string): JsonValue {
	return JSON.parse(text, LONG_NUMBER.test(text) ? exactly : undefined) as JsonValue;
}

function exactly(_key: string, value: unknown, context?: { source?: string }): unknown {
	if (typeof value !== 'number') return value;
	const { source } = context ?? {};
	if (rawJSON && source !== undefined) {
		return isSame(source, String(value)) ? value : new ExactNumber(source);
	}
	const isRounded = !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER;
	if (isRounded) throw new RoundedNumberError(value);
	return value;
}

/** Whether two texts are the same number, however they are written. */
function isSame(text: string, other: string): boolean {
	return text === other || normalized(text) === normalized(other);
}

/** A number as its digits, without zeros around them, and the exponent of the last one. */
function normalized(text: string): string {
	const [, sign, whole, fraction = '', exponent = '0'] = PARTS.exec(text) ?? ['', '', text];
	const digits = `${whole}${fraction}`.replace(/^0+/, '');
	const significant = digits.replace(/0+$/, '');
	if (significant === '') return '0';
	const places = Number(exponent) - fraction.length + (digits.length - significant.length);
	return `${sign}${significant}e${places}`;
}

/** A finite number, also one that is kept digit by digit. */
export function isNumber(value: unknown): value is number {
	return Number.isFinite(value instanceof ExactNumber ? value.valueOf() : value);
}
