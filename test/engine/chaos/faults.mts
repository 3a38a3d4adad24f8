import type { FaultAction, FaultRule, LocalHub } from '../../local-hub/index.mts';

/** The shortest timeout that a user can set, in seconds. */
export const TIMEOUT_S = 1;

const failed = (status: number): FaultAction => ({
	status,
	body: { status: 'error', message: `Failed on purpose with ${status}` },
});

/** What goes wrong with calls of the API: in each line a fault and its share of all calls. */
const HUB_FAULTS: Array<[share: number, action: FaultAction]> = [
	[0.01, { status: 429, headers: { 'retry-after': '0' }, body: { status: 'fail' } }],
	[0.06, failed(500)],
	[0.04, failed(503)],
	[0.04, { status: 502, html: true }],
	[0.05, 'reset-before'],
	[0.05, 'reset-after'],
	[0.04, 'truncate'],
	[0.01, { delayMs: TIMEOUT_S * 1000 + 200 }],
];

/** The same for transfers. A link that has expired and a plain 403 look alike to a client. */
const STORAGE_FAULTS: Array<[share: number, action: FaultAction]> = [
	[0.05, { status: 500, body: '<Error><Code>InternalError</Code></Error>' }],
	[0.05, { status: 503, body: '<Error><Code>SlowDown</Code></Error>' }],
	[0.04, { status: 502, html: true }],
	[0.03, { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' }],
	[0.02, 'expire'],
	[0.04, 'reset-before'],
	[0.05, 'reset-after'],
	[0.01, { status: 429, body: '<Error><Code>TooManyRequests</Code></Error>' }],
	[0.05, 'truncate'],
];

/** A few transfers take longer than the minute that each may take. */
export const SLOW_TRANSFERS: FaultRule = {
	match: { host: 'storage' },
	skip: 100,
	times: 3,
	action: { delayMs: 61_000 },
};

/** Links that have expired by the time they arrive. */
const EXPIRED_LINKS: FaultRule = {
	match: { host: 'hub', path: '/getUploadUrl' },
	probability: 0.03,
	action: 'expire',
};

/** A rate limit that says nothing about how long it lasts, now and then. */
const SILENT_LIMIT: FaultRule = {
	match: { host: 'hub' },
	skip: 500,
	times: 3,
	action: { status: 429, body: { status: 'fail', message: 'Too many requests' } },
};

/** Rules of which one or the other hits a share of all calls; `scale` 1 means 30 %. */
export function chaos(scale = 1): FaultRule[] {
	return [
		SILENT_LIMIT,
		...rules('hub', HUB_FAULTS, scale),
		{ ...EXPIRED_LINKS, probability: EXPIRED_LINKS.probability! * scale },
		...rules('storage', STORAGE_FAULTS, scale),
	];
}

/** Each rule sees only what the rules before it let through, so its own share has to be larger. */
function rules(
	host: 'hub' | 'storage',
	faults: Array<[share: number, action: FaultAction]>,
	scale: number,
): FaultRule[] {
	let left = 1;
	return faults.map(([share, action]) => {
		const probability = (share * scale) / left;
		left -= share * scale;
		return { match: { host }, probability, action };
	});
}

/** The share of all requests so far that were answered with an error, or not at all. */
export function shareOfFaults({ requests, storage }: LocalHub): number {
	const all = [...requests, ...storage.requests];
	return all.filter(({ status }) => status === 0 || status >= 400).length / all.length;
}

/** An error item names the request and how it ended. */
export const WHAT_HAPPENED =
	/(No answer from|answered with status \d{3}).*Request: [A-Z]+ |Request: [A-Z]+ .*answered with status \d{3}/;
