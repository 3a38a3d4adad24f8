import type { INodeProperties } from 'n8n-workflow';

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i;
const isBlank = (value: unknown) =>
	value === null || (typeof value === 'string' && value.trim() === '');
const isText = (value: unknown) => typeof value === 'string' || typeof value === 'number';

/** Whether a field takes a value that an expression gives. */
export function isAllowed(field: INodeProperties, value: unknown): boolean {
	const { type, typeOptions = {}, options = [] } = field;
	const isList = Boolean(typeOptions.takesList ?? typeOptions.multipleValues);
	if (typeOptions.idAdvice && !areIds(value)) return false;
	switch (type) {
		case 'boolean':
			return (
				typeof value === 'boolean' ||
				/^\s*(true|false)\s*$/i.test(isText(value) ? String(value) : '')
			);
		case 'number': {
			if (isBlank(value)) return true;
			const isNumber =
				typeof value === 'number' || (typeof value === 'string' && JSON_NUMBER.test(value.trim()));
			const number = isNumber ? Number(value) : NaN;
			const { minValue = -Infinity, maxValue = Infinity, numberPrecision } = typeOptions;
			const isWhole = numberPrecision !== 0 || Number.isInteger(number);
			return isNumber && isWhole && number >= minValue && number <= maxValue;
		}
		case 'options':
			return typeOptions.loadOptionsMethod
				? value === null || isText(value)
				: isText(value) && isOption(options, String(value));
		case 'multiOptions':
			if (typeOptions.loadOptionsMethod) return isNames(value);
			if (!isNames(value) || isBlank(value)) return isNames(value);
			return [value]
				.flat()
				.filter((entry) => !isBlank(entry))
				.flatMap((entry) => (Array.isArray(value) ? [entry] : String(entry).split(/[,\n]/)))
				.filter((entry) => !isBlank(entry))
				.every((entry) => isOption(options, String(entry)));
		case 'dateTime':
			return (
				isBlank(value) ||
				value === '2026-01-31' ||
				(typeof value === 'number' && value >= 978_307_200_000 && value < 4_133_980_800_000)
			);
		case 'json':
			return typeof value !== 'string' || isBlank(value) || isJson(value);
		case 'resourceLocator':
			return (
				isBlank(value) ||
				(isText(value) && !(takesNames(field) ? /[\r\n]/ : /\s/).test(String(value).trim()))
			);
		default:
			return isList ? isNames(value) : value === null || isText(value);
	}
}

function isNames(value: unknown): boolean {
	return [value].flat(1).every((entry) => entry === null || isText(entry)) || isBlank(value);
}

/** Nothing, or what may be IDs. */
function areIds(value: unknown): boolean {
	const texts = [value].flat().map((one) => (typeof one === 'number' ? String(one) : one));
	const named = texts.flatMap((text) => (typeof text === 'string' ? text.split(/[,\n]/) : []));
	return named.every((text) => isBlank(text) || /^[\w-]+$/.test(text.trim()));
}

function isOption(options: INodeProperties['options'] & object, value: string): boolean {
	return (options as Array<{ name: string; value: unknown }>).some(
		(option) =>
			String(option.value) === value.trim() ||
			option.name.toLowerCase() === value.trim().toLowerCase(),
	);
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text.replace(/^\uFEFF/, ''));
		return true;
	} catch {
		return false;
	}
}

function takesNames({ modes = [] }: INodeProperties): boolean {
	return modes.some(({ displayName }) =>
		['By Name or ID', 'By ID or External ID'].includes(displayName),
	);
}
