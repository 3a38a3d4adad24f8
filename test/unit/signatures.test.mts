import { typeInBytes } from '../../nodes/shared/formats/signatures.ts';

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
