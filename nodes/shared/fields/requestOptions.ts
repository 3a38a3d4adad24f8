import type { RequestSettings } from '../hub/http/call';
import type { Field, Parameters } from '../operation/parameters';

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
			typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
			default: 32,
			description:
				"Requests and file transfers under way at once. Slows down automatically when Ango Hub's rate limit is reached; set 1 to work strictly in the order of the items.",
		},
		{
			displayName: 'Requests per Minute',
			name: 'requestsPerMinute',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			hint: '0 turns this off',
			description:
				"The rate limit of your plan, if you know it. The standard plan's is 100. Without it, the node slows down only where Ango Hub asks it to.",
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: 60,
			hint: 'In seconds',
			description: 'Seconds to wait for Ango Hub to respond. File transfers and exports get more.',
		},
	],
} as const satisfies Field;

/** The settings of a run's requests, for what the user has set. */
export function requestSettingsIn({
	timeout,
	...settings
}: Parameters<[typeof requestOptionsField]>['requestOptions']): Partial<RequestSettings> {
	return { ...settings, ...(timeout !== undefined && { timeout: timeout * 1000 }) };
}
