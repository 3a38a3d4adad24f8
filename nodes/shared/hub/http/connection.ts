import { UserError, type ICredentialDataDecryptedObject } from 'n8n-workflow';

import { PLATFORMS, type Platform } from '../platform';

/** Ango Hub's public clouds (contract 1.1). */
export const REGIONS = {
	eu: { url: 'https://imeritapi.ango.ai', platform: 'current' },
	us: { url: 'https://us-api.ango.ai', platform: 'current' },
	in: { url: 'https://in-api.ango.ai', platform: 'current' },
	legacy: { url: 'https://api.ango.ai', platform: 'legacy' },
} as const satisfies Record<string, { url: string; platform: keyof typeof PLATFORMS }>;

/** Where and how to talk to one Ango Hub. `url` has no trailing slash and no `/v2`. */
export interface Connection {
	url: string;
	platform: Platform;
	ignoreSslIssues: boolean;
	credential: ICredentialDataDecryptedObject;
}

/**
 * Reads the "Ango Hub API" credential.
 * @throws UserError when a custom URL is missing or is not http or https
 */
export function connectionOf(credential: ICredentialDataDecryptedObject): Connection {
	const ignoreSslIssues = credential.ignoreSslIssues === true;
	const region = REGIONS[credential.region as keyof typeof REGIONS];
	if (region) {
		const { url, platform } = region;
		return { url, platform: PLATFORMS[platform], ignoreSslIssues, credential };
	}
	return {
		url: baseUrl(String(credential.url ?? '')),
		platform: PLATFORMS[credential.platform === 'legacy' ? 'legacy' : 'current'],
		ignoreSslIssues,
		credential,
	};
}

/** The base of a custom URL, with or without trailing slash and `/v2` (contract 1.1). */
function baseUrl(text: string): string {
	const trimmed = text.trim();
	const { protocol, host, pathname } = URL.canParse(trimmed)
		? new URL(trimmed)
		: { protocol: '', host: '', pathname: '' };
	if (protocol !== 'http:' && protocol !== 'https:') {
		throw new UserError("The 'URL' of the Ango Hub credential is not an http or https address", {
			description: `Open the credential and give an address such as https://ango.example.com, not '${trimmed}'.`,
		});
	}
	return `${protocol}//${host}${pathname.replace(/\/+$/, '').replace(/\/v2$/, '').replace(/\/+$/, '')}`;
}
