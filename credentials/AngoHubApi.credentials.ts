import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { connectionOf, REGIONS } from '../nodes/shared/hub/http/connection';

const REGION_URLS = JSON.stringify(
	Object.fromEntries(Object.entries(REGIONS).map(([region, { url }]) => [region, url])),
);

const REFUSED =
	'Ango Hub refused the API key. Copy it from Account > API again, and check the region.';
const NOT_A_HUB =
	'This URL responds, but it is not an Ango Hub. Check the URL: it has to be that of the API, not of the web page.';

export class AngoHubApi implements ICredentialType {
	name = 'angoHubApi';

	displayName = 'Ango Hub API';

	icon: Icon = { light: 'file:../icons/ango-hub.svg', dark: 'file:../icons/ango-hub.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-ango-hub/n8n-nodes-ango-hub#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			hint: 'In Ango Hub: Account > API. A new key revokes the previous one.',
			description: 'Requests act as the user who made the key',
		},
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			options: [
				{ name: 'Custom URL', value: 'custom', description: 'An Ango Hub on your own premises' },
				{ name: 'Europe', value: 'eu' },
				{ name: 'India', value: 'in' },
				{ name: 'Legacy (v2)', value: 'legacy', description: 'The platform at hub.ango.ai' },
				{ name: 'United States', value: 'us' },
			],
			default: 'eu',
			description: 'Where your organization is hosted',
		},
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://ango.example.com',
			description: 'The address of the API, with http or https',
			hint: 'If the test says ECONNREFUSED or ENOTFOUND, n8n cannot reach this address from where it runs. EPROTO: it is http, not https.',
			displayOptions: { show: { region: ['custom'] } },
		},
		{
			displayName: 'Platform',
			name: 'platform',
			type: 'options',
			options: [
				{
					name: 'Current',
					value: 'current',
					description: 'Projects have workflow stages and batches',
				},
				{
					name: 'Legacy (v2)',
					value: 'legacy',
					description: 'Tasks have a status instead of stages',
				},
			],
			default: 'current',
			description: 'Which generation of Ango Hub answers at this URL',
			displayOptions: { show: { region: ['custom'] } },
		},
		{
			displayName: 'Ignore SSL Issues (Insecure)',
			name: 'ignoreSslIssues',
			type: 'boolean',
			default: false,
			description: 'Whether to connect even if the certificate of the server cannot be checked',
			displayOptions: { show: { region: ['custom'] } },
		},
	];

	// A function: n8n would evaluate an expression anew for each of many thousand requests.
	authenticate = async (
		credential: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		connectionOf(credential); // says in words what is wrong with a URL, in the test of the credential too
		return { ...request, headers: { ...request.headers, apikey: credential.apiKey } };
	};

	test: ICredentialTestRequest = {
		request: {
			// The same as connectionOf() does for requests of the nodes.
			baseURL: `={{ (${REGION_URLS})[$credentials.region] ?? ($credentials.url ?? '').trim().replace(/\\/+$/, '').replace(/\\/v2$/, '').replace(/\\/+$/, '') }}`,
			url: '/v2/listProjects',
			qs: { page: 1, limit: 1 },
			json: true,
			disableFollowRedirect: true,
			skipSslCertificateValidation: '={{ $credentials.ignoreSslIssues }}' as unknown as boolean,
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'Ango Hub does not accept this API key. Copy it from Account > API; a newer key revokes older ones.',
				},
			},
			{ type: 'responseCode', properties: { value: 404, message: NOT_A_HUB } },
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						"Ango Hub knows the key, but its user may not list projects. Ask the organization's administrator for a role.",
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 429,
					message: "Ango Hub's rate limit is reached. Try again in a minute.",
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 451,
					message:
						"Ango Hub blocks this network: the organization only allows certain networks or countries. Have its administrator allow n8n's address.",
				},
			},
			{
				type: 'responseSuccessBody',
				properties: { key: 'status', value: 'fail', message: REFUSED },
			},
			{
				type: 'responseSuccessBody',
				properties: { key: 'status', value: 'error', message: REFUSED },
			},
			{
				type: 'responseSuccessBody',
				properties: { key: 'status', value: undefined, message: NOT_A_HUB },
			},
		] as unknown as ICredentialTestRequest['rules'], // n8n runs rules of both kinds; its type allows one
	};
}
