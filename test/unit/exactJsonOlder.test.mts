/** As in a Node.js before version 22. */
delete (JSON as { rawJSON?: unknown }).rawJSON;

describe('parseExactJson in an older Node.js', () => {
	it('refuses integers that it would round, and rounds decimals', async () => {
		const { parseExactJson, RoundedNumberError } =
			await import('../../nodes/shared/util/exactJson.ts');
		expect(() => parseExactJson('{"id": 12345678901234567890}')).toThrow(RoundedNumberError);
		expect(() => parseExactJson('1e400')).toThrow(RoundedNumberError);
		expect(parseExactJson('[0.1000000000000000055511151231257827]')).toEqual([0.1]);
		expect(parseExactJson('9007199254740991')).toBe(9007199254740991);
	});
});
