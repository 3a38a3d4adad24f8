import { byId, openStage, type Stage } from './stage.mts';

describe('Asset: Upload', () => {
	let stage: Stage;
	beforeAll(async () => {
		stage = await openStage({ binaryMode: 'filesystem' });
	});
	afterAll(async () => await stage.close());

	it('uploads files and registers them in one call', async () => {
		const { hub, engine, node } = stage;
		const project = hub.seedProject({ name: 'P' });
		const items = await Promise.all(
			['a.png', 'b c.png'].map(async (fileName) => ({
				json: {},
				binary: {
					data: await engine.binary(Buffer.from(`bytes of ${fileName}`), {
						fileName,
						mimeType: 'image/png',
					}),
				},
			})),
		);
		const run = await engine.run({
			node: node({
				resource: 'asset',
				operation: 'upload',
				project: byId(project._id),
				options: { returnIds: true },
			}),
			items,
		});
		if (run.error) console.log(run.error, (run.error as any).description, run.error.stack);
		console.log(JSON.stringify(run.items, null, 1));
		console.log(hub.requests.map((r) => `${r.method} ${r.path ?? r.url}`).join('\n'));
		expect(run.status).toBe('success');
	});
});
