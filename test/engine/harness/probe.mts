import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IExecuteFunctions,
	IHttpRequestHelper,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	JsonObject,
} from 'n8n-workflow';
import { NodeApiError, NodeConnectionTypes } from 'n8n-workflow';

/** A credential with a default, an expression, a header and a test: all that n8n resolves. */
export class ProbeApi implements ICredentialType {
	name = 'probeApi';
	displayName = 'Probe API';
	properties: ICredentialType['properties'] = [
		{ displayName: 'Host', name: 'host', type: 'string', default: '' },
		{ displayName: 'Key', name: 'key', type: 'string', default: 'default key' },
		{ displayName: 'URL', name: 'url', type: 'hidden', default: '={{ $self["host"] + "/api" }}' },
	];
	authenticate: ICredentialType['authenticate'] = {
		type: 'generic',
		properties: { headers: { 'x-key': '={{ $credentials.key }}' } },
	};
	test: ICredentialType['test'] = {
		request: { baseURL: '={{ $credentials.url }}', url: '/me' },
		rules: [
			{
				type: 'responseSuccessBody',
				properties: { key: 'me.status', value: 'fail', message: 'The key is unknown' },
			},
		],
	};
}

/** The same, judged by the status code of its test. */
export class CodeProbeApi extends ProbeApi {
	test: ICredentialType['test'] = {
		request: { baseURL: '={{ $credentials.url }}', url: '/me' },
		rules: [{ type: 'responseCode', properties: { value: 403, message: 'The key is weak' } }],
	};
}

/** A credential that fetches its key before the first request. */
export class SessionProbeApi extends ProbeApi {
	properties: ICredentialType['properties'] = [
		{ displayName: 'Host', name: 'host', type: 'string', default: '' },
		{ displayName: 'URL', name: 'url', type: 'string', default: '={{ $self["host"] + "/api" }}' },
		{
			displayName: 'Key',
			name: 'key',
			type: 'hidden',
			typeOptions: { expirable: true },
			default: '',
		},
	];

	async preAuthentication(this: IHttpRequestHelper, { host }: ICredentialDataDecryptedObject) {
		const { path } = await this.helpers.httpRequest({ url: `${host}/session` });
		return { key: path };
	}
}

/** Asks a path of the test server for JSON, uploads a file to it, or downloads one from it. */
export class Probe implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Probe',
		name: 'probe',
		group: ['transform'],
		version: [1, 2],
		description: 'Talks to a test server',
		defaults: { name: 'Probe' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'probeApi', required: true }],
		properties: [
			{ displayName: 'Path', name: 'path', type: 'string', default: '/default' },
			{
				displayName: 'Mode',
				name: 'mode',
				type: 'options',
				options: ['ask', 'upload', 'download'].map((value) => ({ name: value, value })),
				default: 'ask',
			},
			{
				displayName: 'File',
				name: 'file',
				type: 'string',
				required: true,
				default: '',
				displayOptions: { show: { mode: ['upload'] } },
			},
		],
	};

	methods = {
		listSearch: {
			async echo(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string) {
				const { url } = await this.getCredentials<{ url: string }>('probeApi');
				const { key } = await this.helpers.httpRequestWithAuthentication.call(this, 'probeApi', {
					url: `${url}/list`,
				});
				const name = [this.getCurrentNodeParameter('path'), filter, paginationToken, key].join();
				return { results: [{ name, value: name }] };
			},
		},
		loadOptions: {
			async modes(this: ILoadOptionsFunctions) {
				const mode = this.getCurrentNodeParameter('mode') as string;
				return [{ name: mode, value: mode }];
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		this.addExecutionHints({ message: 'Probed', type: 'info' });
		this.logger.info('Probing', { items: this.getInputData().length });
		const results: INodeExecutionData[] = [];
		for (const item of this.getInputData().keys()) {
			try {
				results.push({ ...(await probe.call(this, item)), pairedItem: { item } });
			} catch (cause) {
				const error = new NodeApiError(this.getNode(), cause as JsonObject, { itemIndex: item });
				if (!this.continueOnFail()) throw error;
				results.push({ json: {}, error, pairedItem: { item } });
			}
		}
		return [results];
	}
}

async function probe(this: IExecuteFunctions, item: number): Promise<INodeExecutionData> {
	const { url } = await this.getCredentials<{ url: string }>('probeApi');
	const mode = this.getNodeParameter('mode', item);
	const request: IHttpRequestOptions = { url: url + this.getNodeParameter('path', item) };
	if (mode === 'upload') {
		const file = this.helpers.assertBinaryData(item, this.getNodeParameter('file', item) as string);
		request.method = 'POST';
		request.body = file.id
			? await this.helpers.getBinaryStream(file.id)
			: Buffer.from(file.data, 'base64');
	}
	if (mode === 'download') request.encoding = 'stream';
	const answer = await this.helpers.httpRequestWithAuthentication.call(this, 'probeApi', request);
	const version = this.getNode().typeVersion;
	if (mode !== 'download') return { json: { ...answer, version } };
	const data = await this.helpers.prepareBinaryData(answer, 'back.bin', 'application/octet-stream');
	return { json: { version }, binary: { data } };
}

export const download = randomBytes(50_000);

/** What the test server answers: most paths report what was sent, some misbehave. */
export async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const key = request.headers['x-key'];
	const json = (status: number, body: object) => {
		response.writeHead(status, { 'content-type': 'application/json' });
		response.end(JSON.stringify(body));
	};
	const path = request.url ?? '';
	if (path === '/api/hang') return;
	if (path === '/api/missing') return json(404, { message: 'No such thing' });
	if (path === '/api/file') return void response.end(download);
	if (path === '/api/me') {
		return json(key === 'weak' ? 403 : 200, { me: { status: key === 'bad' ? 'fail' : 'ok' } });
	}
	const hash = createHash('sha256');
	let bytes = 0;
	for await (const chunk of request) {
		hash.update(chunk);
		bytes += chunk.length;
	}
	json(200, { key, path, bytes, sha256: hash.digest('hex') });
}
