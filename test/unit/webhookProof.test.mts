import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import type { IWebhookFunctions } from 'n8n-workflow';
import { isFirst, MAX_REMEMBERED, type StoredMemory } from '../../nodes/AngoHubTrigger/memory.ts';
import { readPayload } from '../../nodes/AngoHubTrigger/payload.ts';
import { receive } from '../../nodes/AngoHubTrigger/receive.ts';
import { refusal, type Proof } from '../../nodes/AngoHubTrigger/verify.ts';

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const secret = fc.string({ minLength: 1, unit: 'binary' });
const hmac = (key: string, body: Buffer) => createHmac('sha1', key).update(body).digest('hex');
const signed = (key: string, signature: unknown, body: Buffer) =>
	refusal({ type: 'secret', value: key }, { 'x-hub-signature': signature }, body);

describe('a signature', () => {
	it('of any bytes under any secret is believed', () => {
		fc.assert(
			fc.property(secret, bytes, fc.constantFrom('', 'sha1=', 'SHA1='), (key, body, prefix) => {
				expect(signed(key, prefix + hmac(key, body), body)).toBeUndefined();
			}),
		);
	});

	it('is not believed when one bit of the body differs', () => {
		fc.assert(
			fc.property(secret, bytes, fc.nat(), (key, body, position) => {
				fc.pre(body.length > 0);
				const altered = Buffer.from(body);
				altered[Math.floor(position / 8) % body.length] ^= 1 << (position % 8);
				expect(signed(key, hmac(key, body), altered)).toBeDefined();
			}),
		);
	});

	it('is not believed when one of its own digits differs', () => {
		fc.assert(
			fc.property(
				secret,
				bytes,
				fc.nat(39),
				fc.integer({ min: 1, max: 15 }),
				(key, body, at, by) => {
					const digits = [...hmac(key, body)];
					digits[at] = (Number.parseInt(digits[at], 16) ^ by).toString(16);
					expect(signed(key, digits.join(''), body)).toBeDefined();
				},
			),
		);
	});

	it('is not believed under another secret, and never throws', () => {
		fc.assert(
			fc.property(secret, secret, bytes, fc.anything(), (key, other, body, header) => {
				fc.pre(hmac(key, body) !== hmac(other, body));
				expect(signed(key, hmac(other, body), body)).toBeDefined();
				expect(signed(key, header, body)).toBeDefined();
			}),
		);
	});
});

describe('a bearer token', () => {
	const proof = (value: string): Proof => ({ type: 'bearer', value });
	const word = fc.stringMatching(/^[!-~]{1,40}$/);

	it('is believed only when it is the very same', () => {
		fc.assert(
			fc.property(word, word, (token, other) => {
				const body = Buffer.alloc(0);
				const given = (value: string) => ({ authorization: `Bearer ${value}` });
				expect(refusal(proof(token), given(token), body)).toBeUndefined();
				expect(refusal(proof(token), given(other), body) === undefined).toBe(token === other);
			}),
		);
	});

	it('is believed from no other header', () => {
		fc.assert(
			fc.property(word, fc.anything(), (token, header) => {
				fc.pre(header !== `Bearer ${token}`);
				expect(refusal(proof(token), { authorization: header }, Buffer.alloc(0))).toBeDefined();
			}),
		);
	});
});

describe('a payload', () => {
	it('of any bytes is read or refused, never more', () => {
		fc.assert(
			fc.property(bytes, fc.constantFrom('stage' as const, 'legacy' as const), (body, source) => {
				const read = readPayload(body, source);
				expect('payload' in read || read.message !== '').toBe(true);
			}),
		);
	});

	it('of any JSON is read only with the id of a task', () => {
		fc.assert(
			fc.property(fc.json(), (json) => {
				const read = readPayload(Buffer.from(json), 'stage');
				const taskId = JSON.parse(json)?.task?.taskId;
				expect('payload' in read).toBe(typeof taskId === 'string' && taskId !== '');
			}),
		);
	});

	it('may begin with a byte order mark', () => {
		const body = Buffer.from('\uFEFF{"task":{"taskId":"1"}}');
		expect(readPayload(body, 'stage')).toEqual({ payload: { task: { taskId: '1' } } });
	});
});

