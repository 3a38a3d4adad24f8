import { UserError } from 'n8n-workflow';

import { groupBy } from '../util/groupBy';
import { outcomeOf } from '../util/outcome';
import type { Result } from './operation';

/** A call that several input items share. */
export interface SharedCall<Plan, Id, Answer> {
	/** Plans whose keys are equal as JSON share the call. */
	key(plan: Plan): unknown;
	/** What a plan adds to the call. Several plans may add the same id; the call gets it once. */
	ids(plan: Plan): Id[];
	/** Sends the call for `ids`; `plan` is any of those that share it. Gives what became of each id. */
	call(plan: Plan, ids: Id[]): Promise<Array<Answer | Error>>;
	/** The result of a plan whose ids all went through, from the answers for them. */
	done(plan: Plan, answers: Answer[]): Result;
}

/**
 * Sends one call after another, each for all plans with the same key, and gives the outcome of each
 * plan in order: its result, or an error that names those of its ids that did not go through.
 */
export async function together<Plan, Id, Answer>(
	plans: Plan[],
	{ key, ids, call, done }: SharedCall<Plan, Id, Answer>,
): Promise<Array<Result | Error>> {
	const outcomes = new Map<Plan, Result | Error>();
	for (const group of groupBy(plans, (plan) => JSON.stringify(key(plan))).values()) {
		const all = [...new Set(group.flatMap(ids))];
		const sent = await outcomeOf(call(group[0], all));
		const answers = new Map(
			all.map((id, index) => [id, 'error' in sent ? sent.error : sent.value[index]]),
		);
		for (const plan of group) {
			const own = ids(plan);
			const failed = own.filter((id) => answers.get(id) instanceof Error);
			outcomes.set(
				plan,
				failed.length > 0
					? errorFor(own, failed, answers.get(failed[0]) as Error)
					: done(
							plan,
							own.map((id) => answers.get(id) as Answer),
						),
			);
		}
	}
	return plans.map((plan) => outcomes.get(plan)!);
}

/** The error itself where a plan is about one thing, else one that names the things it is about. */
function errorFor<Id>(all: Id[], failed: Id[], error: Error): Error {
	if (all.length === 1) return error;
	const { message, description } = error as UserError;
	const which = `This is about ${failed.join(', ')}.`;
	const others = failed.length < all.length ? 'The others of this item are done.' : '';
	return new UserError(message, {
		description: [description, which, others].filter(Boolean).join(' '),
	});
}
