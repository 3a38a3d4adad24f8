/** What storages put into the query of a URL that they sign (contract 1.8, 5.5). */
const SIGNING =
	/^(?:x-(?:amz|goog|oss|obs)-.*|awsaccesskeyid|googleaccessid|signature|expires|key-pair-id|policy|sv|ss|srt|sp|se|st|spr|sr|sip|si|sdd|sig|skoid|sktid|skt|ske|sks|skv)$/i;
/** Parameters that only a signed URL has; the others may stand in any address. */
const SIGNED = /(?:^|&)(?:x-(?:amz|goog|oss|obs)-signature|signature|sig)=/i;

/**
 * A mask's URL that can be kept: exports sign it, and the signature expires, so that the mask would
 * be lost with it. What else is in the query stays.
 */
export function withoutSignature(url: string): string {
	const [address, query] = url.split(/\?(.*)/s);
	if (query === undefined || !SIGNED.test(query)) return url;
	const kept = query.split('&').filter((pair) => !SIGNING.test(pair.split('=')[0]));
	return kept.length > 0 ? `${address}?${kept.join('&')}` : address;
}
