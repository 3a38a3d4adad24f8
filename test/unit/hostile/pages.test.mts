import * as fc from 'fast-check';
import { scan } from '../../../nodes/AngoHubPollingTrigger/scan.ts';
import { Hub } from '../../../nodes/shared/hub/index.ts';
import { paginate, type Listing } from '../../../nodes/shared/hub/http/pages.ts';
import type { Transport } from '../../../nodes/shared/hub/http/transport.ts';
import { PLATFORMS } from '../../../nodes/shared/hub/platform.ts';

const platform = PLATFORMS.current;

type Thing = { _id?: string };

const listing: Listing<Thing> = { path: '/v2/things', records: ({ things }) => things as Thing[] };

/** Reads a list from a server whose pages `answer` makes up; gives what came and how often it was asked. */
async function readAll(answer: (page: number) => object, most?: number) {
	let asked = 0;
	const transport = {
		call: async ({ query }: { query: { page: number } }) => {
			asked++;
			return answer(query.page);
		},
	} as unknown as Transport;
	const things: Thing[] = [];
	let error: Error | undefined;
	try {
		for await (const thing of paginate(transport, listing, most)) things.push(thing);
	} catch (cause) {
		error = cause as Error;
	}
	return { things, asked, error };
}

const page = (number: number, length = 100) =>
	Array.from({ length }, (_, index) => ({ _id: `${number}-${index}` }));

const wrongTotal = fc.oneof(
	fc.constantFrom(Number.NaN, Infinity, -1, 1e308, 2 ** 53, 0.5, '7', 'many', null, [], {}, true),
	fc.double(),
);

describe('a list of a server that is wrong or malicious', () => {
	it('ends, whatever is in its pages', async () => {
		const pages = fc.array(fc.array(fc.record({ _id: fc.constantFrom('a', 'b', 'c') })), {
			maxLength: 5,
		});
		await fc.assert(
			fc.asyncProperty(pages, wrongTotal, async (given, total) => {
				const { things, asked } = await readAll((number) => ({
					things: given[number - 1] ?? [],
					total,
				}));
				expect(new Set(things.map(({ _id }) => _id)).size).toBe(things.length);
				expect(asked).toBeLessThan(30);
			}),
			{ numRuns: 1_000 },
		);
	});

	it('ends soon, whatever total each page claims', async () => {
		const someTotal = fc.oneof(fc.constantFrom(undefined, 0, 1, 2, 100, 10_000), wrongTotal);
		const things = fc.array(fc.record({ _id: fc.constantFrom('a', 'b', 'c') }), { maxLength: 4 });
		const answers = fc.array(fc.tuple(things, someTotal), { minLength: 1, maxLength: 3 });
		await fc.assert(
			fc.asyncProperty(answers, async (given) => {
				let turn = 0;
				const { asked } = await readAll(() => {
					const [list, total] = given[turn++ % given.length]!;
					return { things: list, total };
				});
				expect(asked).toBeLessThan(5_000);
			}),
			{ numRuns: 1_000 },
		);
	});

	it('is read whole when only its total is wrong', async () => {
		await fc.assert(
			fc.asyncProperty(fc.constantFrom('many', Number.NaN, -5, [], {}, null), async (total) => {
				const { things } = await readAll((number) => ({
					things: number > 3 ? [] : page(number),
					total,
				}));
				expect(things).toHaveLength(300);
			}),
		);
	});

	it('ends when the same records without ids come again and again', async () => {
		const { things, asked } = await readAll(() => ({ things: [{ name: 'x' }, { name: 'y' }] }));
		expect(things).toEqual([{ name: 'x' }, { name: 'y' }]);
		expect(asked).toBeLessThan(5);
	});

	it.each(['{}', '[1]', '7', 'null', 'true'])('ends when every id is %s', async (id) => {
		const answer = () => JSON.parse(`{"things":[{"_id":${id}}]}`) as object;
		expect((await readAll(answer)).asked).toBeLessThan(5);
		let asked = 0;
		const call = async () => (asked++, answer());
		const things = listing as Listing<{ _id: string }>;
		await scan(
			new Hub({ call, platform } as unknown as Transport),
			things,
			() => false,
			() => true,
		);
		expect(asked).toBeLessThan(10);
	});

	it('is given up when it goes on for ever', async () => {
		const { error, asked } = await readAll((number) => ({ things: page(number, 1), total: 1e15 }));
		expect(error?.message).toMatch(/never ends/);
		expect(asked).toBeLessThan(100_000);
	});

	it('is given up by a polling trigger as well', async () => {
		let asked = 0;
		const transport = {
			call: async () => ({ things: [{ _id: String(asked++) }] }),
			platform,
		} as unknown as Transport;
		const looking = scan(
			new Hub(transport),
			listing as Listing<{ _id: string }>,
			() => false,
			() => true,
		);
		await expect(looking).rejects.toThrow(/never ends/);
		expect(asked).toBeLessThan(100_000);
	});

	it('asks for no page beyond the limit, whatever the total', async () => {
		const { things, asked } = await readAll(
			(number) => ({ things: page(number), total: 1e15 }),
			250,
		);
		expect(things).toHaveLength(250);
		expect(asked).toBeLessThanOrEqual(4);
	});

	it('is refused in words when it holds no records', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.oneof(
					fc.string({ minLength: 1 }),
					fc.integer(),
					fc.constant({ length: 5 }),
					fc.array(fc.oneof(fc.constant(null), fc.integer(), fc.string()), { minLength: 1 }),
				),
				async (things) => {
					const { error } = await readAll(() => ({ things }));
					expect(error?.message).toMatch(/something other than a list of records/);
				},
			),
		);
	});
});
