import type { HubCore } from './core.mts';
import type { Platform } from './types.mts';
import type { Check, Infer, OpenObject } from './validate.mts';
import { object } from './validate.mts';

/** What a handler gets: checked query and body, path parameters, the hub. */
export interface Call<Q, B> {
	core: HubCore;
	params: Record<string, string>;
	query: Q;
	body: B;
	/** Multipart or urlencoded fields, for routes that declare `form`. */
	form: FormData;
	/** Set when the links of the answer have to be expired already. */
	expireLinks: boolean;
}

export interface RouteSpec<Q extends Check<unknown>, B extends Check<unknown>> {
	method: 'GET' | 'POST' | 'DELETE';
	/** Path with `:name` parameters. */
	path: string;
	/** Without it, the route exists on both platforms. */
	platform?: Platform;
	query?: Q;
	body?: B;
	form?: boolean;
	/** Success code, 200 unless the contract says 201. */
	status?: number;
}

export interface Route {
	method: string;
	pattern: RegExp;
	platform: Platform | undefined;
	status: number;
	form: boolean;
	takesBody: boolean;
	/** Checks query and body, then handles the call. */
	run: (call: Call<OpenObject, unknown>) => unknown;
}

const noQuery = object({});

function patternOf(path: string): RegExp {
	return new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
}

/**
 * Declares a route. `handle` returns the `data` of the success envelope; the types of its query
 * and body follow from their checks.
 */
export function route<Q extends Check<unknown>, B extends Check<unknown>>(
	spec: RouteSpec<Q, B>,
	handle: (call: Call<Infer<Q>, Infer<B>>) => unknown,
): Route {
	const checkQuery = spec.query ?? noQuery;
	return {
		method: spec.method,
		pattern: patternOf(spec.path),
		platform: spec.platform,
		status: spec.status ?? 200,
		form: spec.form ?? false,
		takesBody: spec.body !== undefined,
		run: (call) => {
			const query = checkQuery(call.query, '') as Infer<Q>;
			const body = spec.body?.(call.body, '') as Infer<B>;
			return handle({ ...call, query, body });
		},
	};
}

function decoded(value: string): string {
	try {
		return decodeURIComponent(value);
	} catch {
		return value;
	}
}

/** The route for a request, and its path parameters. */
export function matchRoute(
	routes: Route[],
	platform: Platform,
	method: string,
	path: string,
): { route: Route; params: Record<string, string> } | null {
	for (const candidate of routes) {
		if (candidate.method !== method) continue;
		if (candidate.platform !== undefined && candidate.platform !== platform) continue;
		const match = candidate.pattern.exec(path);
		if (match === null) continue;
		const params = Object.entries(match.groups ?? {}).map(([name, value]) => [
			name,
			decoded(value),
		]);
		return { route: candidate, params: Object.fromEntries(params) };
	}
	return null;
}
