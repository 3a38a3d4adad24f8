import {
	embeddedText,
	nameFor,
	uploadFile,
} from '../../nodes/AngoHub/resources/asset/adding/uploadFile.ts';
import { extensionOf } from '../../nodes/shared/formats/fileNames.ts';

const checked = { checkType: true };

describe('extensionOf', () => {
	it.each([
		['a.png', 'png'],
		['A.PNG', 'png'],
		['scan.nii.gz', 'nii.gz'],
		['mask.seg.nrrd', 'seg.nrrd'],
		['a.tar.gz', 'gz'],
		['.hidden', ''],
		['none', ''],
		['dir.d/none', ''],
		['dot.', ''],
		['a.b c', ''],
	])('%j has %j', (name, extension) => {
		expect(extensionOf(name)).toBe(extension);
	});
});

describe('nameFor', () => {
	it.each([
		[
			'keeps a good name',
			{ fileName: 'a b#1.png', mimeType: 'image/png' },
			{},
			'a b#1.png',
			'image/png',
		],
		[
			'drops folders',
			{ fileName: 'x/y\\z.jpg', mimeType: 'image/jpeg' },
			{},
			'z.jpg',
			'image/jpeg',
		],
		[
			'takes the extension from the type',
			{ fileName: 'scan', mimeType: 'image/tiff' },
			{},
			'scan.tiff',
			'image/tiff',
		],
		['makes up a name', { mimeType: 'application/pdf' }, {}, 'file.pdf', 'application/pdf'],
		[
			'prefers the given name',
			{ fileName: 'a.png', mimeType: 'image/png' },
			{ fileName: 'b.jpg' },
			'b.jpg',
			'image/png',
		],
		[
			'prefers the given type',
			{ fileName: 'a', mimeType: 'image/png' },
			{ mimeType: 'image/jpeg' },
			'a.jpg',
			'image/jpeg',
		],
		[
			'knows the type of an extension',
			{ fileName: 'a.dcm', mimeType: 'application/octet-stream' },
			{},
			'a.dcm',
			'application/dicom',
		],
		[
			'takes no number for an extension',
			{ fileName: '1.2.840.113619.2.55.3.604688119', mimeType: 'application/dicom' },
			{},
			'1.2.840.113619.2.55.3.604688119.dcm',
			'application/dicom',
		],
		[
			'takes no version for an extension',
			{ fileName: 'Report v1.2', mimeType: 'application/pdf' },
			{},
			'Report v1.2.pdf',
			'application/pdf',
		],
		[
			'lets the type of the user decide, whatever the ending',
			{ fileName: 'IM000001.txt', mimeType: 'text/plain' },
			{ mimeType: 'application/dicom' },
			'IM000001.txt.dcm',
			'application/dicom',
		],
		[
			'keeps an ending that fits the type of the user',
			{ fileName: 'a.JPEG', mimeType: 'text/plain' },
			{ mimeType: 'image/jpeg' },
			'a.JPEG',
			'image/jpeg',
		],
		[
			'prefers what is in the bytes to a placeholder',
			{ fileName: 'IM000001', mimeType: 'text/plain', inBytes: 'dcm' },
			{},
			'IM000001.dcm',
			'application/dicom',
		],
		[
			'sends the type of the extension in place of a placeholder',
			{ fileName: 'a.nrrd', mimeType: 'text/plain' },
			{},
			'a.nrrd',
			'application/x-nrrd',
		],
		[
			'composes what macOS takes apart',
			{ fileName: 'Mu\u0308ller.png', mimeType: 'image/png' },
			{},
			'M\u00fcller.png',
			'image/png',
		],
	])('%s', (_case, file, overrides, fileName, mimeType) => {
		expect(nameFor(file, { ...checked, ...overrides })).toEqual({ fileName, mimeType });
	});

	it.each(['heic', 'gif', 'jfif', 'm4v', 'constructor', '__proto__'])(
		'refuses .%s unless told not to check',
		(extension) => {
			const fileName = `a.${extension}`;
			if (extension !== '__proto__') {
				expect(() => nameFor({ fileName }, checked)).toThrow(/does not take files of type/);
				expect(nameFor({ fileName }, { checkType: false }).fileName).toBe(fileName);
			} else {
				expect(() => nameFor({ fileName }, checked)).toThrow(/no extension/);
			}
		},
	);
});

describe('uploadFile', () => {
	const source = (size: number) => ({ fileName: 'a.png', size, open: () => Buffer.alloc(0) });

	it('takes up to 5 GiB and not a byte more', async () => {
		const file = await uploadFile(source(5 * 1024 ** 3), checked);
		expect(file.source.size).toBe(5 * 1024 ** 3);
		await expect(uploadFile(source(5 * 1024 ** 3 + 1), checked)).rejects.toThrow(
			/larger than 5 GiB/,
		);
	});

	it('refuses an empty file', async () => {
		await expect(uploadFile(source(0), checked)).rejects.toThrow(/'a.png' is empty/);
	});
});

it('embeddedText puts a text on one line without double quotes', () => {
	expect(embeddedText(' "a"\r\n  b\n\nc ')).toBe("'a' b c");
});
