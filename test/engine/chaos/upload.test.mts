import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { chaos, shareOfFaults, SLOW_TRANSFERS, TIMEOUT_S, WHAT_HAPPENED } from './faults.mts';
import { byId, fileItem, openSetup, sha256, type Setup } from '../setup.mts';

const FILES = 2_000;
/** Files that only the second run is given, so that it has something to do however the first ends. */
const LATE = 100;

const contentOf = (name: string) => `content of ${name}`;

describe('Upload while calls fail at random', () => {
	let setup: Setup;
	let project: string;
	beforeAll(async () => {
		setup = await openSetup({ binaryMode: 'filesystem' });
	});
	afterAll(async () => await setup.close());
	beforeEach(() => {
		setup.hub.resetFaults();
		project = setup.hub.seedProject({ name: 'P' })._id;
	});

	const files = async (count: number) => {
		const items: INodeExecutionData[] = [];
		for (let index = 0; index < count; index++) {
			items.push(await fileItem(setup, `f${index}.png`, contentOf(`f${index}.png`)));
		}
		return items;
	};
	const nameOf = ({ pairedItem }: INodeExecutionData) =>
		`f${(pairedItem as { item: number }).item}.png`;
	const upload = async (items: INodeExecutionData[], options: IDataObject = {}) => {
		setup.hub.clearRequests();
		const result = await setup.engine.run({
			node: setup.node(
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
		for (const { json } of result.errorItems) expect(json.error).toMatch(WHAT_HAPPENED);
		expect(result.items.length + result.errorItems.length).toBe(items.length);
		return { ...result, failed: result.errorItems.map(nameOf) };
	};
	const assets = () => setup.hub.state.room(project).assets;
	/** The files that are assets now, each of them once and with its own bytes. */
	const checkedNames = () => {
		const names = assets().map(({ externalId, data }) => {
			const stored = setup.hub.storage.objects.get(new URL(data!).pathname);
			expect([externalId, stored?.sha256]).toEqual([externalId, sha256(contentOf(externalId))]);
			return externalId;
		});
		expect(new Set(names).size).toBe(names.length);
		return new Set(names);
	};
	const sent = (path: string) => setup.hub.requests.filter(({ url }) => url.includes(path));
	/** The external ids in what was registered, or was to be; a request that was cut off has no body. */
	const registered = () =>
		sent('/cloud').flatMap(({ body }) => {
			const { assets = [] } = (body ?? {}) as { assets?: Array<{ externalId: string }> };
			return assets.map(({ externalId }) => externalId);
		});

	it(`makes an asset or an error item of each of ${FILES} files, and runs again for the missing only`, async () => {
		const items = await files(FILES);
		setup.hub.faults.rules = [SLOW_TRANSFERS, ...chaos()];
		const first = await upload(items.slice(0, -LATE));
		expect(shareOfFaults(setup.hub)).toBeGreaterThan(0.2); // those with half an answer come on top
		const afterFirst = checkedNames();
		expect(first.items).toHaveLength(afterFirst.size);
		expect(first.items.every(({ json }) => afterFirst.has(json.externalId as string))).toBe(true);
		expect(first.failed.filter((name) => afterFirst.has(name))).toEqual([]);
		expect(setup.hub.storage.requests.filter(({ headers }) => headers.apikey)).toEqual([]);

		// A few transfers work, then none does, so that there is something left for a third run.
		const refusal = { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' };
		const closed = { match: { host: 'storage' as const }, skip: 5, action: refusal };
		setup.hub.faults.rules = [closed, ...chaos(0.5)];
		const second = await upload(items, { ifExists: 'skip' });
		const afterSecond = checkedNames();
		const skipped = second.items.filter(({ json }) => json.status === 'skipped');
		expect(skipped).toHaveLength(afterFirst.size);
		expect(afterSecond.size + second.failed.length).toBe(FILES);
		expect(registered().filter((name) => afterFirst.has(name))).toEqual([]);
		const paths = new Set(setup.hub.storage.requests.map(({ path }) => path));
		expect(paths.size).toBeLessThanOrEqual(first.failed.length + LATE);

		setup.hub.resetFaults();
		expect(second.failed.length).toBeGreaterThan(0);
		const third = await upload(items, { ifExists: 'skip' });
		expect(third.failed).toEqual([]);
		expect(checkedNames().size).toBe(FILES);
		expect(registered().toSorted()).toEqual(second.failed.toSorted());
		expect(sent('/getUploadUrl')).toHaveLength(second.failed.length);
		expect(setup.hub.storage.requests).toHaveLength(second.failed.length);
	}, 600_000);

	it('runs again for nothing where nothing is missing', async () => {
		const items = await files(300);
		await upload(items);
		await upload(items, { ifExists: 'skip' });
		expect(new Set(setup.hub.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
		expect([...registered(), ...sent('/getUploadUrl'), ...setup.hub.storage.requests]).toEqual([]);
		expect(setup.hub.requests.length).toBeLessThan(10);
	});

	it('replaces each asset once, and never leaves none', async () => {
		const items = await files(200);
		await upload(items);
		const old = new Set(assets().map(({ _id }) => _id));
		setup.hub.faults.rules = chaos();
		const { items: done } = await upload(items, { ifExists: 'replace', deleteLabels: true });
		const kept = Map.groupBy(assets(), ({ externalId }) => externalId);
		expect(kept.size).toBe(items.length);
		for (const { json } of done) {
			const [asset, ...others] = kept.get(json.externalId as string)!;
			expect([json.status, others, old.has(asset._id)]).toEqual(['replaced', [], false]);
		}
	});
});
