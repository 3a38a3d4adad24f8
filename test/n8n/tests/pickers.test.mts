import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { IDataObject } from 'n8n-workflow';
import { theLab } from '../harness/lab.mts';
import { ANGO_HUB, byId } from '../harness/workflows.mts';

const STORAGES = ['Picker bucket X', 'Picker bucket Y'];
const ASSETS = ['street-1.png', 'street-2.png', 'field.png'];

/** The names that a picker shows when it opens, or after its search field was filled in. */
async function names(
	parameter: string,
	method: string,
	parameters: IDataObject,
	filter?: string,
): Promise<string[]> {
	const { n8n, credential } = theLab();
	const request = { nodeType: ANGO_HUB, parameter, method, parameters, credential };
	const { results } = await n8n.api.listSearch({ ...request, ...(filter && { filter }) });
	return results.map(({ name }) => name).sort();
}

describe('the pickers of the node', () => {
	let project: IDataObject;

	before(() => {
		const { hub } = theLab();
		const { _id } = hub.seedProject({ name: 'Picker streets' });
		hub.seedProject({ name: 'Picker fields' });
		for (const externalId of ASSETS) hub.seedAsset(_id, { externalId });
		for (const name of STORAGES) {
			const storage = { _id: hub.state.newId(), name, privateKey: 'never shown' };
			hub.state.storages.set(storage._id, {
				...storage,
				organization: hub.state.organization,
				createdAt: hub.state.timestamp(),
			});
		}
		project = { resource: 'asset', operation: 'upload', project: byId(_id) };
	});

	it('list projects and search them', async () => {
		const all = await names('project', 'searchProjects', {});
		assert.ok(all.includes('Picker streets') && all.includes('Picker fields'));
		assert.deepEqual(await names('project', 'searchProjects', {}, 'streets'), ['Picker streets']);
	});

	it('list the assets of the chosen project and search them', async () => {
		assert.deepEqual(await names('asset', 'searchAssets', project), [...ASSETS].sort());
		assert.deepEqual(await names('asset', 'searchAssets', project, 'street'), ASSETS.slice(0, 2));
	});

	it('list the storages and search them', async () => {
		// The hub is shared: other tests may have made storages, too.
		const all = await names('storage', 'searchStorages', project);
		assert.deepEqual(
			all.filter((name) => STORAGES.includes(name)),
			STORAGES,
		);
		assert.deepEqual(await names('storage', 'searchStorages', project, 'picker b'), STORAGES);
		assert.deepEqual(await names('storage', 'searchStorages', project, 'bucket y'), [STORAGES[1]]);
	});

	it('ask for the project first while none is chosen', async () => {
		for (const method of ['searchAssets', 'searchTasks']) {
			await assert.rejects(names('any', method, { resource: 'asset' }), /Pick a project first/);
		}
	});

	it('say what is wrong when the hub does not accept the key', async () => {
		const { hub, n8n, credential } = theLab();
		const { id } = await n8n.api.createCredential('Wrong key', credential.type, {
			...credential.data,
			apiKey: 'not-the-key',
			url: hub.url,
		});
		const request = {
			nodeType: ANGO_HUB,
			parameter: 'project',
			method: 'searchProjects',
			parameters: {},
			credential: { ...credential, id },
		};
		await assert.rejects(n8n.api.listSearch(request), /API key/i);
	});
});
