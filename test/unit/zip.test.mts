import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { zipMembers } from '../../nodes/shared/formats/zip.ts';
import { archive, contentOf, source, type Parts } from './zipArchive.mts';

const FIXTURES = join(import.meta.dirname, '../fixtures/zip');
const fixture = (name: string) => readFileSync(join(FIXTURES, `${name}.zip`));

/** All members of an archive, by name. */
async function unzip(bytes: Buffer, size?: number): Promise<Map<string, Buffer>> {
	const members = new Map<string, Buffer>();
	for await (const member of zipMembers(source(bytes, size).chunks)) {
		members.set(member.name, await contentOf(member.content()));
	}
	return members;
}

describe('zipMembers', () => {
	let text: string;
	beforeAll(async () => {
		text = (await unzip(fixture('yazl-stored'))).get('export.json')!.toString();
		expect(JSON.parse(text)).toHaveLength(150);
	});

	it.each([
		['infozip', 'export.json'],
		['infozip-stored', 'export.json'],
		['infozip-streamed', '-'],
		['infozip-streamed-32bit', '-'],
		['python', 'export.json'],
		['python-zip64', 'export.json'],
		['python-zip64-streamed', 'export.json'],
		['yazl-stored', 'export.json'],
		['yazl-stored-streamed', 'export.json'],
		['yazl-streamed', 'export.json'],
		['yazl-zip64-streamed', 'export.json'],
	])('reads the archive %s in chunks of any size', async (name, member) => {
		const bytes = fixture(name);
		for (const size of [1, 7, 4096, bytes.length]) {
			const members = await unzip(bytes, size);
			expect([...members.keys()]).toEqual([member]);
			expect(members.get(member)!.toString()).toBe(text);
		}
	});

	it('reads several members, and passes over those that are not opened', async () => {
		for (const name of ['infozip-several', 'infozip-streamed']) {
			expect((await unzip(fixture(name))).size).toBeGreaterThan(0);
		}
		const names: string[] = [];
		let last = '';
		for await (const member of zipMembers(source(fixture('infozip-several')).chunks)) {
			names.push(member.name);
			if (member.name === 'export-2.json') last = (await contentOf(member.content())).toString();
		}
		expect(names).toEqual(['README.txt', 'export-1.json', 'export-2.json']);
		expect(last).toBe(text);
	});

	it('passes over members whose sizes come after them', async () => {
		const first = archive({ name: 'a.txt', descriptor: 'signed' });
		const members: string[] = [];
		const bytes = Buffer.concat([first.subarray(0, -46), archive({ name: 'b.json' })]);
		for await (const member of zipMembers(source(bytes, 5).chunks)) members.push(member.name);
		expect(members).toEqual(['a.txt', 'b.json']);
	});

	it.each(['signed', 'plain', 'signed-wide', 'plain-wide'] as const)(
		'finds the end before a descriptor that is %s, whatever the content looks like',
		async (descriptor) => {
			// A whole archive inside, stored, with its own headers and descriptor.
			const decoys = [
				archive({ descriptor }),
				Buffer.from('PK\x07\x08PK\x01\x02PK\x03\x04'.repeat(9)),
			];
			const content = Buffer.concat([...decoys, Buffer.alloc(100, 'x'), ...decoys]);
			for (const method of [0, 8]) {
				const bytes = archive({ content, method, descriptor });
				for (const size of [1, 13, 60, bytes.length]) {
					expect((await unzip(bytes, size)).get('export.json')).toEqual(content);
				}
			}
		},
	);

	it('holds for any content, method, descriptor and chunk size', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.uint8Array({ maxLength: 400 }),
				fc.constantFrom(0, 8),
				fc.constantFrom(undefined, 'signed', 'plain', 'signed-wide', 'plain-wide' as const),
				fc.integer({ min: 1, max: 500 }),
				async (array, method, descriptor, size) => {
					const content = Buffer.from(array);
					const bytes = archive({ content, method, descriptor: descriptor as Parts['descriptor'] });
					expect((await unzip(bytes, size)).get('export.json')).toEqual(content);
				},
			),
			{ numRuns: 60 },
		);
	});

	it('gives names as they are, and passes over folders', async () => {
		const members = await unzip(fixture('python-climbing-name'));
		expect([...members.keys()]).toEqual(['../../../etc/export.json']);
		expect(members.get('../../../etc/export.json')!.toString()).toBe(text);
	});

	it('finds no members in an empty archive', async () => {
		expect((await unzip(fixture('python-empty'))).size).toBe(0);
	});

	it.each([
		['an encrypted archive', () => fixture('infozip-encrypted'), 'The ZIP archive is encrypted'],
		[
			'another way of packing',
			() => fixture('python-bzip2'),
			'unsupported compression method (12)',
		],
		['a web page', () => Buffer.from('<html>Sign in</html>'), 'The export is not a ZIP archive'],
		['nothing at all', () => Buffer.alloc(0), 'The export is not a ZIP archive'],
		['a JSON text', () => Buffer.from('[{"a":1}]'), 'The export is not a ZIP archive'],
		['a wrong CRC', () => archive({ crc: 1 }), 'The content of the ZIP archive is damaged'],
		['bytes that are no deflate', () => archive({ packed: Buffer.alloc(50, 0xff) }), 'damaged'],
		[
			'deflated data without its end',
			() => archive({ packed: deflateRawSync(Buffer.alloc(5000, 'ab')).subarray(0, 12) }),
			'damaged',
		],
		[
			'something else after a member',
			() => Buffer.concat([archive().subarray(0, -46), Buffer.from('more')]),
			'damaged',
		],
	])('says so for %s', async (_, bytes, message) => {
		await expect(unzip(bytes())).rejects.toThrow(message);
	});

	it('says so wherever an archive is cut off', async () => {
		for (const name of ['infozip', 'yazl-streamed']) {
			const bytes = fixture(name);
			const end = bytes.indexOf('PK\x01\x02');
			for (let length = 4; length < end; length += 37) {
				await expect(unzip(bytes.subarray(0, length))).rejects.toThrow(
					'The ZIP archive is cut off',
				);
			}
		}
	});

	it('stops at a bomb long before its end, and lets go of both ends', async () => {
		const content = Buffer.alloc(256 * 1024 ** 2);
		const bytes = archive({ content, descriptor: 'signed' });
		const { state, chunks } = source(bytes, 1024);
		let size = 0;
		const reading = (async () => {
			for await (const member of zipMembers(chunks)) {
				for await (const chunk of member.content()) size += chunk.length;
			}
		})();
		await expect(reading).rejects.toThrow('far more than labels can be');
		expect(size).toBeLessThan(80 * 1024 ** 2);
		expect(state.given * 1024).toBeLessThan(bytes.length / 2);
		expect(state.closed).toBe(true);
	});

	it('takes content that packs very well', async () => {
		const line = (n: number) =>
			`{"id":"${crc32(`${n}`).toString(16)}","tools":[],"note":"none"},\n`;
		const content = Buffer.from(Array.from({ length: 50_000 }, (_, n) => line(n)).join(''));
		expect((await unzip(archive({ content }), 65536)).get('export.json')).toEqual(content);
	});

	it('lets go of the stream when the reader stops', async () => {
		const content = Buffer.from(Array.from({ length: 200_000 }, (_, n) => `${n * 7919}`).join());
		const { state, chunks } = source(archive({ content }), 512);
		for await (const member of zipMembers(chunks)) {
			for await (const chunk of member.content()) if (chunk.length > 0) break;
			break;
		}
		expect(state.closed).toBe(true);
		expect(state.given * 512).toBeLessThan(content.length);
	});

	it('passes on what the stream itself ends with', async () => {
		async function* broken(): AsyncGenerator<Buffer> {
			yield fixture('infozip').subarray(0, 500);
			throw new Error('socket hang up');
		}
		const reading = (async () => {
			for await (const member of zipMembers(broken())) await contentOf(member.content());
		})();
		await expect(reading).rejects.toThrow('socket hang up');
	});
});
