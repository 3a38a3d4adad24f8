import fc from 'fast-check';
import { UserError } from 'n8n-workflow';
import { zipMembers } from '../../../nodes/shared/formats/zip.ts';
import { archiveOf, contentOf, source, type Parts } from '../zipArchive.mts';

/** What is read of an archive before its end or its error. */
async function read(bytes: Buffer, step = 1000) {
	const members: Array<{ name: string; content: Buffer }> = [];
	let size = 0;
	let error: Error | undefined;
	try {
		for await (const member of zipMembers(source(bytes, step).chunks)) {
			const content = await contentOf(
				(async function* () {
					for await (const chunk of member.content()) {
						size += chunk.length;
						yield chunk;
					}
				})(),
			);
			members.push({ name: member.name, content });
		}
	} catch (cause) {
		error = cause as Error;
	}
	return { members, size, error };
}

const descriptor = fc.constantFrom<Parts['descriptor']>(
	...([undefined, 'signed', 'plain', 'signed-wide', 'plain-wide'] as const),
);
const name = fc.oneof(
	fc.constantFrom('../../etc/passwd', '/abs.json', 'C:\\x.json', '__proto__', '.json', 'a\0.json'),
	fc.constantFrom('x'.repeat(3_000), 'folder/', ''),
	fc.string({ unit: 'binary', maxLength: 20 }),
);
const honest = fc.record({
	name,
	content: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
	method: fc.constantFrom(0, 8),
	descriptor,
});
const wrong = fc.record(
	{
		name,
		packed: fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
		flags: fc.nat(0xffff),
		method: fc.nat(0xffff),
		crc: fc.nat(0xffffffff),
		descriptor,
		zip64: fc.record({
			packed: fc.bigInt(0n, 2n ** 64n - 1n),
			size: fc.bigInt(0n, 2n ** 64n - 1n),
		}),
	},
	{ requiredKeys: [] },
);
const step = fc.integer({ min: 1, max: 500 });

describe('An archive made to do harm', () => {
	it('is read as far as it is right, and refused in words where it is not', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(honest, { maxLength: 3 }),
				fc.array(wrong, { maxLength: 2 }),
				fc.nat(50),
				step,
				async (good, bad, missing, size) => {
					const bytes = archiveOf([...good, ...bad] as Parts[]);
					const { members, error } = await read(bytes.subarray(0, bytes.length - missing), size);
					if (error) expect(error).toBeInstanceOf(UserError);
					const files = good.filter((member) => !member.name.endsWith('/'));
					const whole = bad.length === 0 && missing === 0;
					if (whole) expect(error).toBeUndefined();
					for (const [index, { content }] of members.slice(0, files.length).entries()) {
						expect(content.equals(files[index].content)).toBe(true);
					}
					if (whole) expect(members).toHaveLength(files.length);
				},
			),
			{ numRuns: 2_000 },
		);
	});

	it('of many small bombs is stopped like a large one', async () => {
		const content = Buffer.alloc(32 * 1024 ** 2);
		const bomb = { name: 'export-1.json', content };
		const { size, error } = await read(archiveOf(Array<Parts>(8).fill(bomb)), 65_536);
		expect(error?.message).toMatch(/far more than labels can be/);
		expect(size).toBeLessThan(3 * content.length);
	});

	it('of very many members is worked through', async () => {
		const member = archiveOf([{ name: 'a.json', content: Buffer.from('[]') }]);
		const one = member.subarray(0, -46);
		const count = 10_000;
		const bytes = Buffer.concat([...Array<Buffer>(count).fill(one), member.subarray(-46)]);
		const { members, error } = await read(bytes, 65_536);
		expect(error).toBeUndefined();
		expect(members).toHaveLength(count);
	});

	it.each([2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n])(
		'that says it is %s bytes long is found cut off',
		async (size) => {
			for (const method of [0, 8]) {
				const { error } = await read(archiveOf([{ method, zip64: { packed: size, size } }]));
				expect(error?.message).toMatch(/is cut off|is damaged/);
			}
		},
	);
});
