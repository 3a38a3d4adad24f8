import * as fc from 'fast-check';
import { ExactNumber, isNumber, parseExactJson } from '../../nodes/shared/util/exactJson.ts';

const again = (text: string) => JSON.stringify(parseExactJson(text));

describe('parseExactJson', () => {
	it.each([
		'12345678901234567890',
		'9007199254740993',
		'-9007199254740993.5',
		'0.1000000000000000055511151231257827',
		'1e400',
		'-1.5E-400',
		'{"a":[12345678901234567890,{"b":0.12345678901234567891}]}',
	])('lets %s be written again digit by digit', (text) => expect(again(text)).toBe(text));

	it.each([
		['1.0', 1],
		['1e3', 1000],
		['12345678901234500000', 12345678901234500000],
		['0.30000000000000004', 0.1 + 0.2],
		['1.7976931348623157e308', Number.MAX_VALUE],
		['0.000000000000000000001', 1e-21],
		['-0.0', -0],
		['"12345678901234567890"', '12345678901234567890'],
	])('gives for %s what JavaScript has', (text, value) => expect(parseExactJson(text)).toBe(value));

	it('leaves every value of JSON as it is', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const text = JSON.stringify(value);
				expect(parseExactJson(text)).toEqual(JSON.parse(text));
			}),
		);
	});

	it('keeps the digits of any number', () => {
		const digits = fc.stringMatching(/^[1-9]\d{0,40}\.\d{0,39}[1-9]$/);
		fc.assert(fc.property(digits, (text) => expect(again(`[${text}]`)).toMatch(sameNumber(text))));
	});

	it('counts as the rounded number', () => {
		const number = parseExactJson('9007199254740993') as unknown as number;
		expect([number + 1, number > 5, isNumber(number), String(number)]).toEqual([
			9007199254740992 + 1,
			true,
			true,
			'9007199254740993',
		]);
		expect(isNumber(parseExactJson('1e400'))).toBe(false);
		expect(JSON.stringify(new ExactNumber(new ExactNumber('1e400')))).toBe('1e400');
	});
});

/** JavaScript may write a number that it has in a shorter form. */
const sameNumber = (text: string) => {
	const short = String(Number(text));
	return short.length < text.length && parseExactJson(text) === Number(text)
		? new RegExp(`^\\[${short.replace('.', '\\.').replace('+', '\\+')}\\]$`)
		: new RegExp(`^\\[${text.replace('.', '\\.')}\\]$`);
};
