import * as fc from 'fast-check';
import { isSameData } from '../../nodes/AngoHub/resources/asset/sameData.ts';

describe('isSameData', () => {
	it.each([
		[7, '7', true],
		['7', 7, true],
		['07', 7, false],
		[{ a: 1, b: { c: [1, 'x'] } }, { b: { c: ['1', 'x'] }, a: '1' }, true],
		[{ a: 1, b: 2 }, { a: 1 }, false],
		[{ a: undefined }, { b: undefined }, false],
		[[1, 2], [2, 1], false],
		[[1], { 0: 1 }, false],
		[true, 'true', false],
		[null, 'null', false],
		[null, null, true],
		[undefined, null, false],
		[undefined, '', false],
	])('of %j, where %j is wanted, is %s', (data, wanted, expected) => {
		expect(isSameData(data, wanted)).toBe(expected);
	});

	it('holds for any value and itself, with the keys in another order', () => {
		const reversed = (value: unknown): unknown =>
			typeof value !== 'object' || value === null || Array.isArray(value)
				? value
				: Object.fromEntries(Object.entries(value).reverse());
		const small = fc.jsonValue({ depthSize: 'small' });
		fc.assert(
			fc.property(small, (value) => {
				const isLarge = /\d{16}|e\+/.test(JSON.stringify(value));
				fc.pre(!isLarge);
				expect(isSameData(value, reversed(value))).toBe(true);
			}),
		);
	});
});
