/** File types that Ango Hub shows, by extension, with their MIME types (contract 6). */
const SHOWN: Record<string, string[]> = {
	dcm: ['application/dicom'],
	jpeg: ['image/jpeg'],
	jpg: ['image/jpeg', 'image/jpg'],
	md: ['text/markdown', 'text/x-markdown'],
	mkv: ['video/x-matroska', 'video/matroska'],
	mov: ['video/quicktime'],
	mp3: ['audio/mpeg', 'audio/mp3'],
	mp4: ['video/mp4'],
	nii: ['application/x-nifti'],
	'nii.gz': ['application/x-nifti-gz'],
	nrrd: ['application/x-nrrd'],
	ogg: ['video/ogg', 'application/ogg', 'audio/ogg'],
	pdf: ['application/pdf'],
	png: ['image/png'],
	'seg.nrrd': ['application/x-seg-nrrd'],
	tif: ['image/tif', 'image/tiff'],
	tiff: ['image/tiff', 'image/tif'],
	txt: ['text/plain'],
	wav: ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/vnd.wave'],
	webm: ['video/webm', 'audio/webm'],
};

/** File types on which Ango Hub's own pages disagree (contract 6). */
const DISPUTED: Record<string, string[]> = {
	avi: ['video/x-msvideo', 'video/avi', 'video/msvideo'],
	bmp: ['image/bmp', 'image/x-ms-bmp'],
	flac: ['audio/flac', 'audio/x-flac'],
	htm: ['text/html', 'application/xhtml+xml'],
	html: ['text/html', 'application/xhtml+xml'],
	webp: ['image/webp'],
};

/** Endings of files that Ango Hub does not show; what stands behind the last dot of a name is often none. */
const OTHERS = new Set(
	`3gp 7z aac aif aiff apng avif bin bz2 cr2 csv dng doc docx eps exe flv gif gz heic heif ico ima
	iso jfif jp2 jpe js json jsonl jxl las laz log m4a m4v mha mhd mpeg mpg ndjson nef numbers odp
	ods odt opus orf pages parquet pcd pgm ply pnm ppm ppt pptx psd rar raw rtf svg svs tar tgz ts
	tsv vtt webarchive wma wmv xls xlsx xml yaml yml zip zst`.split(/\s+/),
);

const TYPES = { ...SHOWN, ...DISPUTED };

const PREFERRED_EXTENSION: Record<string, string> = {
	'image/jpeg': 'jpg',
	'image/tiff': 'tiff',
	'text/html': 'html',
	'application/xhtml+xml': 'html',
};

/** True where Ango Hub shows files with this extension, or may show them. */
export function isSupported(extension: string): boolean {
	return Object.hasOwn(TYPES, extension);
}

/** True where Ango Hub's own pages disagree on whether it shows files with this extension. */
export function isDisputed(extension: string): boolean {
	return Object.hasOwn(DISPUTED, extension);
}

/** True for the extension of a type of file, whether Ango Hub shows it or not. */
export function isFileType(extension: string): boolean {
	return isSupported(extension) || OTHERS.has(extension);
}

/** The extensions that Ango Hub is known to show as one text, for messages. */
export const SUPPORTED_EXTENSIONS = Object.keys(SHOWN).join(', ');

/** A MIME type without its parameters, in lower case. */
export function bareType(mimeType: string): string {
	return mimeType.toLowerCase().split(';')[0].trim();
}

/** The extension that a MIME type stands for; undefined when it does not stand for one. */
export function extensionFor(mimeType: string): string | undefined {
	const type = bareType(mimeType);
	return (
		PREFERRED_EXTENSION[type] ??
		Object.keys(TYPES).find((extension) => TYPES[extension].includes(type))
	);
}

/** The MIME type that an extension stands for; undefined when it is not known. */
export function mimeTypeFor(extension: string): string | undefined {
	return mimeTypesOf(extension)[0];
}

/** All MIME types that an extension may go with. */
export function mimeTypesOf(extension: string): string[] {
	return Object.hasOwn(TYPES, extension) ? TYPES[extension] : [];
}
