import { UserError, WAIT_INDEFINITELY } from 'n8n-workflow';

import type { Field, Parameters } from '../../../shared/operation/parameters';

const MS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

export const limitWaitTimeOption = {
	displayName: 'Limit Wait Time',
	name: 'limitWaitTime',
	type: 'fixedCollection',
	default: { values: { limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' } },
	description:
		"When to go on without a label. The input items then come out as they were, without a field 'event'.",
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Limit Type',
					name: 'limitType',
					type: 'options',
					options: [
						{
							name: 'After Time Interval',
							value: 'afterTimeInterval',
							description: 'Waits for a certain time',
						},
						{
							name: 'At Specified Time',
							value: 'atSpecifiedTime',
							description: 'Waits until a date and time',
						},
					],
					default: 'afterTimeInterval',
					description: 'How the limit is given',
				},
				{
					displayName: 'Amount',
					name: 'resumeAmount',
					type: 'number',
					typeOptions: { minValue: 0, numberPrecision: 2 },
					default: 1,
					description: 'The time to wait',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
				},
				{
					displayName: 'Unit',
					name: 'resumeUnit',
					type: 'options',
					options: [
						{ name: 'Days', value: 'days' },
						{ name: 'Hours', value: 'hours' },
						{ name: 'Minutes', value: 'minutes' },
					],
					default: 'hours',
					description: 'Unit of the interval',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
				},
				{
					displayName: 'Max Date and Time',
					name: 'maxDateAndTime',
					type: 'dateTime',
					default: '',
					description: 'When to go on at the latest',
					displayOptions: { show: { limitType: ['atSpecifiedTime'] } },
				},
			],
		},
	],
} as const satisfies Field;

/**
 * When the wait ends at the latest.
 * @throws UserError for a date that is missing or over, or no time at all
 */
export function waitLimit(
	limit: Partial<Parameters<readonly [typeof limitWaitTimeOption]>['limitWaitTime']> | undefined,
): Date {
	if (!limit?.values) return WAIT_INDEFINITELY;
	const { limitType, resumeAmount = 1, resumeUnit = 'hours', maxDateAndTime } = limit.values;
	if (limitType === 'afterTimeInterval') {
		if (resumeAmount === 0) {
			throw new UserError("'Amount' of 'Limit Wait Time' is 0", {
				description: 'Give the time after which to go on without a label, or remove the limit.',
			});
		}
		const until = Date.now() + resumeAmount * MS[resumeUnit];
		return new Date(Math.min(until, WAIT_INDEFINITELY.getTime()));
	}
	const until = new Date(maxDateAndTime || NaN);
	if (until.getTime() > Date.now()) return until;
	const isMissing = Number.isNaN(until.getTime());
	throw new UserError(
		isMissing
			? "'Max Date and Time' of 'Limit Wait Time' is empty"
			: "'Max Date and Time' of 'Limit Wait Time' is in the past",
		{ description: 'Give a time in the future, or remove the limit.' },
	);
}
