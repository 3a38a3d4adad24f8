import { byId, openSetup, wordsOf, type Setup } from '../engine/setup.mts';
import { differencesBetween } from './compare.mts';
import { differences } from './differences/index.mts';
import { recordedCalls, type SdkName } from './recordings.mts';
import { replays } from './replays/index.mts';
import type { Replay } from './replays/replay.mts';
import { setScene } from './scene.mts';
import { trafficOf, type Traffic } from './wire.mts';

async function replayed(
	setup: Setup,
	{ operation, parameters, items }: Replay,
): Promise<{ traffic: Traffic; failure: string }> {
	const { hub, engine } = setup;
	const scene = setScene(hub);
	const [resource, name] = operation.split('.');
	const input = await items?.(setup, scene);
	hub.clearRequests();
	const result = await engine.run({
		node: setup.node({
			resource,
			operation: name,
			project: byId(scene.project),
			...parameters?.(scene),
		} as never),
		items: input,
	});
	return { traffic: trafficOf(hub, scene), failure: wordsOf(result).trim() };
}

describe.each([
	['imerit-ango', 'current'],
	['ango', 'legacy'],
] as const)('What we send compared with the SDK %s', (sdk, platform) => {
	let setup: Setup;
	// A hub for each call, as when it was recorded.
	beforeEach(async () => {
		setup = await openSetup({ platform });
	});
	afterEach(async () => await setup.close());

	const calls = recordedCalls(sdk).filter(([name]) => replays[sdk][name] !== undefined);

	it('lists differences only for calls that are replayed', () => {
		const named = differences[sdk].flatMap(({ differs }) => Object.values(differs).flat());
		expect(calls.map(([name]) => name)).toEqual(expect.arrayContaining(named));
	});

	it.each(calls)('%s', async (name, call) => {
		const { traffic, failure } = await replayed(setup, replays[sdk][name]);
		expect(failure).toBe('');
		expect(differencesBetween(call, traffic)).toEqual(listed(sdk, name));
	});
});

const listed = (sdk: SdkName, name: string): string[] =>
	differences[sdk]
		.flatMap(({ differs }) => Object.entries(differs))
		.filter(([, calls]) => calls.includes(name))
		.map(([sentence]) => sentence)
		.sort();
