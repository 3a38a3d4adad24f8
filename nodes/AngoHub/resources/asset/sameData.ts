import { UserError } from 'n8n-workflow';

import { isNumber } from '../../../shared/util/exactJson';
import { isRecord } from '../../../shared/util/isRecord';

/**
 * Whether context data is what a filter wants: in objects whatever the order of keys, and a number
 * whether it is one or a text.
 * @throws UserError where the data may be what is wanted, but has lost its last digits on the way to n8n
 */
export function isSameData(data: unknown, wanted: unknown): boolean {
	if (Array.isArray(data) && Array.isArray(wanted)) {
		return (
			data.length === wanted.length && data.every((entry, at) => isSameData(entry, wanted[at]))
		);
	}
	if (isPlain(data) && isPlain(wanted)) return isSamePlain(data, wanted);
	if (!isRecord(data) || !isRecord(wanted) || isPlain(wanted)) return data === wanted;
	const keys = Object.keys(wanted);
	return (
		keys.length === Object.keys(data).length &&
		keys.every((key) => key in data && isSameData(data[key], wanted[key]))
	);
}

function isPlain(value: unknown): value is string | number {
	return typeof value === 'string' || isNumber(value);
}

function isSamePlain(data: string | number, wanted: string | number): boolean {
	const isRounded = typeof data === 'number' && Math.abs(data) > Number.MAX_SAFE_INTEGER;
	if (isRounded && Number(wanted) === data) {
		throw new UserError(`'Context Data' cannot be compared with the number ${data} of an asset`, {
			description:
				'n8n rounds numbers of more than 15 digits. Keep such numbers as texts in the context data, or filter by something else.',
		});
	}
	return String(data) === String(wanted);
}
