import { UserError } from 'n8n-workflow';

import type { Hub } from '../hub';
import type { Field } from '../operation/parameters';

export const priorityOption = {
	displayName: 'Priority',
	name: 'priority',
	type: 'number',
	typeOptions: { minValue: -10_000, maxValue: 10_000, numberPrecision: 0 },
	default: 0,
	description: 'Higher comes earlier in the queue. From -1000 to 1000 (legacy: -10000 to 10000).',
} as const satisfies Field;

/** @throws UserError when the priority is outside what the platform takes */
export function checkedPriority(hub: Hub, priority: number): number {
	const { maxPriority } = hub.platform.facts;
	if (Math.abs(priority) <= maxPriority) return priority;
	throw new UserError(
		`'Priority' has to be from -${maxPriority} to ${maxPriority}, not ${priority}`,
		{
			description: 'Check that its expression gives a number in this range for this item.',
		},
	);
}
