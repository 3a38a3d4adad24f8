import { randomBytes, randomInt } from 'node:crypto';

const machine = randomBytes(5).toString('hex');
let counter = randomInt(0x100000);

/** A Mongo-like ObjectId: creation second, machine, counter (contract 1.7). */
export function objectId(at: number): string {
	counter = (counter + 1) % 0x1000000;
	const seconds = Math.floor(at / 1000);
	return seconds.toString(16).padStart(8, '0') + machine + counter.toString(16).padStart(6, '0');
}

export const isObjectId = (value: string): boolean => /^[0-9a-f]{24}$/.test(value);

/** The 23 hex characters the hub gives to annotation objects and schema entries of its own. */
export const annotationId = (): string => randomBytes(12).toString('hex').slice(1);
