import { byId, fileItem, openStage } from './stage.mts';
it('speed without faults', async () => {
	const stage = await openStage({ binaryMode: 'filesystem' });
	const project = stage.hub.seedProject({ name: 'P' })._id;
	let t = Date.now();
	const items = await Promise.all(Array.from({ length: 2000 }, async (_, i) => await fileItem(stage, `f${i}.png`)));
	console.log('items', Date.now() - t); t = Date.now();
	const result = await stage.engine.run({ node: stage.node({ resource: 'asset', operation: 'upload', project: byId(project), options: {} } as never), items });
	console.log('run', Date.now() - t, result.items.length, stage.hub.requests.length, stage.hub.storage.requests.length);
	await stage.close();
});
