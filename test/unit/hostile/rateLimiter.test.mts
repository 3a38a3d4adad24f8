import type { IDataObject } from 'n8n-workflow';
import { Transport } from '../../../nodes/shared/hub/http/transport.ts';

/** A transport whose requests are answered by `answer`, on a clock that the test moves. */
async function transportTo(answer: () => IDataObject, signal?: AbortSignal) {
	const send = jest.fn(async () => answer());
	const context = {
		getCredentials: async () => ({ region: 'eu', apiKey: 'key' }),
		getExecutionCancelSignal: () => signal,
		getNode: () => ({ name: 'Node', type: 'node' }),
		logger: { warn: () => {} },
		helpers: { httpRequestWithAuthentication: send, httpRequest: send },
	};
	return { transport: await Transport.open(context as never), send };
}

const limited = (value: unknown) => ({
	statusCode: 429,
	headers: { 'retry-after': value },
	body: { status: 'fail', message: 'Slow down' },
});
const done = { statusCode: 200, headers: {}, body: { status: 'success', data: {} } };

describe('A Retry-After header', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	it.each(['1e300', '99999999999', 'Fri, 31 Dec 9999 23:59:59 GMT'])(
		'of %s stalls a run for five minutes at most',
		async (value) => {
			const answers = [limited(value), done];
			const { transport, send } = await transportTo(() => answers.shift()!);
			const call = transport.call({ path: '/v2/x' });
			await jest.advanceTimersByTimeAsync(4 * 60_000);
			expect(send).toHaveBeenCalledTimes(1);
			await jest.advanceTimersByTimeAsync(61_000);
			expect(send).toHaveBeenCalledTimes(2);
			await call;
		},
	);

	it.each(['-5', '', 'soon', 'NaN', '-Infinity', '0x', ['1', '2'], null, { a: 1 }])(
		'of %j is no reason to hurry or to stop',
		async (value) => {
			let refusals = 20;
			const { transport, send } = await transportTo(() => (refusals-- > 0 ? limited(value) : done));
			const call = transport.call({ path: '/v2/x' }).catch((error: Error) => error);
			await jest.advanceTimersByTimeAsync(10 * 60_000);
			expect(send.mock.calls.length).toBeGreaterThan(1);
			expect(send.mock.calls.length).toBeLessThanOrEqual(21);
			const outcome = await call;
			if (outcome instanceof Error) expect(outcome.message).toMatch(/rate limit/);
		},
	);

	it('of another host than Ango Hub is kept to as well, for a while', async () => {
		const busy = { statusCode: 429, headers: { 'retry-after': '30' }, body: 'Slow down' };
		const { transport, send } = await transportTo(() => {
			if (send.mock.calls.length > 20) throw new Error('Asked without a pause');
			return busy;
		});
		const call = transport
			.retrying(true, async () => await transport.outside({ url: 'https://host.example/a' }))
			.catch((error: Error) => error);
		await jest.advanceTimersByTimeAsync(29_000);
		expect(send).toHaveBeenCalledTimes(1);
		await jest.advanceTimersByTimeAsync(2_000);
		expect(send).toHaveBeenCalledTimes(2);
		await jest.advanceTimersByTimeAsync(10 * 60_000);
		expect(await call).toMatchObject({ message: expect.stringMatching(/Slow down/) });
		expect(send).toHaveBeenCalledTimes(6);
	});

	it('does not keep a canceled run waiting', async () => {
		const abort = new AbortController();
		const { transport, send } = await transportTo(() => limited('300'), abort.signal);
		const call = transport.call({ path: '/v2/x' }).catch((error: Error) => error);
		await jest.advanceTimersByTimeAsync(1_000);
		abort.abort();
		await jest.advanceTimersByTimeAsync(1_000);
		expect(await call).toMatchObject({ message: expect.stringMatching(/canceled/) });
		expect(send).toHaveBeenCalledTimes(1);
		expect(jest.getTimerCount()).toBe(0);
	});
});
