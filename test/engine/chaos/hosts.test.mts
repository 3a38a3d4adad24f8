import type { ServerResponse } from 'node:http';
import type { IDataObject } from 'n8n-workflow';
import { openHostSetup } from '../hostile/hostSetup.mts';
import { sendJson, type HostileServer } from '../hostile/server.mts';
import { byId, fileItem, wordsOf, type Setup } from '../setup.mts';

/** Hosts beside Ango Hub that are slow, busy or break off. */
describe('A host of files', () => {
	let setup: Setup;
	let host: HostileServer;
	let project: string;
	beforeAll(async () => {
		({ setup, host } = await openHostSetup());
	});
	afterAll(async () => await setup.close());
	beforeEach(() => {
		setup.hub.resetFaults();
		setup.hub.clearRequests();
		host.requests.length = 0;
		project = setup.hub.seedProject({ name: 'P', exportStorageEnabled: true })._id;
	});

	const upload = (parameters: IDataObject = {}) =>
		setup.node({ resource: 'asset', operation: 'upload', project: byId(project), ...parameters });
	const fromUrl = (path: string) => upload({ source: 'url', url: `${host.url}${path}` });
	/** Sends the beginning of a long file, and nothing more. */
	const stall = (response: ServerResponse, type = 'image/png') => {
		response.writeHead(200, { 'content-type': type, 'content-length': 10_000_000 });
		response.write(Buffer.alloc(1000));
	};
	const whenClosed = async () => {
		while ((await host.connections()) > 0) await new Promise((resolve) => setTimeout(resolve, 5));
	};

	it.each([
		['storage', 4],
		['storage', 1_000],
	])('that says that it is busy is not asked again at once: %s, %i times', async (_host, times) => {
		const busy = { status: 429, headers: { 'retry-after': '0' }, body: 'Slow down' };
		setup.hub.faults.rules.push({ match: { host: 'storage' }, times, action: busy });
		const result = await setup.engine.run({
			node: upload(),
			items: [await fileItem(setup, 'a.png')],
		});
		const asked = setup.hub.storage.requests.length;
		if (times < 6) {
			expect(result.error).toBeUndefined();
			expect(asked).toBe(times + 1);
		} else {
			expect(wordsOf(result)).toMatch(/refused the file transfer: Slow down.*status 429/);
			expect(asked).toBe(6);
		}
	});

	it('is let go when its file cannot be uploaded', async () => {
		host.answer = (_request, response) => stall(response, 'application/x-msdownload');
		expect(wordsOf(await setup.engine.run({ node: fromUrl('/file') }))).toMatch(
			/The file 'file' has no extension/,
		);
		await whenClosed();
	});

	it('is let go when Ango Hub gives no address to upload to', async () => {
		host.answer = (_request, response) => stall(response);
		setup.hub.faults.rules.push({
			match: { path: '/getUploadUrl' },
			action: { status: 403, body: { status: 'fail', message: 'No' } },
		});
		expect(wordsOf(await setup.engine.run({ node: fromUrl('/a.png') }))).toMatch(/Not allowed: No/);
		await whenClosed();
	});

	it('is let go when nobody takes its file', async () => {
		host.answer = (_request, response) => stall(response);
		setup.hub.faults.rules.push({
			match: { host: 'storage' },
			action: { status: 400, body: 'No' },
		});
		expect(wordsOf(await setup.engine.run({ node: fromUrl('/a.png') }))).toMatch(/: No/);
		await whenClosed();
	});

	it('is let go when only its link was tried', async () => {
		let asked = 0;
		host.answer = (_request, response) => {
			if (asked++ === 0) stall(response);
			else sendJson(response, 404, {});
		};
		const exportPath = `${host.url}/export.zip`;
		setup.hub.faults.rules.push({
			match: { path: '/v2/export' },
			action: { status: 200, body: { status: 'success', data: { exportPath } } },
		});
		const node = setup.node({ resource: 'export', operation: 'tasks', project: byId(project) });
		expect(wordsOf(await setup.engine.run({ node }))).toMatch(/refused the file transfer/);
		expect(asked).toBe(2);
		await whenClosed();
	});
});
