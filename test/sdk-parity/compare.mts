import type { Traffic, WireRequest } from './wire.mts';

/**
 * What differs between the requests of the SDK and ours, one sentence for each difference.
 * Entries of lists are not told apart: what differs in all of them is said once.
 */
export function differencesBetween(sdk: Traffic, ours: Traffic): string[] {
	const sentences = (['hub', 'storage'] as const).flatMap((host) =>
		pairs(sdk[host], ours[host]).flatMap(([theirs, mine]) => compared(theirs, mine)),
	);
	return [...new Set(sentences)].sort();
}

type Pair = [sdk: WireRequest | undefined, ours: WireRequest | undefined];

const nameOf = ({ method, path }: WireRequest) => `${method} ${path}`;

/** Pairs requests of the same name in their order; the longest such order wins. */
function pairs(sdk: WireRequest[], ours: WireRequest[]): Pair[] {
	if (sdk.length === 0 || ours.length === 0) {
		return [
			...sdk.map((one): Pair => [one, undefined]),
			...ours.map((one): Pair => [undefined, one]),
		];
	}
	const [[theirs, ...laterTheirs], [mine, ...laterMine]] = [sdk, ours];
	if (nameOf(theirs) === nameOf(mine)) return [[theirs, mine], ...pairs(laterTheirs, laterMine)];
	const withoutTheirs: Pair[] = [[theirs, undefined], ...pairs(laterTheirs, ours)];
	const withoutMine: Pair[] = [[undefined, mine], ...pairs(sdk, laterMine)];
	return withoutTheirs.length <= withoutMine.length ? withoutTheirs : withoutMine;
}

function compared(sdk: WireRequest | undefined, ours: WireRequest | undefined): string[] {
	if (sdk === undefined) return [`only ours: ${nameOf(ours as WireRequest)}`];
	if (ours === undefined) return [`only the SDK: ${nameOf(sdk)}`];
	const { method: _method, path: _path, ...theirs } = sdk;
	const { method: _ourMethod, path: _ourPath, ...mine } = ours;
	return valueDifferences(theirs, mine, '').map((found) => `${nameOf(sdk)} ${found}`);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function inAnotherOrder(sdk: unknown[], ours: unknown[]): boolean {
	const [theirs, mine] = [sdk, ours].map((list) => list.map((entry) => shown(entry)));
	return theirs.join() !== mine.join() && theirs.sort().join() === mine.sort().join();
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

function valueDifferences(sdk: unknown, ours: unknown, place: string): string[] {
	if (Array.isArray(sdk) && Array.isArray(ours) && sdk.length === ours.length) {
		if (inAnotherOrder(sdk, ours)) return [`${place}: the same entries in another order`];
		return sdk.flatMap((entry, index) => valueDifferences(entry, ours[index], `${place}[]`));
	}
	if (isObject(sdk) && isObject(ours)) {
		const keys = new Set([...Object.keys(sdk), ...Object.keys(ours)]);
		return [...keys].flatMap((key) =>
			valueDifferences(sdk[key], ours[key], place === '' ? key : `${place}.${key}`),
		);
	}
	return shown(sdk) === shown(ours) ? [] : [`${place}: SDK ${shown(sdk)}, ours ${shown(ours)}`];
}
