import { randomBytes } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { deflate, MAX_DEFLATED_AT_ONCE } from '../../nodes/shared/formats/deflate.ts';

/** Symbols that occur as often as Fibonacci's numbers have the longest codes that there can be. */
function skewed(): Buffer {
	const bytes: number[] = [];
	for (let [symbol, count, next] = [0, 1, 1]; bytes.length < MAX_DEFLATED_AT_ONCE; symbol++) {
		for (let i = 0; i < count; i++) bytes.splice((i * 7919) % (bytes.length + 1), 0, symbol);
		[count, next] = [next, Math.min(count + next, MAX_DEFLATED_AT_ONCE - bytes.length + 1)];
	}
	return Buffer.from(bytes.slice(0, MAX_DEFLATED_AT_ONCE));
}

const examples: Record<string, Buffer> = {
	'no bytes': Buffer.alloc(0),
	'one byte': Buffer.from('a'),
	'one byte again and again': Buffer.alloc(MAX_DEFLATED_AT_ONCE, 'a'),
	'random bytes': randomBytes(MAX_DEFLATED_AT_ONCE),
	'all bytes in order': Buffer.from(Array.from({ length: 1024 }, (_, n) => n % 256)),
	'a repetition from as far as can be': Buffer.concat([
		Buffer.from('the beginning'),
		randomBytes(32 * 1024 - 13),
		Buffer.from('the beginning'),
	]),
	'a repetition from too far': Buffer.concat([
		Buffer.from('the beginning'),
		randomBytes(32 * 1024 - 12),
		Buffer.from('the beginning'),
	]),
	'codes that would be too long': skewed(),
};

describe('deflate', () => {
	it.each(Object.keys(examples))('packs %s so that zlib unpacks it', (name) => {
		expect(inflateRawSync(deflate(examples[name]!)).equals(examples[name]!)).toBe(true);
	});

	it('packs everything so that zlib unpacks it, one after another', () => {
		const few = fc
			.integer({ min: 1, max: 256 })
			.chain((kinds) =>
				fc.array(fc.integer({ min: 0, max: kinds - 1 }), { maxLength: 3000, size: 'max' }),
			);
		const repeated = fc
			.tuple(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 200 }))
			.map(([part, times]) => Array.from({ length: times }, () => [...part]).flat());
		fc.assert(
			fc.property(fc.oneof(few, repeated), (bytes) => {
				const given = Buffer.from(bytes);
				expect(inflateRawSync(deflate(given)).equals(given)).toBe(true);
			}),
			{ numRuns: 500 },
		);
	});

	it('makes texts of labels about as small as zlib does', () => {
		const rows = Array.from({ length: 200 }, (_, n) => `${n % 5} 0.${n * 7919} 0.${n * 104729}\n`);
		const xml = '<object><name>Car</name><pose>Unspecified</pose></object>\n'.repeat(50);
		expect(deflate(Buffer.from(rows.join(''))).length).toBeLessThan(0.5 * rows.join('').length);
		expect(deflate(Buffer.from(xml)).length).toBeLessThan(0.05 * xml.length);
	});
});
