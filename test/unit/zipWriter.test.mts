import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import fc from 'fast-check';
import yauzl from 'yauzl';
import { zipMembers } from '../../nodes/shared/formats/zip.ts';
import { zipArchive, type NewMember } from '../../nodes/shared/formats/zipWriter.ts';
import { filesOfZip } from '../engine/labelCases/archives.mts';

async function zip(members: NewMember[]): Promise<Buffer> {
	const chunks: Buffer[] = [];
	const all = async function* () {
		yield* members;
	};
	for await (const chunk of zipArchive(all())) chunks.push(chunk);
	return Buffer.concat(chunks);
}

async function* pieces(...texts: string[]) {
	yield* texts;
}

/** The files of an archive as the package's own reader gives them, front to back. */
async function readAgain(archive: Buffer): Promise<Map<string, string>> {
	const files = new Map<string, string>();
	const chunks = async function* () {
		for (let at = 0; at < archive.length; at += 70_000) yield archive.subarray(at, at + 70_000);
	};
	for await (const member of zipMembers(chunks())) {
		const content: Buffer[] = [];
		for await (const chunk of member.content()) content.push(chunk);
		files.set(member.name, Buffer.concat(content).toString());
	}
	return files;
}

/** The names that yauzl finds in the directory. */
async function namesByYauzl(archive: Buffer): Promise<string[]> {
	const open = promisify<Buffer, yauzl.Options, yauzl.ZipFile>(yauzl.fromBuffer);
	const file = await open(archive, { lazyEntries: true, strictFileNames: true });
	return await new Promise((resolve, reject) => {
		const names: string[] = [];
		file.on('entry', ({ fileName }: yauzl.Entry) => {
			names.push(fileName);
			file.readEntry();
		});
		file.on('end', () => resolve(names));
		file.on('error', reject);
		file.readEntry();
	});
}

describe('zipArchive', () => {
	it('writes what readers of all sorts read again', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.dictionary(
					fc.stringMatching(/^[a-zß文]{1,8}$/u),
					fc.string({ maxLength: 9000, size: 'max' }),
					{
						maxKeys: 6,
					},
				),
				async (texts) => {
					const entries = Object.entries(texts);
					const archive = await zip(
						entries.map(([name, text], n) => ({
							name,
							content: n % 2 === 0 ? text : pieces(text.slice(0, 5), text.slice(5)),
						})),
					);
					const wanted = new Map(
						entries.map(([name, text]) => [name, Buffer.from(text).toString()]),
					);
					expect(await readAgain(archive)).toEqual(wanted);
					const files = filesOfZip(archive);
					expect(new Set(files.keys())).toEqual(new Set(wanted.keys()));
					for (const [name, content] of files) expect(content.toString()).toBe(wanted.get(name));
					expect(await namesByYauzl(archive)).toEqual([...files.keys()]);
				},
			),
			{ numRuns: 30 },
		);
	});

	it('sorts its directory, and has empty folders', async () => {
		const archive = await zip([
			{ name: 'b.txt', content: 'b' },
			{ name: 'images/', content: '' },
			{ name: 'a.txt', content: 'a' },
		]);
		expect(await namesByYauzl(archive)).toEqual(['a.txt', 'b.txt', 'images/']);
	});

	it('streams a text that is too large to be held', async () => {
		const noise = Array.from({ length: 40 }, () => randomBytes(600_000).toString('base64'));
		const archive = await zip([
			{ name: 'large.json', content: pieces(...noise) },
			{ name: 'small.txt', content: 'after it' },
		]);
		expect(archive.readUInt16LE(6) & 8).toBe(8); // its size comes after it
		const files = await readAgain(archive);
		expect(files.get('large.json') === noise.join('')).toBe(true);
		expect(files.get('small.txt')).toBe('after it');
		expect(await namesByYauzl(archive)).toEqual(['large.json', 'small.txt']);
	});

	it('has room for more members than the old format counts', async () => {
		const count = 70_000;
		const archive = await zip(
			Array.from({ length: count }, (_, n) => ({ name: `labels/${n}.txt`, content: String(n) })),
		);
		expect(await namesByYauzl(archive)).toHaveLength(count);
		expect(filesOfZip(archive).get('labels/69999.txt')?.toString()).toBe('69999');
	});

	it('passes on what goes wrong with a text', async () => {
		const broken = async function* () {
			yield 'begun';
			throw new Error('No more labels');
		};
		await expect(zip([{ name: 'a', content: broken() }])).rejects.toThrow('No more labels');
	});
});
