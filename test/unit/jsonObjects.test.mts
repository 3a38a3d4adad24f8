import fc from 'fast-check';
import { JsonObjects, jsonObjects, parsedObject } from '../../nodes/shared/formats/jsonObjects.ts';

/** A text in chunks that end at the given places. */
function* inChunks(text: string | Buffer, borders: number[] = []): Generator<Buffer> {
	const bytes = Buffer.from(text as string);
	const places = [...new Set(borders.map((border) => border % (bytes.length + 1)))];
	let from = 0;
	for (const to of [...places.sort((a, b) => a - b), bytes.length]) {
		yield bytes.subarray(from, to);
		from = to;
	}
}

/** The bytes of the objects in a text that is looked at byte by byte. */
function cut(text: string | Buffer, borders?: number[]): Buffer[] {
	const objects = new JsonObjects();
	const found = [...inChunks(text, borders)].flatMap((chunk) => objects.push(chunk));
	objects.end();
	return found;
}

const split = (text: string | Buffer, borders?: number[]) => cut(text, borders).map(parsedObject);

/** The objects as texts: parsing them is JSON.parse's work, which confuses some keys in Node 24.21. */
const texts = (text: string, borders: number[]) => cut(text, borders).map(String);

const nasty = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.constantFrom(
		'"',
		'\\',
		'\\"',
		'{',
		'}',
		'[',
		']',
		',',
		'"}],[{"',
		'漢字',
		'🚗',
		'\u2028',
		'\n',
		'}\n{',
	),
);
const object = fc.dictionary(nasty, fc.oneof(nasty, fc.jsonValue(), fc.array(nasty)));
const borders = fc.array(fc.nat({ max: 5000 }), { maxLength: 40 });

describe('JsonObjects', () => {
	it('gives the objects of any array, wherever its chunks end', () => {
		fc.assert(
			fc.property(
				fc.array(object),
				borders,
				fc.constantFrom(undefined, 1, '\t'),
				(list, places, indent) => {
					const own = list.map((one) => JSON.stringify(one, null, indent));
					expect(texts(`[ ${own.join(' ,\n')} ]`, places)).toEqual(own);
				},
			),
		);
	});

	it('gives the objects of any lines, wherever their chunks end', () => {
		fc.assert(
			fc.property(
				fc.array(object),
				borders,
				fc.constantFrom('\n', '\r\n', '\n\n'),
				(list, places, end) => {
					const own = list.map((one) => JSON.stringify(one));
					expect(texts(own.map((one) => one + end).join(''), places)).toEqual(own);
				},
			),
		);
	});

	it('keeps the bytes of each object as they came', () => {
		const text = '[ {"a": 1.0, "b":12345678901234567890} , {"c":"\\u00e9"}]';
		const objects = new JsonObjects().push(Buffer.from(text));
		expect(objects.map(String)).toEqual([
			'{"a": 1.0, "b":12345678901234567890}',
			'{"c":"\\u00e9"}',
		]);
	});

	it.each([['[]'], [' [ ]\n'], [''], ['\n'], ['\ufeff[]']])('finds nothing in %j', (text) => {
		expect(split(text)).toEqual([]);
	});

	it('passes over a byte order mark, in one chunk or several', () => {
		expect(split('\ufeff[{"a":1}]')).toEqual([{ a: 1 }]);
		expect(split('\ufeff{"a":1}', [1, 2, 3])).toEqual([{ a: 1 }]);
	});

	it.each([['[{"a":1}'], ['[{"a":1'], ['[{"a":"x}]'], ['{"a":{}'], ['[']])(
		'says that %j ends too early',
		(text) => {
			expect(() => split(text)).toThrow('ends in the middle');
		},
	);

	it.each([
		['<html></html>'],
		['[1,2]'],
		['["a"]'],
		['null'],
		['[[{}]]'],
		['{"a":1},{"b":2}'],
		['[{]}]'],
	])('says that %j is no list of objects', (text) => {
		expect(() => split(text)).toThrow('not a list of JSON objects');
	});

	it('says that an object is not valid JSON', () => {
		expect(() => split('[{a:1}]')).toThrow('not a list of JSON objects');
	});
});

describe('jsonObjects', () => {
	/** The objects in a text that is looked at line by line where that is possible. */
	async function textsOf(text: string, borders?: number[]): Promise<string[]> {
		async function* chunks() {
			yield* inChunks(text, borders);
		}
		const found: Buffer[] = [];
		for await (const objects of jsonObjects(chunks())) found.push(...objects);
		return found.map(String);
	}

	it('gives the objects of any lines, wherever their chunks end', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(object),
				borders,
				fc.constantFrom('\n', '\r\n', '\n\n', ''),
				fc.constantFrom(undefined, 1, '\t'),
				async (list, places, end, indent) => {
					const own = list.map((one) => JSON.stringify(one, null, indent));
					expect(await textsOf(own.map((one) => one + end).join(''), places)).toEqual(own);
				},
			),
		);
	});

	it('gives the objects of lines that are longer than those it keeps', async () => {
		const own = [10, 100_000, 50_000, 200_000, 10].map((size) => `{"a":"${'x'.repeat(size)}"}`);
		const borders = Array.from({ length: 30 }, (_, n) => n * 16_384);
		expect(await textsOf(own.join('\n'), borders)).toEqual(own);
	});

	it.each([['{"a":{"b":1}\n}'], ['{"a":[{"b":1}\n,{"c":2}]}'], ['{"a":{"b":1}\n\n,"c":2}']])(
		'keeps %j together, though a line of it ends like an object',
		async (own) => {
			expect(await textsOf(`${own}\n${own}`)).toEqual([own, own]);
		},
	);

	it('gives an object of several lines after one that ends where a chunk does', async () => {
		const own = ['{"a":1}', '{"b":\n2}', '{"c":3}'];
		for (let border = 0; border < 24; border++) {
			expect(await textsOf(own.join('\n'), [border])).toEqual(own);
		}
	});

	it.each([['{"a":1}\n{"b"'], ['{"a":1}\n{"b":{}\n'], ['[{"a":1}\n']])(
		'says that %j ends too early',
		async (text) => {
			await expect(textsOf(text)).rejects.toThrow('ends in the middle');
		},
	);
});
