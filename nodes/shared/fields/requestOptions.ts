import type { RequestSettings } from '../hub/http/transport';
import { numberIn, wholeNumberIn } from '../operation/numberIn';
import type { Field } from '../operation/parameters';

/** What the user can set for the requests of any operation. */
export const requestOptionsField = {
	displayName: 'Request Options',
	name: 'requestOptions',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Concurrency',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 100 },
			default: 32,
			description:
				'Requests and file transfers under way at once. Slows down by itself when Ango Hub says that it is too much; set 1 to work strictly in the order of the items.',
		},
		{
			displayName: 'Requests per Minute',
			name: 'requestsPerMinute',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				"The rate limit of your plan, if you know it; 0 for no fixed limit. The standard plan's is 100.",
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 60,
			hint: 'In seconds',
			description:
				'Seconds to wait for an answer of Ango Hub. File transfers and exports get more.',
		},
	],
} as const satisfies Field;

/** The request options as they come from the field; expressions may give anything. @throws UserError naming the option */
export function requestSettingsIn(
	options: Partial<Record<keyof RequestSettings, unknown>>,
): Partial<RequestSettings> {
	const { concurrency, requestsPerMinute, timeout } = options;
	return {
		...(concurrency !== undefined && {
			concurrency: wholeNumberIn(concurrency, 'Concurrency', 1),
		}),
		...(requestsPerMinute !== undefined && {
			requestsPerMinute: numberIn(requestsPerMinute, 'Requests per Minute'),
		}),
		...(timeout !== undefined && { timeout: wholeNumberIn(timeout, 'Timeout', 1) * 1000 }),
	};
}
