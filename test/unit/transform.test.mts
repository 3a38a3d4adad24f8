import { randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { packed, transformed } from '../../nodes/shared/formats/transform.ts';
import { slices } from '../../nodes/shared/util/slices.ts';

const MEGABYTE = 1024 ** 2;

async function bytesOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
	const all: Buffer[] = [];
	for await (const chunk of chunks) all.push(chunk);
	return Buffer.concat(all);
}

const unpacking = () => new DecompressionStream('deflate-raw');

describe('Native streams', () => {
	it('give back what was packed, however it was cut', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.uint8Array({ maxLength: 200_000 }), { maxLength: 5 }),
				async (parts) => {
					const chunks = parts.map((part) => Buffer.from(part));
					const whole = Buffer.concat(chunks);
					const deflated = await bytesOf(transformed(chunks, new CompressionStream('deflate-raw')));
					expect(inflateRawSync(deflated)).toEqual(whole);
					expect(await bytesOf(transformed([deflated], unpacking()))).toEqual(whole);
					expect(inflateRawSync(await packed(whole, 'deflate-raw'))).toEqual(whole);
				},
			),
			{ numRuns: 30 },
		);
	});

	it('take in little more than what is read, however slowly', async () => {
		const plain = Buffer.from(randomBytes(8 * MEGABYTE).toString('hex'));
		const deflated = deflateRawSync(plain);
		let pulled = 0;
		const source = function* () {
			for (const part of slices(deflated, 16 * 1024)) {
				pulled += part.length;
				yield part;
			}
		};
		const reader = transformed(source(), unpacking());
		let read = 0;
		for (let step = 0; step < 8; step++) {
			read += (await reader.next()).value!.length;
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		const packedOfRead = (read * deflated.length) / plain.length;
		expect(pulled).toBeLessThan(packedOfRead + MEGABYTE);
		await reader.return(undefined);
	});

	it('pass on the error of the chunks as it is', async () => {
		const cause = new Error('The connection was lost');
		const source = async function* () {
			yield deflateRawSync('label').subarray(0, 2);
			await Promise.resolve();
			throw cause;
		};
		const toError = () => new Error('Damaged');
		await expect(bytesOf(transformed(source(), unpacking(), toError))).rejects.toBe(cause);
	});

	it.each([
		['bytes that are not packed', Buffer.from('These bytes are not packed at all')],
		['packed bytes that are cut off', deflateRawSync(Buffer.alloc(1000, 'x')).subarray(0, -3)],
	])('say that they do not take %s', async (_, bytes) => {
		const damaged = new Error('Damaged');
		await expect(bytesOf(transformed([bytes], unpacking(), () => damaged))).rejects.toBe(damaged);
	});

	it('let go of the chunks when the reader stops', async () => {
		let isClosed = false;
		const source = async function* () {
			try {
				for (;;) yield randomBytes(MEGABYTE);
			} finally {
				isClosed = true;
			}
		};
		for await (const chunk of transformed(source(), new CompressionStream('gzip'))) {
			expect(chunk.length).toBeGreaterThan(0);
			break;
		}
		expect(isClosed).toBe(true);
	});
});
