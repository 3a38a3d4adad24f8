/** File types that Ango Hub can show, by extension, with their MIME types (contract 6). */
const SUPPORTED: Record<string, string[]> = {
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
	tif: ['image/tif'],
	tiff: ['image/tiff'],
	txt: ['text/plain'],
	wav: ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/vnd.wave'],
	webm: ['video/webm', 'audio/webm'],
};

const PREFERRED_EXTENSION: Record<string, string> = { 'image/jpeg': 'jpg', 'image/tiff': 'tiff' };

export function isSupported(extension: string): boolean {
	return Object.hasOwn(SUPPORTED, extension);
}

/** The supported extensions as one text, for messages. */
export const SUPPORTED_EXTENSIONS = Object.keys(SUPPORTED).join(', ');

/** The extension that a MIME type stands for; undefined when it does not stand for one. */
export function extensionFor(mimeType: string): string | undefined {
	const type = mimeType.toLowerCase().split(';')[0].trim();
	return (
		PREFERRED_EXTENSION[type] ??
		Object.keys(SUPPORTED).find((extension) => SUPPORTED[extension].includes(type))
	);
}

/** The MIME type that an extension stands for. */
export function mimeTypeFor(extension: string): string {
	return Object.hasOwn(SUPPORTED, extension) ? SUPPORTED[extension][0] : 'application/octet-stream';
}
