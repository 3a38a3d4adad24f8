import type { INodeExecutionData } from 'n8n-workflow';
import { chaos, TIMEOUT_S } from './chaosFaults.mts';
import { byId, fileItem, openStage, sha256, type Stage } from './stage.mts';

const COUNT = Number(process.env.COUNT ?? 10_000);
const contentOf = (name: string) => `content of ${name}`;

describe('10,000 files while 30 % of all calls fail', () => {
	let stage: Stage;
	let project: string;
	let items: INodeExecutionData[];
	beforeAll(async () => {
		stage = await openStage({ binaryMode: 'filesystem' });
		project = stage.hub.seedProject({ name: 'P' })._id;
		items = [];
		for (let index = 0; index < COUNT; index++) {
			items.push(await fileItem(stage, `f${index}.png`, contentOf(`f${index}.png`)));
		}
	});
	afterAll(async () => await stage.close());

	const upload = async (options: object) =>
		await stage.engine.run({
			node: stage.node(
				{
					resource: 'asset',
					operation: 'upload',
					project: byId(project),
					options,
					requestOptions: { timeout: TIMEOUT_S, concurrency: Number(process.env.CONC ?? 16) },
				} as never,
				{ onError: 'continueErrorOutput' },
			),
			items,
		});
	const assets = () => stage.hub.state.room(project).assets;

	it('become assets once each with the right bytes, or error items that say what happened', async () => {
		stage.hub.faults.rules = chaos();
		let t = Date.now();
		const tick = setInterval(() => console.log((Date.now() - t) / 1000, stage.hub.requests.length, stage.hub.storage.requests.length, assets().length), 10000);
		const first = await upload({});
		clearInterval(tick);
		console.log('run', Date.now() - t, first.items.length, first.errorItems.length, first.errorItems.slice(0, 5).map(({ json }) => json.error), first.error);
		console.log(stage.hub.requests.length, stage.hub.storage.requests.length);
		const by: Record<string, number> = {};
		for (const r of [...stage.hub.requests, ...stage.hub.storage.requests]) by[`${r.host} ${r.method} ${r.path.split('/')[2]} ${r.status}`] = (by[`${r.host} ${r.method} ${r.path.split('/')[2]} ${r.status}`] ?? 0) + 1;
		if (Object.keys(by).length < 60) console.log(by);
		t = Date.now();
		const names = assets().map(({ externalId }) => externalId);
		expect(new Set(names).size).toBe(names.length);
		expect(names.length + first.errorItems.length).toBe(COUNT);
		const second = await upload({ ifExists: 'skip' });
		console.log('second', Date.now() - t, second.items.length, second.errorItems.length, second.items.filter(({json}) => json.status === 'skipped').length);
		for (const { externalId, data } of assets()) {
			const stored = stage.hub.storage.objects.get(new URL(data!).pathname)!;
			expect(stored.sha256).toBe(sha256(contentOf(externalId)));
		}
	}, 600_000);
});
