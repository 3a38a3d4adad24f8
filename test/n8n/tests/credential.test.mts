import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import type { IDataObject } from 'n8n-workflow';
import type { CredentialTest } from '../harness/n8nApi.mts';
import { hubAccess, theLab } from '../harness/lab.mts';

/** Saves a credential and presses its test button. */
async function testCredential(changes: IDataObject): Promise<CredentialTest> {
	const { hub, n8n } = theLab();
	const data = { ...hubAccess(hub), ...changes };
	return await n8n.api.testCredential(
		await n8n.api.createCredential('Under test', 'angoHubApi', data),
	);
}

describe('the test button of the credential', () => {
	it('is content with the right key', async () => {
		assert.equal((await testCredential({})).status, 'OK');
	});

	for (const ending of ['/', '/v2', '/v2/']) {
		it(`takes a URL that ends with "${ending}"`, async () => {
			const { status } = await testCredential({ url: `${theLab().hub.url}${ending}` });
			assert.equal(status, 'OK');
		});
	}

	it('says that the key is wrong', async () => {
		const { status, message } = await testCredential({ apiKey: 'not-the-key' });
		assert.equal(status, 'Error');
		assert.match(message, /API key/);
	});

	it('says that a page which answers 200 is not an Ango Hub', async () => {
		const page = createServer((_request, response) => {
			response.setHeader('content-type', 'text/html');
			response.end('<html><body>Welcome</body></html>');
		}).listen(0, '127.0.0.1');
		await once(page, 'listening');
		try {
			const { port } = page.address() as AddressInfo;
			const { status, message } = await testCredential({ url: `http://127.0.0.1:${port}` });
			assert.equal(status, 'Error');
			assert.match(message, /not an Ango Hub/);
		} finally {
			page.close();
		}
	});

	for (const url of ['nonsense', 'ango.example.com', 'http://', 'ftp://ango.example.com']) {
		it(`says that "${url}" is no address`, async () => {
			const { status, message } = await testCredential({ url });
			assert.equal(status, 'Error');
			assert.match(message, /'URL' of the Ango Hub credential is not an http or https address/);
		});
	}

	it('says that nobody answers', async () => {
		const { status, message } = await testCredential({ url: 'http://127.0.0.1:9' });
		assert.equal(status, 'Error');
		assert.notEqual(message, '');
	});
});
