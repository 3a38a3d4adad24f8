import type { IDataObject } from 'n8n-workflow';
import { createHmac, timingSafeEqual } from 'node:crypto';

/** How deliveries prove that they come from Ango Hub (contract 3.1). */
export type Proof = { type: 'none' } | { type: 'secret' | 'bearer'; value: string };

/** Why something is not to be taken, and what to do about it. */
export interface Refusal {
	message: string;
	description: string;
}

/** Headers of a delivery, with their names in lower case. */
export type Headers = Record<string, unknown>;

/** Why a delivery is not to be believed; undefined where it proves itself. */
export function refusal(proof: Proof, headers: Headers, rawBody: Buffer): Refusal | undefined {
	switch (proof.type) {
		case 'none':
			return undefined;
		case 'secret':
			return signatureRefusal(proof.value, headers['x-hub-signature'], rawBody);
		case 'bearer':
			return bearerRefusal(proof.value, headers.authorization);
	}
}

/** What a credential of the type "Ango Hub Webhook API" says; the reason where it is not complete. */
export function proofIn(credential: IDataObject): Proof | Refusal {
	const type = credential.authType === 'bearer' ? 'bearer' : 'secret';
	const value = String((type === 'bearer' ? credential.bearerToken : credential.secret) ?? '');
	// An empty secret would make every signature easy to forge.
	if (value !== '') return { type, value };
	return {
		message: `${type === 'bearer' ? "'Bearer Token'" : "'Secret'"} is empty in the Ango Hub Webhook API credential`,
		description: 'Give the same value as in the settings of the Webhook stage.',
	};
}

/** The signature is the hex HMAC-SHA1 of the exact bytes of the body, with or without `sha1=`. */
function signatureRefusal(secret: string, header: unknown, rawBody: Buffer): Refusal | undefined {
	if (typeof header !== 'string') {
		return {
			message: 'The header X-Hub-Signature is missing',
			description:
				"The Webhook stage does not sign. Set its 'Auth Type' to 'Secret', or give the credential the type that it has.",
		};
	}
	const given = header.trim().replace(/^sha1=/i, '');
	const expected = createHmac('sha1', secret).update(rawBody).digest();
	const isHex = /^[0-9a-f]{40}$/i.test(given);
	return isHex && timingSafeEqual(Buffer.from(given, 'hex'), expected)
		? undefined
		: {
				message: "The signature in X-Hub-Signature doesn't match the body and secret",
				description:
					'Copy the secret again, without spaces around it. A proxy in front of n8n has to pass the body on unchanged.',
			};
}

function bearerRefusal(token: string, header: unknown): Refusal | undefined {
	if (typeof header !== 'string') {
		return {
			message: 'The header Authorization is missing',
			description:
				"Set the 'Auth Type' of the Webhook stage to 'Bearer Token', or give the credential the type that it has.",
		};
	}
	const [, given] = /^bearer +(.*)$/i.exec(header.trim()) ?? [];
	return given !== undefined && sameText(given, token)
		? undefined
		: {
				message: 'The token in Authorization is not the bearer token of this trigger',
				description: 'Copy the token again, without the word "Bearer".',
			};
}

/** Compares without telling by its duration how much is the same; the key hides the lengths. */
function sameText(a: string, b: string): boolean {
	const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest();
	return timingSafeEqual(digest(a), digest(b));
}
