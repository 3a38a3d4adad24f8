import { createHash } from 'node:crypto';
import { seededRandom } from './faults.mts';

/** Bytes from `start` up to, not including, `end`. */
export type ByteSource = (start: number, end: number) => Iterable<Buffer>;

export function bufferSource(chunks: readonly Buffer[]): ByteSource {
	return function* (start, end) {
		let offset = 0;
		for (const chunk of chunks) {
			const from = Math.max(start - offset, 0);
			const to = Math.min(end - offset, chunk.length);
			if (from < to) yield chunk.subarray(from, to);
			offset += chunk.length;
		}
	};
}

const BLOCK_SIZE = 64 * 1024;

/** A reproducible object of any size that is never held in memory: numbered blocks of one pattern. */
export function syntheticSource(seed: number): ByteSource {
	const random = seededRandom(seed);
	const pattern = Buffer.from(Array.from({ length: BLOCK_SIZE }, () => Math.floor(random() * 256)));
	return function* (start, end) {
		for (let offset = start; offset < end;) {
			const index = Math.floor(offset / BLOCK_SIZE);
			const block = Buffer.from(pattern);
			block.writeUInt32BE(index, 0);
			const from = offset - index * BLOCK_SIZE;
			const to = Math.min(BLOCK_SIZE, from + end - offset);
			yield block.subarray(from, to);
			offset += to - from;
		}
	};
}

export interface StoredObjectInit {
	path: string;
	size: number;
	contentType: string;
	/** Null when the object was too big to keep its bytes. */
	source: ByteSource | null;
	sha256?: string;
	isPublic?: boolean;
	storedAt: string;
}

/** One object of the storage. */
export class StoredObject {
	readonly path: string;
	readonly size: number;
	readonly contentType: string;
	readonly source: ByteSource | null;
	readonly isPublic: boolean;
	readonly storedAt: string;
	#sha256: string | undefined;

	constructor(init: StoredObjectInit) {
		this.path = init.path;
		this.size = init.size;
		this.contentType = init.contentType;
		this.source = init.source;
		this.isPublic = init.isPublic ?? false;
		this.storedAt = init.storedAt;
		this.#sha256 = init.sha256;
	}

	get bytes(): Buffer | null {
		return this.source === null ? null : Buffer.concat([...this.source(0, this.size)]);
	}

	get sha256(): string {
		if (this.#sha256 === undefined) {
			const digest = createHash('sha256');
			for (const chunk of this.source?.(0, this.size) ?? []) digest.update(chunk);
			this.#sha256 = digest.digest('hex');
		}
		return this.#sha256;
	}

	toJSON(): Record<string, unknown> {
		const { path, size, contentType, isPublic, storedAt } = this;
		return { path, size, contentType, sha256: this.#sha256 ?? null, isPublic, storedAt };
	}
}
