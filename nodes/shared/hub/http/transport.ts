import {
	UserError,
	type IDataObject,
	type IHttpRequestOptions,
	type IN8nHttpFullResponse,
} from 'n8n-workflow';

import { ConcurrencyLimit, Semaphore } from '../../util/concurrency';
import { outcomeOf } from '../../util/outcome';
import { wait } from '../../util/wait';
import type { Platform } from '../platform';
import { bodyText, failureIn, isEmptyBody, MAX_RETRY_MS, retryAfter } from './answers';
import type { Call, HubContext, OutsideRequest, RequestSettings } from './call';
import { connectionOf, type Connection } from './connection';
import { HubError, kindOf, type Failure } from './errors';
import { RateLimiter } from './rateLimiter';
import { connectionFailure, reasonIn } from './reasons';
import { backoff, MAX_ATTEMPTS, mayRetry } from './retries';
import { repeatsSecret, withoutSecrets } from './secrets';

/** The name of the credential type. */
const CREDENTIAL = 'angoHubApi';

const DEFAULT_SETTINGS: RequestSettings = {
	concurrency: 32,
	requestsPerMinute: 0,
	timeout: 60_000,
};

/** A rate limit that holds longer is worth a word. */
const MAX_SILENT_HOLD_MS = 10_000;
/** Shorter values of a link, such as a number of seconds, are no secrets. */
const MIN_SECRET_LENGTH = 16;
/** Requests do not arrive as evenly as they start, so they keep a little below the limit. */
const SLACK = 1.02;
/** For each item under way, so many others may be in a pause before their next attempt. */
const MAX_PAUSING_PER_ITEM = 4;

/**
 * The one place that sends requests. Decides on status and body of each answer (contract 1.4),
 * retries what may be retried, and never lets more than `concurrency` requests run at once.
 */
export class Transport {
	readonly platform: Platform;
	/** For the items of a run. */
	readonly concurrency: ConcurrencyLimit;
	private readonly rateLimiter: RateLimiter;
	private readonly semaphore: Semaphore;
	private hasSaidThatItWaits = false;

	private constructor(
		private readonly context: HubContext,
		private readonly connection: Connection,
		readonly settings: RequestSettings,
		readonly signal?: AbortSignal,
	) {
		const { concurrency, requestsPerMinute } = settings;
		this.platform = connection.platform;
		this.semaphore = new Semaphore(concurrency);
		// One at a time means strictly in order.
		this.concurrency = new ConcurrencyLimit(
			concurrency,
			concurrency === 1 ? 0 : concurrency * MAX_PAUSING_PER_ITEM,
		);
		this.rateLimiter = new RateLimiter(
			requestsPerMinute > 0 ? (SLACK * 60_000) / requestsPerMinute : 0,
			concurrency,
			signal,
		);
	}

	/** @throws UserError when the credential's custom URL cannot be used */
	static async open(
		context: HubContext,
		settings: Partial<RequestSettings> = {},
	): Promise<Transport> {
		const connection = connectionOf(await context.getCredentials(CREDENTIAL));
		const signal =
			'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
		return new Transport(context, connection, { ...DEFAULT_SETTINGS, ...settings }, signal);
	}

