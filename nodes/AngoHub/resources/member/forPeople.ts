import { UserError, type IDataObject } from 'n8n-workflow';

import { groupBy } from '../../../shared/util/groupBy';

/** What one input item asks for: the same for each of these people. */
interface PeoplePlan {
	emails: string[];
}

/**
 * Runs a call that takes many people. Items with the same key share it; the outcome of an item has
 * one result for each of its people, or an error that names those it did not work for.
 */
export async function forPeople<P extends PeoplePlan>(
	plans: P[],
	keyOf: (plan: P) => string,
	call: (plan: P, emails: string[]) => Promise<Array<Error | undefined>>,
	done: (plan: P, email: string) => IDataObject,
): Promise<Array<IDataObject[] | Error>> {
	const outcomes = new Map<P, IDataObject[] | Error>();
	for (const group of groupBy(plans, keyOf).values()) {
		const emails = [...new Set(group.flatMap((plan) => plan.emails))];
		const errors = await call(group[0], emails);
		const failed = new Map(emails.map((email, index) => [email, errors[index]]));
		for (const plan of group) {
			const refused = plan.emails.filter((email) => failed.get(email));
			outcomes.set(
				plan,
				refused.length > 0
					? errorFor(plan, refused, failed.get(refused[0])!)
					: plan.emails.map((email) => done(plan, email)),
			);
		}
	}
	return plans.map((plan) => outcomes.get(plan)!);
}

/** The error itself where the item is about one person, else one that says whom it is about. */
function errorFor({ emails }: PeoplePlan, refused: string[], error: Error): Error {
	if (emails.length === 1) return error;
	const { message, description } = error as UserError;
	return new UserError(`Not done for ${refused.join(', ')}: ${message}`, {
		description: [
			description,
			refused.length < emails.length ? 'It is done for the others of this item.' : '',
		]
			.filter(Boolean)
			.join(' '),
	});
}
