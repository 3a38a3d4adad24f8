import fc from 'fast-check';
import { UserError } from 'n8n-workflow';
import { together } from '../../nodes/shared/operation/together.ts';

interface Plan {
	project: string;
	ids: string[];
}

/** Records the calls, and refuses the ids in `bad`. */
function setup(bad: string[] = []) {
	const calls: Array<{ project: string; ids: string[] }> = [];
	const run = async (plans: Plan[]) =>
		await together(plans, {
			key: ({ project }) => [project],
			ids: ({ ids }) => ids,
			call: async ({ project }, ids) => {
				calls.push({ project, ids });
				return ids.map((id) =>
					bad.includes(id) ? new UserError(`${id} is bad`, { description: 'Mend it.' }) : `${id}!`,
				);
			},
			done: ({ project }, answers) => ({ project, answers }),
		});
	return { calls, run };
}

describe('together', () => {
	it('sends one call for each key with every id once, and gives each plan its own answers in order', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(
					fc.record({
						project: fc.constantFrom('p1', 'p2', 'p3'),
						ids: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }),
					}),
				),
				async (plans) => {
					const { calls, run } = setup();
					expect(await run(plans)).toEqual(
						plans.map(({ project, ids }) => ({ project, answers: ids.map((id) => `${id}!`) })),
					);
					expect(calls.map(({ project }) => project)).toEqual([
						...new Set(plans.map(({ project }) => project)),
					]);
					for (const { project, ids } of calls) {
						const asked = plans.filter((plan) => plan.project === project);
						expect(ids).toEqual([...new Set(asked.flatMap((plan) => plan.ids))]);
					}
				},
			),
		);
	});

	it('fails only the plans that an id was refused for, and says which where there are several', async () => {
		const { run } = setup(['b', 'c']);
		const [one, both, some, fine] = await run([
			{ project: 'p', ids: ['b'] },
			{ project: 'p', ids: ['b', 'c'] },
			{ project: 'p', ids: ['a', 'c'] },
			{ project: 'p', ids: ['a'] },
		]);
		expect(one).toMatchObject({ message: 'b is bad', description: 'Mend it.' });
		expect(both).toMatchObject({
			message: 'b is bad',
			description: 'Mend it. This is about b, c.',
		});
		expect(some).toMatchObject({
			message: 'c is bad',
			description: 'Mend it. This is about c. The others of this item are done.',
		});
		expect(fine).toEqual({ project: 'p', answers: ['a!'] });
	});

	it('goes on with the other keys when a call throws', async () => {
		const outcomes = await together(['x', 'y'], {
			key: (plan) => plan,
			ids: (plan) => [plan],
			call: async (plan, ids) => {
				if (plan === 'x') throw new Error('no such project');
				return ids.map(() => undefined);
			},
			done: (plan) => ({ plan }),
		});
		expect(outcomes).toEqual([new Error('no such project'), { plan: 'y' }]);
	});

	it('takes the plans themselves as what a call is about', async () => {
		const outcomes = await together([{ n: 1 }, { n: 2 }], {
			key: () => 'all',
			ids: (plan) => [plan],
			call: async (_, group) => group.map(({ n }) => n * group.length),
			done: (_, [answer]) => ({ answer }),
		});
		expect(outcomes).toEqual([{ answer: 2 }, { answer: 4 }]);
	});
});
