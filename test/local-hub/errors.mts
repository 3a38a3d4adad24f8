/** A refusal that becomes the failure envelope of contract 1.4. */
export class HubError extends Error {
	readonly status: number;
	readonly extra: Record<string, unknown>;

	constructor(status: number, message: string, extra: Record<string, unknown> = {}) {
		super(message);
		this.status = status;
		this.extra = extra;
	}
}

export const badRequest = (message: string): HubError => new HubError(400, message);
export const notFound = (message: string): HubError => new HubError(404, message);
