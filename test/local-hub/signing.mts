import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const REGION = 'eu-central-1';

/** Like SigV4: the date in the form 20250131T120000Z. */
const amzDate = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');

function parseAmzDate(value: string): number {
	const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value);
	if (parts === null) return NaN;
	const [, year, month, day, hour, minute, second] = parts;
	return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

export type Verdict = 'ok' | 'unsigned' | 'expired' | 'altered';

/** Makes and checks presigned URLs in the style of AWS SigV4 (contract 2.3). */
export class Signer {
	readonly #secret = randomBytes(32);

	/** Query of a presigned URL for one method and one object path. */
	sign(method: string, path: string, at: number, ttlSeconds: number): string {
		const query = new URLSearchParams({
			'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
			'X-Amz-Credential': `LOCALHUB/${amzDate(at).slice(0, 8)}/${REGION}/s3/aws4_request`,
			'X-Amz-Date': amzDate(at),
			'X-Amz-Expires': String(ttlSeconds),
			'X-Amz-SignedHeaders': 'host',
		});
		query.set('X-Amz-Signature', this.#signature(method, path, query));
		return query.toString();
	}

	verify(method: string, path: string, query: URLSearchParams, now: number): Verdict {
		const given = query.get('X-Amz-Signature');
		if (given === null) return 'unsigned';
		// A link for GET also answers HEAD, so that clients can look before they download.
		const expected = this.#signature(method === 'HEAD' ? 'GET' : method, path, query);
		if (!timingSafeEqual(Buffer.from(hash(given)), Buffer.from(hash(expected)))) return 'altered';
		const expiry =
			parseAmzDate(query.get('X-Amz-Date') ?? '') + Number(query.get('X-Amz-Expires')) * 1000;
		return now < expiry ? 'ok' : 'expired';
	}

	#signature(method: string, path: string, query: URLSearchParams): string {
		const signed = [...query]
			.filter(([name]) => name !== 'X-Amz-Signature')
			.map(([name, value]) => `${name}=${value}`)
			.sort();
		return createHmac('sha256', this.#secret)
			.update([method, path, ...signed].join('\n'))
			.digest('hex');
	}
}

const hash = (value: string): string => createHmac('sha256', 'compare').update(value).digest('hex');
