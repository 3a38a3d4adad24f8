import * as fc from 'fast-check';
import { paginate, type Listing } from '../../nodes/shared/hub/http/pages.ts';
import type { Transport } from '../../nodes/shared/hub/http/transport.ts';

type Thing = { _id: string };

const listing: Listing<Thing> = { path: '/v2/things', records: ({ things }) => things as Thing[] };

/** What others do to the list before a page is answered: add records, or remove those at some places. */
interface Change {
	add: number;
	remove: number[];
}

/** Reads a list, newest first, that changes while it is read: the first change before the first answer. */
async function readChanging(size: number, changes: Change[], most?: number) {
	let made = 0;
	const newThing = () => ({ _id: String(made++) });
	const list: Thing[] = [];
	const add = (count: number) => {
		for (let n = 0; n < count; n++) list.unshift(newThing());
	};
	add(size);
	const removed = new Set<string>();
	let asked = 0;
	const transport = {
		call: async ({ query: { page, limit } }: { query: { page: number; limit: number } }) => {
			const change = changes[asked++];
			add(change?.add ?? 0);
			for (const place of change?.remove ?? []) {
				const [gone] = list.splice(place % list.length, 1);
				if (gone) removed.add(gone._id);
			}
			return { things: list.slice((page - 1) * limit, page * limit), total: list.length };
		},
	} as unknown as Transport;
	const ids: number[] = [];
	for await (const { _id } of paginate(transport, listing, most)) ids.push(Number(_id));
	const there = Array.from({ length: size }, (_, n) => n).filter((id) => !removed.has(String(id)));
	return { ids, there, asked };
}

const isDescending = (ids: number[]) => ids.every((id, n) => n === 0 || id < ids[n - 1]);

describe('a list that changes while it is read', () => {
	const change = fc.record({
		add: fc.oneof(fc.constant(0), fc.nat({ max: 350 })),
		remove: fc.array(fc.nat({ max: 5_000 }), { maxLength: 250 }),
	});

	it('is read without gaps or doubles', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.nat({ max: 3_000 }),
				fc.array(change, { maxLength: 40 }),
				async (size, changes) => {
					const { ids, there } = await readChanging(size, changes);
					expect(new Set(ids).size).toBe(ids.length);
					expect(there.filter((id) => !ids.includes(id))).toEqual([]);
				},
			),
		);
	});

	it('keeps the order of those that were there at first while others are added', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.nat({ max: 3_000 }),
				fc.array(fc.nat({ max: 350 }), { maxLength: 40 }),
				async (size, adds) => {
					const changes = adds.map((add) => ({ add, remove: [] }));
					const { ids } = await readChanging(size, changes);
					const atFirst = size + (adds[0] ?? 0);
					expect(isDescending(ids.filter((id) => id < atFirst))).toBe(true);
				},
			),
		);
	});

	it('is read with one request for each page while it is at rest', async () => {
		expect((await readChanging(2_500, [])).asked).toBe(25);
	});

	it('is read to its end when it shrinks all the time', async () => {
		const changes = Array.from({ length: 10_000 }, () => ({ add: 0, remove: [0] }));
		const { ids, asked } = await readChanging(20_000, changes);
		expect(new Set(ids).size).toBe(ids.length);
		expect(asked).toBeLessThan(20_000);
	});
});
