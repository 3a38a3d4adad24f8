/** Bytes from the start of a file that `typeInBytes` looks at: few, since a slow server may not send more for long. */
export const SIGNATURE_BYTES = 512;

/** Bytes, as Latin-1 text, at their offsets, and the extension of the type of file that has them. */
const SIGNATURES: Array<[Record<number, string>, string]> = [
	[{ 128: 'DICM' }, 'dcm'],
	[{ 0: '\x89PNG\r\n\x1a\n' }, 'png'],
	[{ 0: '\xff\xd8\xff' }, 'jpg'],
	[{ 0: '%PDF-' }, 'pdf'],
	[{ 0: 'II*\0' }, 'tiff'],
	[{ 0: 'MM\0*' }, 'tiff'],
	[{ 0: 'II+\0' }, 'tiff'],
	[{ 0: 'MM\0+' }, 'tiff'],
	[{ 0: 'GIF8' }, 'gif'],
	[{ 0: 'RIFF', 8: 'WEBP' }, 'webp'],
	[{ 0: 'RIFF', 8: 'WAVE' }, 'wav'],
	[{ 0: 'RIFF', 8: 'AVI ' }, 'avi'],
	[{ 0: 'BM', 6: '\0\0\0\0' }, 'bmp'],
	[{ 4: 'ftypqt  ' }, 'mov'],
	[{ 4: 'ftyphei' }, 'heic'],
	[{ 4: 'ftyphev' }, 'heic'],
	[{ 4: 'ftypmif1' }, 'heic'],
	[{ 4: 'ftypmsf1' }, 'heic'],
	[{ 4: 'ftypavi' }, 'avif'],
	[{ 4: 'ftypM4V' }, 'm4v'],
	[{ 4: 'ftypM4A' }, 'm4a'],
	[{ 4: 'ftyp' }, 'mp4'],
	[{ 4: 'moov' }, 'mov'],
	[{ 4: 'mdat' }, 'mov'],
	[{ 4: 'wide' }, 'mov'],
	[{ 0: 'OggS' }, 'ogg'],
	[{ 0: 'fLaC' }, 'flac'],
	[{ 0: 'ID3' }, 'mp3'],
	[{ 0: '\xff\xfb' }, 'mp3'],
	[{ 0: '\xff\xf3' }, 'mp3'],
	[{ 0: '\xff\xf2' }, 'mp3'],
	[{ 0: 'NRRD000' }, 'nrrd'],
	[{ 344: 'n+1\0' }, 'nii'],
	[{ 4: 'n+2\0\r\n\x1a\n' }, 'nii'],
	[{ 0: 'PK\x03\x04' }, 'zip'],
	[{ 0: '\x1f\x8b' }, 'gz'],
];

/** A page, with or without a byte order mark (as Latin-1) and a comment before it. */
const PAGE = /^(ï»¿)?\s*(<!--[^]*?-->\s*)?<(!doctype html|html|head|body)\b/i;

/** What starts Matroska files; WebM is one kind of them. */
const MATROSKA = '\x1a\x45\xdf\xa3';

/** The extension of the type that a file's first bytes show; undefined where they show none. */
export function typeInBytes(start: Buffer): string | undefined {
	const text = start.toString('latin1', 0, SIGNATURE_BYTES);
	if (text.startsWith(MATROSKA)) return text.slice(0, 64).includes('webm') ? 'webm' : 'mkv';
	if (PAGE.test(text)) return 'html';
	return SIGNATURES.find(([parts]) =>
		Object.entries(parts).every(([offset, part]) => text.startsWith(part, Number(offset))),
	)?.[1];
}
