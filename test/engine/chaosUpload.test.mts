import type { INodeExecutionData } from 'n8n-workflow';
import { chaos, requestCount, TIMEOUT_S, WHAT_HAPPENED } from './chaosFaults.mts';
import { byId, fileItem, openStage, sha256, type Stage } from './stage.mts';

const contentOf = (name: string) => `content of ${name}`;

describe('Upload while calls fail at random', () => {
	let stage: Stage;
	let project: string;
	beforeAll(async () => {
		stage = await openStage({ binaryMode: 'filesystem' });
	});
	afterAll(async () => await stage.close());
	beforeEach(() => {
		stage.hub.resetFaults();
		stage.hub.clearRequests();
		project = stage.hub.seedProject({ name: 'P' })._id;
	});

	const files = async (count: number) => {
		const items: INodeExecutionData[] = [];
		for (let index = 0; index < count; index++) {
			items.push(await fileItem(stage, `f${index}.png`, contentOf(`f${index}.png`)));
		}
		return items;
	};
	const upload = (items: INodeExecutionData[], options: object = {}) =>
		stage.engine.start({
			node: stage.node(
				{
					resource: 'asset',
					operation: 'upload',
					project: byId(project),
					options,
					requestOptions: { timeout: TIMEOUT_S },
				},
				{ onError: 'continueErrorOutput' },
			),
			items,
		});
	const assets = () => stage.hub.state.room(project).assets;
	/** The files that are assets now, each of them once and with its own bytes. */
	const checkedNames = () => {
		const names = assets().map(({ externalId, data }) => {
			const stored = stage.hub.storage.objects.get(new URL(data!).pathname);
			expect([externalId, stored?.sha256]).toEqual([externalId, sha256(contentOf(externalId))]);
			return externalId;
		});
		expect(new Set(names).size).toBe(names.length);
		return new Set(names);
	};

	it('makes an asset or an error item of each of 10,000 files, and a second run adds the missing', async () => {
		const items = await files(10_000);
		stage.hub.faults.rules = chaos();
		const first = await upload(items).result;
		const afterFirst = checkedNames();
		const failed = first.errorItems.map(({ json, pairedItem }) => {
			expect(json.error).toMatch(WHAT_HAPPENED);
			return `f${(pairedItem as { item: number }).item}.png`;
		});
		expect(first.items).toHaveLength(afterFirst.size);
		expect(afterFirst.size + failed.length).toBe(items.length);
		expect(failed.filter((name) => afterFirst.has(name))).toEqual([]);
		expect(first.items.every(({ json }) => afterFirst.has(json.externalId as string))).toBe(true);

		stage.hub.clearRequests();
		stage.hub.faults.rules = chaos(0.5);
		const second = await upload(items, { ifExists: 'skip' }).result;
		const afterSecond = checkedNames();
		const statuses = second.items.map(({ json }) => json.status);
		expect(statuses.filter((status) => status === 'skipped')).toHaveLength(afterFirst.size);
		expect(afterSecond.size + second.errorItems.length).toBe(items.length);
		const sent = new Set(stage.hub.storage.requests.map(({ path }) => path));
		expect(sent.size).toBeLessThanOrEqual(failed.length);
		expect(stage.hub.storage.requests.filter(({ headers }) => headers.apikey)).toEqual([]);
	}, 600_000);

	it('starts no request after a cancel in the middle, leaves no timer, and can be run again', async () => {
		const items = await files(400);
		stage.hub.faults.rules = chaos();
		stage.hub.faults.storageLatencyMs = 20;
		const timers = () =>
			process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
		const before = timers();
		const execution = upload(items);
		while (stage.hub.storage.requests.length < 150)
			await new Promise((resolve) => setImmediate(resolve));
		execution.cancel();
		await execution.result.catch(() => undefined);
		const requests = requestCount(stage.hub);
		// Pauses are cut into slices: what is left of them is short.
		while (timers() > before) await new Promise((resolve) => setTimeout(resolve, 50));
		expect(requestCount(stage.hub)).toBe(requests);
		const there = checkedNames();
		expect(there.size).toBeLessThan(items.length);

		stage.hub.resetFaults();
		const again = await upload(items, { ifExists: 'skip' }).result;
		expect(again.errorItems).toEqual([]);
		expect(checkedNames().size).toBe(items.length);
	});
});