	/** Sends a call and gives the `data` of its answer. @throws HubError */
	async call<T extends object = IDataObject>(call: Call): Promise<T> {
		const { method = 'GET', path, query, body } = call;
		if (/\/\.\.?(\/|$)/.test(path)) {
			throw new UserError("An ID cannot be '.' or '..'", {
				description:
					'It would lead to another address of Ango Hub. Check the expression that gives the ID.',
			});
		}
		const request: IHttpRequestOptions = {
			method,
			url: `${this.connection.url}${path}`,
			qs: Object.fromEntries(
				Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null),
			) as IDataObject,
			// n8n would leave an empty object out.
			body: body && Object.keys(body).length === 0 && !(body instanceof FormData) ? '{}' : body,
			json: true,
			headers: body instanceof FormData ? {} : { 'content-type': 'application/json' },
			timeout: call.timeout ?? this.settings.timeout,
			skipSslCertificateValidation: this.connection.ignoreSslIssues,
			disableFollowRedirect: true, // a redirect could carry the key to another host
		};
		let maybeDone = false;
		const signal = this.orCanceled(call.signal);
		const { data } = await this.retrying(
			call.repeatable ?? method === 'GET',
			async (): Promise<IDataObject> =>
				await this.answerTo(request, signal).catch((error: HubError) => {
					// What an attempt without an answer has deleted is not there any more.
					if (method === 'DELETE' && maybeDone && error.kind === 'notFound') return {};
					maybeDone ||= error.uncertain;
					throw error;
				}),
			signal,
		);
		const given = (data ?? {}) as T;
		return call.keepSecrets ? given : withoutSecrets(given);
	}

	/**
	 * Sends a request to a storage or another host, without the API key; `signal` ends it early.
	 * @throws HubError for an answer outside 2xx or none at all, UserError for an address of another kind
	 */
	async outside(request: OutsideRequest, signal?: AbortSignal): Promise<IN8nHttpFullResponse> {
		if (!/^https?:\/\//i.test(request.url)) {
			throw new UserError('A file transfer has an address that is not http or https', {
				description: `It begins with '${request.url.slice(0, 20)}'. Check the asset or the storage that it comes from.`,
			});
		}
		const response = await this.send(
			{ sendCredentialsOnCrossOriginRedirect: false, ...request },
			async (options) => (await this.context.helpers.httpRequest(options)) as IN8nHttpFullResponse,
			this.orCanceled(signal),
		);
		if (response.statusCode >= 200 && response.statusCode < 300) return response;
		const { statusCode: status } = response;
		const reason = reasonIn(await bodyText(response.body));
		const error = this.error(request, { kind: kindOf(status), status, reason });
		error.retryAfter = retryAfter(response);
		throw error;
	}

	/**
	 * Runs an attempt again on a passing fault, with growing pauses, bounded in number and time.
	 * A fault after which the work may have been done is only tried again when it is `repeatable`.
	 */
	async retrying<T>(
		repeatable: boolean,
		attempt: () => Promise<T>,
		signal = this.signal,
	): Promise<T> {
		const until = Date.now() + MAX_RETRY_MS;
		for (let count = 1; ; count++) {
			this.throwIfCanceled(signal);
			const outcome = await outcomeOf(attempt());
			if ('value' in outcome) return outcome.value;
			const { error } = outcome;
			if (this.canceled || !mayRetry(error, repeatable)) throw error;
			const { kind, outside, retryAfter = backoff(count) } = error;
			// At Ango Hub's rate limit, the limiter that all requests share decides when to try again.
			const limited = kind === 'rateLimit' && !outside;
			if (Date.now() > until || (!limited && count >= MAX_ATTEMPTS)) throw error;
			if (!limited) await this.concurrency.lendDuring(wait(retryAfter, signal));
		}
	}

	/** Ends with the execution, and with `signal` where there is one. */
	private orCanceled(signal: AbortSignal | undefined): AbortSignal | undefined {
		return signal && this.signal ? AbortSignal.any([signal, this.signal]) : (signal ?? this.signal);
	}

	get canceled(): boolean {
		return this.signal?.aborted ?? false;
	}

	/** Where the hub is, without `/v2`. */
	get url(): string {
		return this.connection.url;
	}

	throwIfCanceled(signal = this.signal): void {
		if (signal?.aborted) throw this.cancellation();
	}

	/** The error of a run that was canceled. */
	cancellation(): HubError {
		return this.error(
			{ url: this.connection.url },
			{ kind: 'canceled', reason: 'the execution was canceled' },
		);
	}

	/** The error for a request that failed. */
	error(
		{ method = 'GET', url }: Pick<IHttpRequestOptions, 'method' | 'url'>,
		failure: Pick<Failure, 'kind' | 'reason'> & Partial<Failure>,
	): HubError {
		const address = URL.canParse(url)
			? `${new URL(url).host}${new URL(url).pathname}`
			: 'an unusable address';
		const outside = !url.startsWith(this.connection.url);
		const reason = this.secretsOf(url).some((secret) => repeatsSecret(failure.reason, secret))
			? 'its reason repeats a secret, so it is left out here'
			: failure.reason;
		return new HubError(this.context.getNode(), {
			method,
			address,
			outside,
			uncertain: false,
			...failure,
			reason,
		});
	}

	/** What an answer could repeat and no error may show: the API key, and what a link is signed with. */
	private secretsOf(url: string): string[] {
		const signature = URL.canParse(url) ? [...new URL(url).searchParams.values()] : [];
		const key = String(this.connection.credential.apiKey ?? '');
		return [key, ...signature].filter(({ length }) => length >= MIN_SECRET_LENGTH);
	}

	/** What Ango Hub answers; nothing where it answers with an empty 2xx. */
	private async answerTo(request: IHttpRequestOptions, signal?: AbortSignal): Promise<IDataObject> {
		const sent = await this.rateLimiter.run(
			async () =>
				await this.send(request, async (options) => await this.authenticated(options), signal),
		);
		const failure = failureIn(sent, request.method === 'GET');
		if (failure?.kind === 'rateLimit') {
			this.rateLimiter.refused(retryAfter(sent));
			if (this.rateLimiter.hold > MAX_SILENT_HOLD_MS) this.sayThatItWaits();
		} else this.rateLimiter.accepted();
		if (failure) throw this.error(request, failure);
		return isEmptyBody(sent.body) ? {} : (sent.body as IDataObject);
	}

	/** Tells people once why nothing happens. */
	private sayThatItWaits(): void {
		if (this.hasSaidThatItWaits) return;
		this.hasSaidThatItWaits = true;
		this.context.logger.warn("Ango Hub's rate limit is reached; the node waits, then goes on");
		if (!('addExecutionHints' in this.context)) return;
		this.context.addExecutionHints({
			message:
				"Ango Hub's rate limit slowed this run down. To stay below it, set 'Requests per Minute' under 'Request Options' to your plan's limit, or run fewer workflows at once.",
			location: 'outputPane',
		});
	}

	private async authenticated(options: IHttpRequestOptions): Promise<IN8nHttpFullResponse> {
		// The decrypted credential is handed on, or n8n would read it from its database for each request.
		const { credential } = this.connection;
		return (await this.context.helpers.httpRequestWithAuthentication.call(
			this.context,
			CREDENTIAL,
			options,
			{ credentialsDecrypted: { id: '', name: CREDENTIAL, type: CREDENTIAL, data: credential } },
		)) as IN8nHttpFullResponse;
	}

	private async send(
		request: IHttpRequestOptions,
		via: (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>,
		signal?: AbortSignal,
	): Promise<IN8nHttpFullResponse> {
		return await this.semaphore.run(async () => {
			this.throwIfCanceled(signal);
			const options: IHttpRequestOptions = {
				...request,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				abortSignal: signal,
			};
			const outcome = await outcomeOf(via(options));
			if ('value' in outcome) return outcome.value;
			this.throwIfCanceled(signal);
			throw this.error(request, connectionFailure(outcome.error));
		});
	}
}
