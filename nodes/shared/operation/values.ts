import {
	jsonParse,
	UserError,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { parseExactJson, RoundedNumberError } from '../util/exactJson';
import { isEmpty } from '../util/isEmpty';
import { isRecord } from '../util/isRecord';
import type { JsonValue } from '../util/json';
import { recordsIn } from '../util/lists';
import { namesIn, type Names } from '../util/names';
import { isDate, timeOf } from './dates';
import type { Mapping } from './parameters';

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i;

/** Longer values are cut where a message shows them. */
const MAX_SHOWN_LENGTH = 100;

/** Neither a file name nor a sentence. */
const ID = /^[\w-]+$/;

/**
 * The value of a field, made of what an expression gave; undefined where nothing is given. Fields
 * with fields of their own are left to the reader.
 * @throws UserError naming the field where the value is not what its type says
 */
export function valueOf(field: INodeProperties, given: unknown, timeZone: string): unknown {
	const value = typedValue(field, given, timeZone);
	checkIds(field, value);
	return value;
}

function typedValue(field: INodeProperties, given: unknown, timeZone: string): unknown {
	switch (field.type) {
		case 'boolean':
			return booleanOf(field, given);
		case 'number':
			return numberOf(field, given);
		case 'options':
			return choiceOf(field, given);
		case 'multiOptions':
			return field.typeOptions?.loadOptionsMethod ? namesOf(field, given) : choicesOf(field, given);
		case 'json':
			return jsonOf(field, given);
		case 'dateTime':
			return dateOf(field, given, timeZone);
		case 'resourceLocator':
			return idOf(field, given);
		case 'resourceMapper':
			return mappingOf(field, given);
		default:
			return takesList(field) ? namesOf(field, given) : textOf(field, given);
	}
}

export function takesList({ type, typeOptions }: INodeProperties): boolean {
	return (
		type === 'multiOptions' ||
		(type === 'string' && Boolean(typeOptions?.takesList ?? typeOptions?.multipleValues))
	);
}

/** How a message shows a value of any type. */
export function shown(value: unknown): string {
	if (typeof value === 'string') {
		const isLong = value.length > MAX_SHOWN_LENGTH;
		return `'${isLong ? `${value.slice(0, MAX_SHOWN_LENGTH)}…` : value}'`;
	}
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function booleanOf({ displayName }: INodeProperties, given: unknown): boolean | undefined {
	if (given === undefined) return undefined;
	const value = typeof given === 'string' ? given.trim().toLowerCase() : given;
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw new UserError(`'${displayName}' has to be true or false, not ${shown(given)}`, {
		description:
			"Give a boolean. An expression such as {{ $json.flag === 'yes' }} makes one from text.",
	});
}

function numberOf({ displayName, typeOptions }: INodeProperties, given: unknown) {
	if (isEmpty(given) && !Array.isArray(given)) return undefined;
	const isNumber =
		typeof given === 'number' || (typeof given === 'string' && JSON_NUMBER.test(given.trim()));
	const number = isNumber ? Number(given) : NaN;
	if (!Number.isFinite(number)) {
		throw new UserError(`'${displayName}' has to be a number, not ${shown(given)}`, {
			description:
				'Give a number such as 1920 or 29.97, with a point for decimals and no thousands separators.',
		});
	}
	const { minValue = -Infinity, maxValue = Infinity, numberPrecision } = typeOptions ?? {};
	const advice = 'Check that its expression gives a number in this range for this item.';
	if (numberPrecision === 0 && !Number.isInteger(number)) {
		throw new UserError(`'${displayName}' has to be a whole number, not ${number}`, {
			description: 'Give a number without decimals, such as {{ Math.round($json.value) }}.',
		});
	}
	if (number < minValue) {
		throw new UserError(`'${displayName}' has to be at least ${minValue}, not ${number}`, {
			description: advice,
		});
	}
	if (number > maxValue) {
		throw new UserError(`'${displayName}' has to be at most ${maxValue}, not ${number}`, {
			description: advice,
		});
	}
	return number;
}

function textOf({ displayName }: INodeProperties, given: unknown): string | undefined {
	if (given === undefined || given === null) return undefined;
	if (typeof given === 'string') return given;
	if (typeof given === 'number' && Number.isFinite(given)) return String(given);
	if (isDate(given) && Number.isFinite(given.valueOf()))
		return new Date(given.valueOf()).toISOString();
	throw new UserError(`'${displayName}' has to be text, not ${shown(given)}`, {
		description:
			'Give text or a number. To write an object or a list as text, use an expression such as {{ JSON.stringify($json.value) }}.',
	});
}

/** Texts of a list without blank ones, or one text as it is. */
function namesOf(field: INodeProperties, given: unknown): Names | undefined {
	if (!Array.isArray(given)) {
		const text = listedText(field, given);
		return namesIn(text).length > 0 ? text : undefined;
	}
	return given.map((entry) => listedText(field, entry)?.trim() ?? '').filter((name) => name !== '');
}

function listedText({ displayName }: INodeProperties, given: unknown): string | undefined {
	if (given === undefined || given === null) return undefined;
	if (typeof given === 'string') return given;
	if (typeof given === 'number' && Number.isFinite(given)) return String(given);
	throw new UserError(
		`'${displayName}' has to be a list of text values, and holds ${shown(given)}`,
		{
			description:
				'Give one text, or a list such as ["first", "second"]. An expression such as {{ $json.values.map((one) => one.name) }} makes one from a list of objects.',
		},
	);
}

function choiceOf(field: INodeProperties, given: unknown): unknown {
	if (field.typeOptions?.loadOptionsMethod) return textOf(field, given)?.trim();
	const chosen = optionFor(field, given);
	if (chosen) return chosen.value;
	if (isEmpty(given) && !Array.isArray(given)) {
		throw new UserError(`'${field.displayName}' is empty`, { description: allowed(field) });
	}
	throw notAnOption(field, given);
}

function choicesOf(field: INodeProperties, given: unknown): unknown[] | undefined {
	const names = namesOf(field, given);
	if (names === undefined) return undefined;
	return namesIn(names, (name) => optionFor(field, name) !== undefined).map((name) => {
		const chosen = optionFor(field, name);
		if (chosen) return chosen.value;
		throw notAnOption(field, name);
	});
}

/** The option with this value, or else with this name. */
function optionFor(field: INodeProperties, given: unknown): INodePropertyOptions | undefined {
	if (typeof given !== 'string' && typeof given !== 'number') return undefined;
	const options = (field.options ?? []) as INodePropertyOptions[];
	const wanted = String(given).trim();
	return (
		options.find(({ value }) => String(value) === wanted) ??
		options.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())
	);
}

function notAnOption(field: INodeProperties, given: unknown): UserError {
	return new UserError(`'${field.displayName}' has no option ${shown(given)}`, {
		description: allowed(field),
	});
}

function allowed({ options = [] }: INodeProperties): string {
	const values = (options as INodePropertyOptions[]).map(({ value }) => `'${value}'`);
	return `Give one of these values: ${values.join(', ')}.`;
}

function jsonOf(
	{ displayName, typeOptions }: INodeProperties,
	given: unknown,
): JsonValue | undefined {
	if (isEmpty(given) && !Array.isArray(given)) return undefined;
	if (typeof given !== 'string') return given as JsonValue;
	try {
		const text = given.trim(); // which takes a byte order mark away too
		return typeOptions?.roundsNumbers ? jsonParse(text) : parseExactJson(text);
	} catch (error) {
		const { message } = error as Error;
		return error instanceof RoundedNumberError
			? rounded(displayName, message)
			: notValid(displayName, message);
	}
}

function notValid(displayName: string, reason: string): never {
	throw new UserError(`'${displayName}' is not valid JSON`, {
		description: `Correct it, or give an object with an expression, without quotes around it. In detail: ${reason}.`,
	});
}

function rounded(displayName: string, number: string): never {
	throw new UserError(`'${displayName}' holds the number ${number}, which n8n would round`, {
		description:
			'Write it as text, in quotes, or run n8n with Node.js 22 or newer, which keeps every digit.',
	});
}

/** @returns ISO text in UTC */
function dateOf(
	{ displayName }: INodeProperties,
	given: unknown,
	timeZone: string,
): string | undefined {
	if (isEmpty(given) && !Array.isArray(given)) return undefined;
	const time = timeOf(given, timeZone);
	if (time !== undefined) return new Date(time).toISOString();
	throw new UserError(`'${displayName}' is not a date`, {
		description: `Give a date such as 2026-01-31 or 2026-01-31T08:00:00Z, or milliseconds since 1970, not ${shown(given)}. A date without a zone is in the workflow's time zone.`,
	});
}

/** @throws UserError where a field takes IDs only, and holds something that cannot be one */
function checkIds(field: INodeProperties, value: unknown): void {
	const advice = field.typeOptions?.idAdvice as string | undefined;
	if (!advice) return;
	const other = namesIn(value as Names | undefined).find((id) => !ID.test(id));
	if (other === undefined) return;
	const { displayName } = field;
	const message = takesList(field)
		? `'${displayName}' has to hold IDs, and holds ${shown(other)}`
		: `'${displayName}' has to be an ID, not ${shown(other)}`;
	throw new UserError(message, {
		description: `An ID is made of letters, digits, hyphens and underscores. ${advice}`,
	});
}

/** The id that a resource locator names. */
function idOf(field: INodeProperties, given: unknown): string | undefined {
	const { displayName, modes = [] } = field;
	const { mode, value } =
		isRecord(given) && 'value' in given ? given : { mode: 'id', value: given };
	const text = textOf(field, value)?.trim();
	if (!text) return undefined;
	const rule = modes.find(({ name }) => name === mode)?.extractValue;
	if (rule?.type === 'regex') {
		const [, id] = new RegExp(rule.regex).exec(text) ?? [];
		if (id !== undefined) return id;
		throw new UserError(`'${displayName}' has the URL ${shown(text)}, which holds no ID`, {
			description: 'Copy the URL from Ango Hub again, pick from the list, or give the ID.',
		});
	}
	if (/[\r\n]/.test(text) || (!field.typeOptions?.takesNames && /\s/.test(text))) {
		throw new UserError(`'${displayName}' has to be an ID, not ${shown(text)}`, {
			description: 'An ID has no spaces or line breaks. Give one ID for each item.',
		});
	}
	return text;
}

function mappingOf({ displayName }: INodeProperties, given: unknown): Mapping | undefined {
	if (isEmpty(given) && !Array.isArray(given)) return undefined;
	if (!isRecord(given)) {
		throw new UserError(`'${displayName}' has to be an object, not ${shown(given)}`, {
			description: 'Fill in its columns one by one, each with an expression of its own.',
		});
	}
	const values = isRecord(given.value) ? given.value : {};
	return {
		fromItem: given.mappingMode === 'autoMapInputData',
		values: Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value))),
		columns: recordsIn(given.schema).map(({ id }) => String(id)),
	};
}
