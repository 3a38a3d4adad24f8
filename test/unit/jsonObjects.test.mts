import fc from 'fast-check';
import { JsonObjects, parsedObject } from '../../nodes/shared/hub/jsonObjects.ts';

/** Feeds a text in chunks that end at the given places; gives the bytes of the objects. */
function cut(text: string | Buffer, borders: number[] = []): Buffer[] {
	const bytes = Buffer.from(text as string);
	const places = [...new Set(borders.map((border) => border % (bytes.length + 1)))];
	const objects = new JsonObjects();
	const found: Buffer[] = [];
	let from = 0;
	for (const to of [...places.sort((a, b) => a - b), bytes.length]) {
		found.push(...objects.push(bytes.subarray(from, to)));
		from = to;
	}
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
