import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

/** Any n8n function context that may send requests. */
export type HubContext =
	IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions | IPollFunctions | IWebhookFunctions;

/** What the user can set for all requests of a run. */
export interface RequestSettings {
	/** Requests and transfers under way at once. */
	concurrency: number;
	/** Requests to Ango Hub in a minute; 0 for no fixed limit. */
	requestsPerMinute: number;
	/** Milliseconds to wait for an answer of Ango Hub. */
	timeout: number;
}

/** One call of Ango Hub's API. */
export interface Call {
	method?: IHttpRequestMethods;
	/** Path below the base URL, starting with `/v2/`. */
	path: string;
	/** Unset values are left out. */
	query?: Record<string, string | number | boolean | null | undefined>;
	body?: IDataObject | FormData;
	/** True when carrying the call out twice has the effect of once, so that it may be sent again. */
	repeatable?: boolean;
	/** Milliseconds; for calls that take long. */
	timeout?: number;
	/** True where the answer is only written back to Ango Hub, and so has to stay whole. */
	keepSecrets?: boolean;
	/** Ends the call early. */
	signal?: AbortSignal;
}

/** A request to a host other than Ango Hub's: it never carries the API key. */
export type OutsideRequest = Omit<
	IHttpRequestOptions,
	'abortSignal' | 'skipSslCertificateValidation'
>;
