import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { openSetup, wordsOf } from './setup.mts';

/** A server that answers everything the same way. */
async function answering(
	status: number,
	type: string,
	body: string,
): Promise<{ url: string; server: Server }> {
	const server = createServer((_request, response) => {
		response.writeHead(status, { 'content-type': type }).end(body);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

async function testWith(credential: object) {
	const setup = await openSetup({ credential });
	try {
		return {
			...(await setup.engine.testCredential('angoHubApi')),
			requests: [...setup.hub.requests],
		};
	} finally {
		await setup.close();
	}
}

describe('Credential "Ango Hub API"', () => {
	it.each(['', '/', '/v2', '/v2/', '//'])(
		'works with a custom URL that ends with %j',
		async (end) => {
			const setup = await openSetup();
			const { hub } = setup;
			const custom = await openSetup({
				credential: { url: `${hub.url}${end}`, apiKey: hub.apiKey },
			});
			expect(await custom.engine.testCredential('angoHubApi')).toMatchObject({ status: 'OK' });
			const run = await custom.engine.run({
				node: custom.node({ resource: 'project', operation: 'getAll' } as never),
			});
			expect(wordsOf(run).trim()).toBe('');
			expect(hub.requests.map(({ path }) => path)).toEqual([
				'/v2/listProjects',
				'/v2/listProjects',
			]);
			expect(hub.requests[0].headers.apikey).toBe(hub.apiKey);
			await custom.close();
			await setup.close();
		},
	);

	it('fails with a clear text for a wrong key', async () => {
		const result = await testWith({ apiKey: 'wrong' });
		expect(result).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/does not accept this API key/),
		});
	});

	it.each([
		['HTML', 200, 'text/html', '<html>hello</html>', /not an Ango Hub/],
		['JSON without a status', 200, 'application/json', '{"hello":1}', /not an Ango Hub/],
		[
			'a status of fail',
			200,
			'application/json',
			'{"status":"fail","message":"x"}',
			/refused the API key/,
		],
		['a status of error', 200, 'application/json', '{"status":"error"}', /refused the API key/],
		['404', 404, 'text/plain', 'nothing here', /not an Ango Hub/],
	])(
		'fails with a clear text for an address that answers %s',
		async (_case, status, type, body, message) => {
			const { url, server } = await answering(status, type, body);
			const result = await testWith({ url });
			server.close();
			expect(result).toMatchObject({ status: 'Error', message: expect.stringMatching(message) });
		},
	);

	it.each([
		[403, /may not list projects/],
		[429, /rate limit is reached/],
		[451, /blocks this network.*n8n's address/],
	])('says in words what a %s means', async (status, message) => {
		const { url, server } = await answering(status, 'application/json', '{"status":"fail"}');
		const result = await testWith({ url });
		server.close();
		expect(result).toMatchObject({ status: 'Error', message: expect.stringMatching(message) });
	});

	it.each(['ango.example.com', 'ftp://ango.example.com', '', ' '])(
		'says in words that %j is not an address',
		async (url) => {
			expect(await testWith({ url })).toMatchObject({
				status: 'Error',
				message: expect.stringMatching(/'URL' of the Ango Hub credential is not an http or https/),
			});
		},
	);

	it.each(['ango.example.com', 'ftp://ango.example.com', ''])(
		'does not run with the URL %j',
		async (url) => {
			const setup = await openSetup({ credential: { url } });
			const run = await setup.engine.run({
				node: setup.node({ resource: 'project', operation: 'getAll' } as never),
			});
			expect(wordsOf(run)).toMatch(
				/'URL' of the Ango Hub credential is not an http or https address.*https:\/\//,
			);
			await setup.close();
		},
	);
});

describe('"Ignore SSL Issues"', () => {
	it.each([
		[true, /^$/],
		[false, /certificate of the server cannot be trusted.*'Ignore SSL Issues'/],
	])('set to %s decides about a certificate that nobody signed', async (ignoreSslIssues, words) => {
		const setup = await openSetup();
		const { private: key, cert } = generate([{ name: 'commonName', value: '127.0.0.1' }], {
			keySize: 2048,
		});
		const secure = createSecureServer({ key, cert }, async (request, response) => {
			const { apikey } = request.headers;
			const answer = await fetch(`${setup.hub.url}${request.url}`, {
				headers: { apikey: String(apikey) },
			});
			response
				.writeHead(answer.status, { 'content-type': 'application/json' })
				.end(await answer.text());
		}).listen(0, '127.0.0.1');
		await once(secure, 'listening');
		const { port } = secure.address() as AddressInfo;
		const credential = {
			url: `https://127.0.0.1:${port}`,
			apiKey: setup.hub.apiKey,
			ignoreSslIssues,
		};
		const custom = await openSetup({ credential });
		const run = await custom.engine.run({
			node: custom.node({ resource: 'project', operation: 'getAll' } as never),
		});
		expect(wordsOf(run).trim()).toMatch(words);
		expect((await custom.engine.testCredential('angoHubApi')).status).toBe(
			ignoreSslIssues ? 'OK' : 'Error',
		);
		secure.close();
		await custom.close();
		await setup.close();
	});
});
