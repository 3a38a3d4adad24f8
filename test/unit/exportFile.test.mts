import fc from 'fast-check';
import { ExportFile } from '../../nodes/AngoHub/resources/export/exportFile.ts';
import { slices } from '../../nodes/shared/util/slices.ts';

/** Writes objects that come in groups of two. */
async function written(texts: string[], format: 'json' | 'ndjson') {
	async function* groups() {
		for (let at = 0; at < texts.length; at += 2) {
			yield texts.slice(at, at + 2).map((text) => Buffer.from(text));
		}
	}
	const file = new ExportFile(groups(), format);
	const chunks: Buffer[] = [];
	for await (const chunk of file.chunks()) chunks.push(chunk);
	return { text: Buffer.concat(chunks).toString(), chunks: chunks.length, count: file.count };
}

describe('ExportFile', () => {
	it('writes any objects so that they can be read back, with their count', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.object({ key: fc.stringMatching(/^\w*$/) })), // JSON.parse confuses some keys in Node 24.21
				fc.constantFrom(undefined, 2),
				async (list, indent) => {
					const plain = JSON.parse(JSON.stringify(list)) as unknown[];
					const texts = list.map((one) => JSON.stringify(one, null, indent));
					const json = await written(texts, 'json');
					expect([JSON.parse(json.text), json.count]).toEqual([plain, list.length]);
					const lines = (await written(texts, 'ndjson')).text.split('\n');
					expect(lines.pop()).toBe('');
					expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(plain);
				},
			),
		);
	});

	it('writes lines as they lie in memory, whatever stands between them', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(
					fc.record({
						size: fc.nat({ max: 200_000 }),
						between: fc.constantFrom('\n', '', ' ', '\n\n', '\r\n', ',\n'),
					}),
					{ maxLength: 12 },
				),
				async (objects) => {
					const texts = objects.map(({ size }) => `{"a":"${'x'.repeat(size)}"}`);
					const memory = Buffer.from(
						texts.map((text, index) => text + objects[index]!.between).join(''),
					);
					const before = Buffer.from(memory);
					let at = 0;
					const views = texts.map((text, index) => {
						const view = memory.subarray(at, at + text.length);
						at += text.length + objects[index]!.between.length;
						return view;
					});
					async function* groups() {
						yield views.slice(0, 5);
						yield views.slice(5);
					}
					const file = new ExportFile(groups(), 'ndjson');
					const chunks: Buffer[] = [];
					for await (const chunk of file.chunks()) chunks.push(chunk);
					const written = Buffer.concat(chunks);
					expect(written.equals(Buffer.from(texts.map((text) => `${text}\n`).join('')))).toBe(true);
					expect(file.count).toBe(texts.length);
					expect(memory.equals(before)).toBe(true);
				},
			),
			{ numRuns: 50 },
		);
	});

	it('copies no lines that lie together', async () => {
		const line = `{"a":"${'x'.repeat(1000)}"}`;
		const memory = Buffer.from(`${line}\n`.repeat(500));
		async function* groups() {
			yield [...slices(memory, line.length + 1)].map((one) => one.subarray(0, -1));
		}
		const chunks: Buffer[] = [];
		for await (const chunk of new ExportFile(groups(), 'ndjson').chunks()) chunks.push(chunk);
		expect(chunks[0]!.buffer).toBe(memory.buffer);
		expect(Buffer.concat(chunks).equals(memory)).toBe(true);
	});

	it('hands on chunks of a size worth a write', async () => {
		const { chunks } = await written(Array(10_000).fill(`{"a":"${'x'.repeat(100)}"}`), 'json');
		expect(chunks).toBeGreaterThan(2);
		expect(chunks).toBeLessThan(10);
	});
});
