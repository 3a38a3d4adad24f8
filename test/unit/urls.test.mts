import * as fc from 'fast-check';
import { checkedUrl, nameInUrl, normalizedUrl, urlsIn } from '../../nodes/shared/formats/urls.ts';

describe('checkedUrl', () => {
	it.each([
		[' https://h/a b.png ', 'https://h/a%20b.png'],
		['https://h/Straße 7/ä.png', 'https://h/Stra%C3%9Fe%207/%C3%A4.png'],
		['HTTPS://H.example/a.png', 'https://h.example/a.png'],
		['https://h/a#1.png', 'https://h/a%231.png'],
		['https://h/a#1.png?x=1', 'https://h/a%231.png?x=1'],
		['https://h/a.pdf#page=2', 'https://h/a.pdf#page=2'],
		['https://h/a,b;c.png', 'https://h/a,b;c.png'],
		['https://h/?from=https://other/a.png', 'https://h/?from=https://other/a.png'],
		['https://h/fit/https://other/a.png', 'https://h/fit/https://other/a.png'],
	])('%j is %j', (text, url) => {
		expect(checkedUrl(text, 'URL')).toBe(url);
		expect(normalizedUrl(text)).toBe(url);
		expect(checkedUrl(url, 'URL')).toBe(url);
	});

	it.each([
		['https://h/a.png,https://h/b.png', /several addresses/],
		['https://h/a.png, https://h/b.png', /several addresses/],
		['https://h/a.png;https://h/b.png', /several addresses/],
		['https://h/a.png https://h/b.png', /several addresses/],
		['https://h/a.png\nhttps://h/b.png', /several addresses/],
		['https://h/a.png","https://h/b.png', /several addresses/],
		['https://h/a.png|HTTP://h/b.png', /several addresses/],
		['["https://h/a.png"]', /not an http or https URL/],
		['https://h/a\nb.png', /not an http or https URL/],
		['https://h/a\tb.png', /not an http or https URL/],
		['https://', /not an http or https URL/],
		['ftp://h/a.png', /not an http or https URL/],
		['a.png', /not an http or https URL/],
	])('refuses %j', (text, words) => {
		expect(() => checkedUrl(text, 'URL')).toThrow(words);
	});
});

describe('urlsIn', () => {
	it.each([
		['https://h/1\n\n https://h/2 \r\n', ['https://h/1', 'https://h/2']],
		['https://h/1,https://h/2', ['https://h/1', 'https://h/2']],
		['https://h/1, https://h/2;\nhttps://h/3', ['https://h/1', 'https://h/2', 'https://h/3']],
		['https://h/1 https://h/2', ['https://h/1', 'https://h/2']],
		['https://h/a,b.png', ['https://h/a,b.png']],
		['https://h/a b.png', ['https://h/a b.png']],
		[' ', []],
	])('%j holds %j', (text, urls) => {
		expect(urlsIn(text)).toEqual(urls);
	});

	it('finds all addresses, whatever separates them', () => {
		const url = fc.webUrl().filter((one) => !/[\s,;]/.test(one));
		const separator = fc.constantFrom('\n', '\r\n', ',', ', ', ';', ' ', '\t');
		fc.assert(
			fc.property(fc.array(url, { minLength: 1, maxLength: 5 }), separator, (urls, between) => {
				expect(urlsIn(urls.join(between))).toEqual(urls);
			}),
		);
	});
});

it.each([
	['https://h/a%231.png', 'a#1.png'],
	['https://h/Mu%CC%88ller.png', 'Müller.png'],
	['https://h/a%20b.png?x=1#y', 'a b.png'],
	['https://h/', undefined],
	['https://h/%E0%A4%A', '%E0%A4%A'],
])('nameInUrl of %j is %j', (url, name) => {
	expect(nameInUrl(url)).toBe(name);
});
