import { setTimeout as pause } from 'node:timers/promises';
import type { IDataObject, IPairedItemData } from 'n8n-workflow';
import type { LocalHub } from '../local-hub/index.mts';
import { archive } from '../unit/zipArchive.mts';
import { until } from './canceled.mts';
import { exportQueries, exportSetup } from './exportSetup.mts';
import { byId } from './setup.mts';

const BATCHES = ['Mon', 'Tue', 'Wed'];

/** A project with some labeled assets in each batch, whose archives take several reads. */
function seedBatches(hub: LocalHub) {
	const project = hub.seedProject({ name: 'Days', batches: BATCHES });
	for (const { _id, name } of project.batches) {
		for (let n = 0; n < 40; n++) {
			// Noise cannot be packed, so that archives are long.
			const contextData = { noise: Array.from({ length: 300 }, () => Math.random()).join() };
			const asset = hub.seedAsset(project._id, {
				externalId: `${name} ${n}`,
				batches: [_id],
				contextData,
			});
			hub.labelTask(hub.taskOf(asset)._id, { objects: [], classifications: [] }, 'ann@example.com');
		}
	}
	return project;
}

const namesOf = (items: Array<{ json: IDataObject }>) =>
	new Set(items.map(({ json }) => String(json.externalId).split(' ')[0]));

describe('Exports of one project', () => {
	const { here, run, serve, fileOf } = exportSetup({ binaryMode: 'filesystem' });

	it('follow one another, and each gets its own tasks', async () => {
		const { hub } = here.setup;
		const project = seedBatches(hub);
		hub.faults.bytesPerSecond = 2_000_000; // downloads take a while
		const node = here.setup.node({
			resource: 'export',
			operation: 'tasks',
			project: byId(project._id),
			filters: { batches: '={{ [$json.day] }}' },
		});
		const given = BATCHES.map((day) => ({ json: { day } }));
		const { items, error } = await here.setup.engine.run({ node, items: given });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(120);
		for (const [index, day] of BATCHES.entries()) {
			const own = items.filter(({ pairedItem }) => (pairedItem as IPairedItemData).item === index);
			expect(namesOf(own)).toEqual(new Set([day]));
		}
	});

	it('do so in all executions at once', async () => {
		const { hub } = here.setup;
		const project = seedBatches(hub);
		hub.faults.bytesPerSecond = 2_000_000;
		const runs = await Promise.all(
			BATCHES.map(async (day) => await run(project._id, { filters: { batches: [day] } })),
		);
		expect(runs.map(({ items }) => [items.length, ...namesOf(items)])).toEqual(
			BATCHES.map((day) => [40, day]),
		);
	});

	it('would mix without turns: the hub has one file for each project', async () => {
		const { hub } = here.setup;
		const project = seedBatches(hub);
		const link = async (day: string) => {
			const url = new URL('/v2/export', hub.url);
			const { _id } = project.batches.find(({ name }) => name === day)!;
			url.search = new URLSearchParams({
				project: project._id,
				batches: JSON.stringify([_id]),
			}).toString();
			const answer = await fetch(url, { headers: { apikey: hub.apiKey } });
			return ((await answer.json()) as { data: { exportPath: string } }).data.exportPath;
		};
		const first = await link('Mon');
		const before = await (await fetch(first)).bytes();
		await link('Tue');
		const after = await (await fetch(first)).bytes();
		expect(Buffer.compare(before, after)).not.toBe(0);
	});

	it('does not hold up exports of other projects', async () => {
		const { hub } = here.setup;
		const [slow, other] = [seedBatches(hub), seedBatches(hub)];
		hub.faults.rules.push({
			match: { path: new RegExp(`/v2/export.*project=${slow._id}`) },
			action: { delayMs: 1_500 },
		});
		const order: string[] = [];
		await Promise.all([
			run(slow._id).then(() => order.push('slow')),
			run(other._id).then(() => order.push('other')),
		]);
		expect(order).toEqual(['other', 'slow']);
	});

	it('lets a canceled execution go while it waits', async () => {
		const { setup } = here;
		const project = seedBatches(setup.hub);
		setup.hub.faults.rules.push({ match: { path: '/v2/export' }, action: { delayMs: 1_500 } });
		const first = run(project._id);
		await until(() => exportQueries(setup.hub).length === 1);
		const waiting = setup.engine.start({
			node: setup.node({ resource: 'export', operation: 'tasks', project: byId(project._id) }),
		});
		await pause(100);
		waiting.cancel();
		let isFirstDone = false;
		void first.then(() => (isFirstDone = true));
		await waiting.result;
		expect(isFirstDone).toBe(false);
		expect((await first).items).toHaveLength(120);
		expect(exportQueries(setup.hub)).toHaveLength(1);
	});

	it.each(['reset-after', 'reset-before'] as const)(
		'are not asked for again where the answer is lost (%s)',
		async (action) => {
			const { hub } = here.setup;
			const project = seedBatches(hub);
			hub.faults.rules.push({ match: { path: '/v2/export' }, action, times: 1 });
			expect((await run(project._id)).error?.message).toMatch(/No answer from/);
			expect(exportQueries(hub)).toHaveLength(1);
			expect((await run(project._id)).items).toHaveLength(120);
		},
	);

	it('keep every digit where the history of stages is cut out', async () => {
		const { hub } = here.setup;
		const project = seedBatches(hub);
		const visit = { stage: 'Label', completedBy: 'ann@example.com', completedAt: '2026-01-02' };
		const object = `{"externalId":"big","metadata":{"id":12345678901234567890,"ratio":0.10},"task":{"taskId":"t","stageHistory":[${JSON.stringify(visit)}],"n":1e400}}`;
		serve(project._id, archive({ name: 'export.ndjson', content: Buffer.from(`${object}\n`) }));
		const [item] = (
			await run(project._id, {
				output: 'file',
				fileFormat: 'ndjson',
				filters: { completedBy: ['Ann@example.com'] },
				options: { history: false },
			})
		).items;
		expect((await fileOf(item)).toString()).toMatch(
			/"externalId":"big","metadata":\{"id":12345678901234567890,"ratio":0\.10\},"task":\{"taskId":"t","n":1e400\}\}\n$/,
		);
	});
});
