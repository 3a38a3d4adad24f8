import * as fc from 'fast-check';
import { namesIn, namesWithCommas } from '../../nodes/shared/util/names.ts';

describe('namesIn', () => {
	const known = ['Berlin, north', 'a,b,c', '5.pdf'];
	const exists = (name: string) => known.includes(name);

	it.each([
		['Berlin, north', ['Berlin, north']],
		['Mon, Berlin, north, Tue', ['Mon', 'Berlin, north', 'Tue']],
		['a,b,c,Berlin, north', ['a,b,c', 'Berlin, north']],
		['5.pdf\r\nBerlin, north\n', ['5.pdf', 'Berlin, north']],
		['Berlin,\nnorth', ['Berlin', 'north']],
		['Berlin, south', ['Berlin', 'south']],
		[' , ', []],
		[
			['Berlin, south', ' x '],
			['Berlin, south', 'x'],
		],
		[undefined, []],
	])('of %j are %j', (given, names) => expect(namesIn(given, exists)).toEqual(names));

	it('gives names with commas back that were joined, unless their parts can be read in two ways', () => {
		const part = fc.stringMatching(/^[a-z]{1,3}$/);
		const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(','));
		const names = fc.uniqueArray(name, { maxLength: 6, selector: (one) => one });
		fc.assert(
			fc.property(names, (given) => {
				const parts = given.flatMap((one) => one.split(','));
				fc.pre(new Set(parts).size === parts.length);
				expect(namesIn(given.join(', '), (one) => given.includes(one))).toEqual(given);
			}),
		);
	});

	it('asks for a few times as many names as the text has parts', () => {
		const text = Array.from({ length: 100 }, (_, n) => `id-${n}`).join(', ');
		expect(namesWithCommas(text).length).toBeLessThan(300);
		expect(namesWithCommas('a, b')).toEqual(['a, b']);
	});
});
