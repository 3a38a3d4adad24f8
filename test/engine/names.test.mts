import type { IDataObject } from 'n8n-workflow';
import type { Project } from '../local-hub/index.mts';
import { byId, fileItem, openSetup, wordsOf, type Setup } from './setup.mts';
import { AWS } from './storageSetup.mts';

/*
 * What items say of what they belong to (docs/items.md), where an operation knows it in another form:
 * batches that were picked come as IDs, a text is no address, and an answer may hold more than names.
 */

let setup: Setup;
let project: Project;
beforeAll(async () => {
	setup = await openSetup();
});
afterAll(async () => await setup.close());
beforeEach(() => {
	project = setup.hub.seedProject({ batches: ['Week 12', 'Week 13'] });
});

async function run(
	resource: string,
	operation: string,
	parameters: IDataObject,
	items = [{ json: {} }],
) {
	const where = { resource, operation, project: byId(project._id) };
	const node = setup.node({ ...where, ...parameters } as never);
	const result = await setup.engine.run({ node, items });
	expect(wordsOf(result).trim()).toBe('');
	return result.items.map(({ json }) => json);
}

const CHAT = { source: 'messages', messages: '[{ "role": "user", "content": "Hi" }]' };

describe('batches that were picked from the list come out by their names', () => {
	const picked = () => [project.batches[1]._id, 'Week 12'];

	it.each<[string, string, (ids: string[]) => IDataObject]>([
		['asset', 'upload', (batches) => ({ source: 'text', text: 'Hi', options: { batches } })],
		[
			'asset',
			'importFromCloud',
			(batches) => ({ url: 'https://files.example/a.png', options: { batches } }),
		],
		['asset', 'uploadChat', (batches) => ({ ...CHAT, options: { batches } })],
		['batch', 'assign', (batches) => ({ assets: setup.hub.seedAsset(project._id)._id, batches })],
	])('%s: %s', async (resource, operation, parametersFor) => {
		const [item] = await run(resource, operation, parametersFor(picked()));
		expect(item.batchNames).toEqual(['Week 13', 'Week 12']);
	});

	it('storage: importFolder', async () => {
		const [{ storageId }] = await run('storage', 'create', AWS as IDataObject);
		setup.hub.storage.put('/bucket/1.png', 'content');
		const where = { storage: storageId, bucket: 'bucket' };
		const [item] = await run('storage', 'importFolder', {
			...where,
			options: { batches: picked() },
		});
		expect(item.batchNames).toEqual(['Week 13', 'Week 12']);
	});
});

describe('an asset that is a text has the text, not an address', () => {
	it.each<[string, string, IDataObject]>([
		[
			'upload',
			'upload',
			{ source: 'text', text: 'Hi', textAs: 'embedded', options: { externalId: '1' } },
		],
		['import', 'importFromCloud', { content: 'text', text: 'Hi', options: { externalId: '1' } }],
	])('%s', async (_name, operation, parameters) => {
		for (const options of [parameters.options, { ifExists: 'skip', externalId: '1' }]) {
			const [item] = await run('asset', operation, { ...parameters, options });
			expect(item).toMatchObject({ text: 'Hi' });
			expect(item).not.toHaveProperty('url');
		}
	});
});

describe('a file that is not there is told by the field that names it', () => {
	it.each([
		['upload', { fileFields: 'photo' }],
		['sendAndWait', { source: 'file', fileField: 'photo' }],
		['uploadChat', { source: 'file', fileField: 'photo' }],
	])('%s', async (operation, parameters) => {
		const node = setup.node({
			...{ resource: 'asset', operation, project: byId(project._id) },
			...parameters,
		} as never);
		const items = [await fileItem(setup, 'a.png'), { json: {} }];
		const results = await Promise.all(
			items.map(async (item) => await setup.engine.run({ node, items: [item] })),
		);
		const message = "'Input Data Field Name' is 'photo', but the item has no file there";
		expect(results.map((result) => result.error?.message)).toEqual([message, message]);
		expect(results.map(wordsOf)).toEqual([
			expect.stringContaining('Its files are in: data.'),
			expect.stringContaining('It has no files at all.'),
		]);
	});
});

describe('what stands for one thing says which', () => {
	it('a chat says its asset, several say all', async () => {
		const options = { returnIds: true };
		const [one] = await run('asset', 'uploadChat', { ...CHAT, options });
		expect(one.assetId).toEqual(setup.hub.state.room(project._id).assets[0]._id);
		const [two] = await run('asset', 'uploadChat', { source: 'empty', count: 2, options });
		expect(two).not.toHaveProperty('assetId');
		expect(two.assetIds).toHaveLength(2);
	});

	it.each(['requeue', 'setPriority'])('tasks that %s selects', async (operation) => {
		const [one, two] = [1, 2].map(() => setup.hub.taskOf(setup.hub.seedAsset(project._id, {})));
		const more = operation === 'requeue' ? { toStage: byId('Label') } : { priority: 5 };
		const filters = (taskIds: string) => ({ ...more, filters: { taskIds } });
		const [single] = await run('task', operation, filters(one._id));
		expect(single).toMatchObject({ projectId: project._id, taskId: one._id });
		const [both] = await run('task', operation, filters(`${one._id}, ${two._id}`));
		expect(both).not.toHaveProperty('taskId');
	});

	it('an exported issue says its asset, batches and stage', async () => {
		const asset = setup.hub.seedAsset(project._id, {
			externalId: 'car.png',
			batches: [project.batches[0]._id],
		});
		const task = byId(setup.hub.taskOf(asset)._id);
		await run('issue', 'create', { task, content: 'Look' });
		const [item] = await run('export', 'issues', {});
		expect(item).toMatchObject({
			projectId: project._id,
			externalId: 'car.png',
			batchNames: ['Week 12'],
			taskId: task.value,
			stageId: 'Start',
			stageName: 'Start',
		});
	});
});
