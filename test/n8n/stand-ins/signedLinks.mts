import { randomUUID } from 'node:crypto';
import { Refusal, type Answer, type Call } from './jsonService.mts';

/** A file that a service keeps. */
export interface Medium {
	bytes: Buffer;
	contentType: string;
}

/** Links to files that work without a sign-in, as object storages give them out. */
export class SignedLinks {
	readonly #prefix: string;
	readonly #media = new Map<string, Medium>();

	/** @param prefix where the links begin, such as `/storage/` */
	constructor(prefix: string) {
		this.#prefix = prefix;
	}

	/** A new link to a file. */
	linkTo(medium: Medium, serviceUrl: string): string {
		const signature = randomUUID();
		this.#media.set(signature, medium);
		return `${serviceUrl}${this.#prefix}object?signature=${signature}`;
	}

	/** The file of a link; undefined when the request is not for one. */
	answer({ method, path, query, headers }: Call): Answer {
		if (!path.startsWith(this.#prefix)) return undefined;
		if (method !== 'GET') throw new Refusal(405, 'A download link takes GET only');
		// Amazon S3 refuses a request that is signed in two ways; it also shows a leaked credential.
		if (headers.authorization) throw new Refusal(400, 'Only one way to sign in is allowed');
		const medium = this.#media.get(query.signature ?? '');
		if (!medium) throw new Refusal(403, 'The signature does not fit');
		return medium;
	}
}
