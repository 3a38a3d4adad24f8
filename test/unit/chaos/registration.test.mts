import * as fc from 'fast-check';
import { Assets } from '../../../nodes/shared/hub/assets.ts';
import type { Batches } from '../../../nodes/shared/hub/batches.ts';
import { Registration } from '../../../nodes/shared/hub/registration.ts';
import { Transport } from '../../../nodes/shared/hub/http/transport.ts';
import { Tasks } from '../../../nodes/shared/hub/tasks.ts';
import type { AssetEntry } from '../../../nodes/shared/hub/types.ts';

/** What becomes of one call: how many of its assets are made, after how long, and what is answered. */
interface Fate {
	/** The share of the assets that are made. */
	made: number;
	/** Milliseconds after the answer, or the lack of one, at which they are made. */
	late: number;
	answer: 'ok' | 'lost' | 'error' | 'refused';
}

const OK: Fate = { made: 1, late: 0, answer: 'ok' };

/** An Ango Hub in memory whose registrations go as `fates` say, and well after the last of them. */
class ForgetfulHub {
	readonly assets: Array<{ _id: string; externalId: string; data?: string }> = [];
	private count = 0;

	constructor(
		private readonly fates: Fate[],
		/** Lists that are lost, in a row, after the first. */
		private lostLists: number,
	) {}

	async transport(): Promise<Transport> {
		const send = async (
			_type: string,
			request: { method?: string; body?: unknown; qs?: object },
		) => (request.method === 'POST' ? this.register(request.body) : this.list(request.qs));
		const context = {
			getCredentials: async () => ({ region: 'eu', apiKey: 'key' }),
			getNode: () => ({ name: 'Node', type: 'node' }),
			helpers: { httpRequestWithAuthentication: send },
		};
		return await Transport.open(context as never);
	}

	private register(body: unknown) {
		const { assets } = body as { assets: AssetEntry[] };
		const { made, late, answer } = this.fates.shift() ?? OK;
		const entries = answer === 'refused' ? [] : assets.slice(0, Math.ceil(assets.length * made));
		const make = () => {
			for (const { externalId, data } of entries) {
				const second = Math.floor(Date.now() / 1000).toString(16);
				const _id = second + (this.count++).toString(16).padStart(16, '0');
				this.assets.unshift({ _id, externalId, data });
			}
		};
		if (late > 0) setTimeout(make, late);
		else make();
		switch (answer) {
			case 'ok':
				return answered(200, { status: 'success', data: {} });
			case 'error':
				return answered(503, { status: 'error', message: 'Down' });
			case 'refused':
				return answered(403, { status: 'fail', message: 'No' });
			case 'lost':
				throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
		}
	}

	private list(query: object = {}) {
		const { page = 1, limit = 100 } = query as { page?: number; limit?: number };
		if (this.assets.length > 0 && this.lostLists-- > 0) return answered(500, { status: 'error' });
		const assets = this.assets.slice((page - 1) * limit, page * limit);
		return answered(200, { status: 'success', data: { assets, total: this.assets.length } });
	}
}

function answered(statusCode: number, body: object) {
	return { statusCode, headers: {}, body };
}

/** Registers entries while time flies; gives the error of each, and the hub. */
async function register(count: number, fates: Fate[], lostLists = 0) {
	const hub = new ForgetfulHub([...fates], lostLists);
	const transport = await hub.transport();
	const registration = new Registration(
		transport,
		new Assets(transport, new Tasks(transport)),
		{} as Batches,
	);
	const entries: AssetEntry[] = Array.from({ length: count }, (_, index) => ({
		externalId: `f${index}.png`,
		data: `https://storage.example/${index}`,
	}));
	let errors: Array<Error | undefined> | undefined;
	void registration.register('project', entries, { priority: 0 }).then((given) => (errors = given));
	while (!errors) await jest.advanceTimersByTimeAsync(1_000);
	await jest.advanceTimersByTimeAsync(60_000);
	return { errors, names: hub.assets.map(({ externalId }) => externalId) };
}

describe('Registration', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	it('makes each asset once or says that it did not, whatever becomes of the calls', async () => {
		const fate = fc.record<Fate>({
			made: fc.constantFrom(0, 0.3, 0.5, 1),
			late: fc.constantFrom(0, 0, 500, 1_400),
			answer: fc.constantFrom('ok', 'lost', 'error', 'refused'),
		});
		// What is answered well is done, and what is still at work has begun in time.
		const likely = fate.map((one) => (one.answer === 'ok' ? OK : one));
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 12 }),
				fc.array(likely, { maxLength: 8 }),
				fc.integer({ min: 0, max: 8 }),
				async (count, fates, lostLists) => {
					const { errors, names } = await register(count, fates, lostLists);
					const there = new Set(names);
					expect(names).toHaveLength(there.size);
					for (const [index, error] of errors.entries()) {
						expect([index, error === undefined]).toEqual([index, there.has(`f${index}.png`)]);
					}
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it('does not call an asset failed that is there, when the rest of its call fails for good', async () => {
		const half: Fate = { made: 0.5, late: 0, answer: 'lost' };
		const none: Fate = { made: 0, late: 0, answer: 'error' };
		const { errors, names } = await register(4, [half, ...Array<Fate>(10).fill(none)]);
		expect(names.toSorted()).toEqual(['f0.png', 'f1.png']);
		expect(errors.map(Boolean)).toEqual([false, false, true, true]);
	});

	it('goes on looking when the list fails for a while', async () => {
		const lost: Fate = { made: 1, late: 0, answer: 'lost' };
		const { errors, names } = await register(3, [lost], 8);
		expect(errors).toEqual([undefined, undefined, undefined]);
		expect(names).toHaveLength(3);
	});
});
