import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { byId, openSetup, type Setup } from './setup.mts';

const message = (content: string) => ({ role: 'user', content });

describe('Asset: Upload Chat', () => {
	let setup: Setup;
	beforeAll(async () => {
		setup = await openSetup({ binaryMode: 'filesystem' });
	});
	afterEach(() => {
		setup.hub.clearRequests();
		setup.hub.resetFaults();
	});
	afterAll(async () => await setup.close());

	const run = async (
		projectId: string,
		parameters: IDataObject = {},
		items?: INodeExecutionData[],
		spec: object = {},
	) =>
		await setup.engine.run({
			node: setup.node(
				{
					resource: 'asset',
					operation: 'uploadChat',
					project: byId(projectId),
					...parameters,
				},
				spec,
			),
			items,
		});

	const calls = () => setup.hub.requests.filter(({ path }) => path.endsWith('/chat'));
	const assetsOf = (projectId: string) => setup.hub.state.room(projectId).assets;
	const stored = (data: string) => {
		const { pathname } = new URL(data);
		return JSON.parse(setup.hub.storage.objects.get(pathname)!.bytes!.toString()) as IDataObject;
	};

	it('makes one call of the chats of all items, and one asset of each', async () => {
		const project = setup.hub.seedProject();
		const chats = [[message('Hi'), message('Ho')], [message('Wie geht’s?')]];
		const { items, error } = await run(
			project._id,
			{},
			chats.map((messages) => ({ json: { messages } })),
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json, pairedItem }) => [json, pairedItem])).toEqual([
			[{ projectId: project._id, status: 'created', chats: 1, batchNames: [] }, { item: 0 }],
			[{ projectId: project._id, status: 'created', chats: 1, batchNames: [] }, { item: 1 }],
		]);
		expect(calls()).toHaveLength(1);
		expect(calls()[0].headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
		expect(calls()[0].body).toMatchObject({
			projectId: project._id,
			priority: '0',
			numberOfConversations: '0',
			namingStrategy: '{"type":"random"}',
		});
		expect(calls()[0].body).not.toHaveProperty('llmConfig');
		const assets = assetsOf(project._id);
		expect(assets.map(({ data }) => (stored(data).messages as IDataObject[]).length)).toEqual([
			2, 1,
		]);
		expect((stored(assets[1].data).messages as IDataObject[])[0]).toMatchObject({
			content: 'Wie geht’s?',
			user: { id: 'user', role: 'user' },
		});
	});

	it('gives the new ids, and puts the assets into batches', async () => {
		const { hub } = setup;
		const project = hub.seedProject({ batches: ['Week 12'] });
		const old = hub.seedAsset(project._id);
		const { items } = await run(
			project._id,
			{ options: { returnIds: true, batches: ['Week 12', 'New'], createMissingBatches: true } },
			[
				{ json: { messages: [{ messages: [message('a')] }, { messages: [message('b')] }] } },
				{ json: { messages: [message('c')] } },
			],
		);
		const made = assetsOf(project._id).filter(({ _id }) => _id !== old._id);
		expect(items.map(({ json }) => json.assetIds)).toEqual([
			[made[0]._id, made[1]._id],
			[made[2]._id],
		]);
		const batches = hub.state.project(project._id).batches.map(({ _id }) => _id);
		expect(batches).toHaveLength(2);
		for (const asset of made) expect(asset.batches).toEqual(batches);
		expect(old.batches).toEqual([]);
	});

	it('waits for assets that cannot be seen at once', async () => {
		const project = setup.hub.seedProject();
		setup.hub.faults.assetVisibility = { listRequests: 2 };
		const { items } = await run(project._id, { options: { returnIds: true } }, [
			{ json: { messages: [message('a')] } },
		]);
		expect(items[0].json.assetIds).toEqual([assetsOf(project._id)[0]._id]);
	});

	it('reads chats from a file', async () => {
		const project = setup.hub.seedProject();
		const file = async (text: string) => ({
			json: {},
			binary: {
				data: await setup.engine.binary(Buffer.from(text), {
					fileName: 'chats.json',
					mimeType: 'application/json',
				}),
			},
		});
		const chats = [{ messages: [message('a')] }, { messages: [message('b')] }];
		const good = await run(project._id, { source: 'file' }, [await file(JSON.stringify(chats))]);
		expect(good.items[0].json.chats).toBe(2);
		expect(assetsOf(project._id)).toHaveLength(2);
		const lines = chats.map((chat) => JSON.stringify(chat)).join('\n');
		for (const text of [lines, `${lines}\n`, `\ufeff${JSON.stringify(chats)}`]) {
			const other = await run(project._id, { source: 'file' }, [await file(text)]);
			expect(other.items[0].json.chats).toBe(2);
		}
		const bad = await run(project._id, { source: 'file' }, [await file('[{')]);
		expect(bad.error?.message).toBe("The file 'chats.json' is not valid JSON");
	});

	it('makes empty chats for a language model, with every option', async () => {
		const { hub } = setup;
		const project = hub.seedProject();
		const storageId = hub.state.newId();
		hub.state.storages.set(storageId, {
			_id: storageId,
			name: 'S',
			organization: project.organization,
			createdAt: project.createdAt,
		});
		const { items, error } = await run(
			project._id,
			{
				source: 'empty',
				count: '={{ $json.n }}',
				options: { llmId: 'llm-1', storage: byId(storageId), bucket: 'chats', priority: 7 },
			},
			[{ json: { n: 3 } }, { json: { n: 2 } }],
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.chats)).toEqual([3, 2]);
		expect(calls().map(({ body }) => body)).toEqual(
			['3', '2'].map((numberOfConversations) => ({
				projectId: project._id,
				priority: '7',
				numberOfConversations,
				namingStrategy: '{"type":"random"}',
				storageId,
				bucket: 'chats',
				llmConfig: '{"id":"llm-1"}',
			})),
		);
		expect(assetsOf(project._id)).toHaveLength(5);
	});

	it('divides more than 10,000 chats among calls', async () => {
		const project = setup.hub.seedProject();
		const chats = Array.from({ length: 6_000 }, () => ({ messages: [message('x')] }));
		const { items } = await run(project._id, {}, [
			{ json: { messages: chats } },
			{ json: { messages: chats } },
		]);
		expect(items.map(({ json }) => json.chats)).toEqual([6_000, 6_000]);
		expect(calls().map(({ status }) => status)).toEqual([200, 200]);
	});

	it('does not let one bad item stop the others', async () => {
		const project = setup.hub.seedProject();
		const { items, errorItems } = await run(
			project._id,
			{},
			[{ json: { messages: [message('a')] } }, { json: { messages: [{ role: 'user' }] } }],
			{ onError: 'continueErrorOutput' },
		);
		expect(items).toHaveLength(1);
		expect(errorItems[0].json.error).toMatch(
			/^Message 1 of 'Messages' has no text in "content"\. A message is such as/,
		);
		expect(errorItems[0].pairedItem).toEqual({ item: 1 });
	});

	it('halves a refused call until the bad chat stands alone', async () => {
		const project = setup.hub.seedProject();
		const bad = { ...message('b'), user: { role: '' } };
		const { items, errorItems } = await run(
			project._id,
			{},
			[message('a'), bad, message('c')].map((one) => ({ json: { messages: [one] } })),
			{ onError: 'continueErrorOutput' },
		);
		expect(items.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([0, 2]);
		expect(errorItems).toHaveLength(1);
		expect(assetsOf(project._id)).toHaveLength(2);
	});

	it('never sends chats twice when the answer is lost', async () => {
		const project = setup.hub.seedProject();
		setup.hub.faults.rules.push({ match: { path: /chat$/ }, times: 1, action: 'reset-after' });
		const { error } = await run(project._id, {}, [{ json: { messages: [message('a')] } }]);
		expect(error?.message).toContain('No answer');
		expect(assetsOf(project._id)).toHaveLength(1);
		expect(calls()).toHaveLength(1);
	});

	it('says when Ango Hub made fewer, and when they are not in their batches', async () => {
		const project = setup.hub.seedProject({ batches: ['Week 12'] });
		const { rules } = setup.hub.faults;
		const one = [{ json: { messages: [message('a')] } }];
		rules.push({
			match: { path: /chat$/ },
			times: 1,
			action: { status: 200, body: { status: 'success', data: { assets: { assetsCreated: 0 } } } },
		});
		expect((await run(project._id, {}, one)).error?.message).toBe('Ango Hub made 0 of 1 chats');
		rules.push({ match: { path: 'assignBatches' }, action: { status: 403 } });
		const { error } = await run(project._id, { options: { batches: ['Week 12'] } }, one);
		expect(error?.message).toBe('The chats were created, but are not in their batches');
		expect(assetsOf(project._id)).toHaveLength(1);
	});

	it('checks batches, priority and number before anything is sent', async () => {
		const project = setup.hub.seedProject();
		const one = [{ json: { messages: [message('a')] } }];
		const wrong = async (parameters: IDataObject) =>
			(await run(project._id, parameters, one)).error?.message;
		expect(await wrong({ options: { batches: ['No'] } })).toContain("There is no batch 'No'");
		expect(await wrong({ options: { priority: 1001 } })).toContain("'Priority'");
		expect(await wrong({ source: 'empty', count: 1.5 })).toContain("'Number of Chats'");
		expect(await wrong({ messages: '' })).toBe("'Messages' is empty");
		expect(calls()).toEqual([]);
	});

	it('says that the legacy platform has none', async () => {
		const legacy = await openSetup({ platform: 'legacy', binaryMode: 'filesystem' });
		const project = legacy.hub.seedProject();
		const { error } = await legacy.engine.run({
			node: legacy.node({
				resource: 'asset',
				operation: 'uploadChat',
				project: byId(project._id),
				messages: '[{"role":"user","content":"a"}]',
			}),
		});
		expect(error?.message).toBe('The legacy platform has no chat assets');
		await legacy.close();
	});
});
