import * as fc from 'fast-check';
import {
	checkedUrl,
	nameInUrl,
	normalizedUrl,
	urlsIn,
} from '../../nodes/shared/formats/fileNames.ts';
import { typeInBytes } from '../../nodes/shared/formats/signatures.ts';

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
])('nameInUrl of %j is %j', (url, name) => {
	expect(nameInUrl(url)).toBe(name);
});

describe('typeInBytes', () => {
	const at = (offset: number, text: string) =>
		Buffer.concat([Buffer.alloc(offset), Buffer.from(text, 'latin1'), Buffer.alloc(200)]);
	it.each([
		['dcm', at(128, 'DICM')],
		['png', at(0, '\x89PNG\r\n\x1a\n')],
		['jpg', at(0, '\xff\xd8\xff\xe0')],
		['pdf', at(0, '%PDF-1.7')],
		['tiff', at(0, 'II*\0')],
		['tiff', at(0, 'MM\0*')],
		['gif', at(0, 'GIF89a')],
		['webp', at(0, 'RIFF\x10\0\0\0WEBPVP8 ')],
		['wav', at(0, 'RIFF\x10\0\0\0WAVEfmt ')],
		['avi', at(0, 'RIFF\x10\0\0\0AVI LIST')],
		['mp4', at(0, '\0\0\0\x20ftypisom')],
		['mov', at(0, '\0\0\0\x14ftypqt  ')],
		['heic', at(0, '\0\0\0\x18ftypheic')],
		['webm', at(0, '\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm')],
		['mkv', at(0, '\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska')],
		['ogg', at(0, 'OggS\0')],
		['flac', at(0, 'fLaC\0')],
		['mp3', at(0, 'ID3\x03')],
		['nrrd', at(0, 'NRRD0004\n')],
		['nii', at(344, 'n+1\0')],
		['html', Buffer.from('\ufeff\n<!-- x --><!DOCTYPE html><title>Sign in</title>')],
		[undefined, Buffer.from('a text')],
		[undefined, Buffer.alloc(0)],
	])('%s', (extension, start) => {
		expect(typeInBytes(start)).toBe(extension);
	});
});