describe('the memory of deliveries', () => {
	let triggers = 0;
	const body = fc.integer({ min: 0, max: 20 });
	const step = fc.oneof(
		{ weight: 6, arbitrary: fc.record({ body, wait: fc.nat(400) }) },
		{ weight: 1, arbitrary: fc.constant('restart' as const) },
	);

	it('starts each body once in its time, over restarts that keep what was stored', () => {
		fc.assert(
			fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
				const window = 1_000;
				const accepted = new Map<number, number>();
				let stored: StoredMemory = {};
				let trigger = `t${triggers++}`;
				let now = 1_700_000_000_000;
				for (const one of steps) {
					if (one === 'restart') {
						trigger = `t${triggers++}`;
						continue;
					}
					now += one.wait;
					const before = accepted.get(one.body);
					const expected = before === undefined || now - before >= window;
					if (expected) accepted.set(one.body, now);
					const own = structuredClone(stored); // n8n loads it anew for each delivery
					const first = isFirst(trigger, own, Buffer.from([one.body]), window, now);
					stored = structuredClone(own);
					expect(first).toBe(expected);
				}
			}),
		);
	});

	it('knows a body of the same moment before anything is stored', () => {
		const results = Array.from({ length: 50 }, () =>
			isFirst('same moment', {}, Buffer.from('x'), 1_000, 5_000_000),
		);
		expect(results.filter(Boolean)).toHaveLength(1);
	});

	it('saves with the last of several deliveries what the others brought', () => {
		const stores: StoredMemory[] = [{}, {}, {}];
		stores.forEach((store, n) => isFirst('shared', store, Buffer.from([n]), 1_000, 9_000_000));
		expect(stores.map(({ deliveries }) => deliveries?.length)).toEqual([3, 3, 3]);
	});

	it('takes over what another process has stored', () => {
		const stored: StoredMemory = {};
		isFirst('one process', stored, Buffer.from('x'), 1_000, 7_000_000);
		expect(isFirst('another', structuredClone(stored), Buffer.from('x'), 1_000, 7_000_500)).toBe(
			false,
		);
	});

	it('never grows beyond its bound', () => {
		const stored: StoredMemory = {};
		for (let n = 0; n < MAX_REMEMBERED + 100; n++) {
			isFirst('bounded', stored, Buffer.from(String(n)), 60_000, 8_000_000 + n);
		}
		expect(stored.deliveries).toHaveLength(MAX_REMEMBERED);
	});

	it('survives a state that makes no sense', () => {
		const stored = { deliveries: ['', 'short', 'no time at all in it!'] };
		expect(isFirst('broken', stored, Buffer.from('x'), 1_000, 6_000_000)).toBe(true);
		expect(stored.deliveries).toHaveLength(1);
	});
});

describe('a delivery that cannot be handled at all', () => {
	it('is answered with 500, and nothing is thrown', async () => {
		const answers: unknown[] = [];
		const response = {
			headersSent: false,
			status: (code: number) => ({ json: (body: object) => answers.push({ code, ...body }) }),
		};
		const hook = {
			getResponseObject: () => response,
			getNode: () => ({ name: 'Trigger' }),
			getNodeParameter: () => {
				throw new Error('An expression is broken');
			},
			logger: { debug: jest.fn(), error: jest.fn() },
		};

		const result = await receive(hook as unknown as IWebhookFunctions);

		expect(result).toEqual({ noWebhookResponse: true });
		expect(answers).toEqual([{ code: 500, message: expect.stringContaining('log of n8n') }]);
		expect(hook.logger.error).toHaveBeenCalledTimes(1);
	});
});
