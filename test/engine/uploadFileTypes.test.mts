import { fileItem, sha256, wordsOf } from './setup.mts';
import { storedAt, upload, uploadSetup } from './uploadSetup.mts';

/** What n8n says of files whose type it does not know. */
const UNKNOWN = 'text/plain';

const dicom = (size = 200) =>
	Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), Buffer.alloc(size)]);
const PNG = Buffer.from('\x89PNG\r\n\x1a\n and more', 'latin1');

describe('Asset: Upload tells what a file is', () => {
	const { here, run } = uploadSetup();

	it.each([
		['a DICOM file', 'IM000001', dicom(), UNKNOWN, 'IM000001.dcm', 'application/dicom'],
		['a large one', 'IM000002', dicom(3_000_000), UNKNOWN, 'IM000002.dcm', 'application/dicom'],
		['a picture', 'photo', PNG, UNKNOWN, 'photo.png', 'image/png'],
		['bytes', 'scan', PNG, 'application/octet-stream', 'scan.png', 'image/png'],
		[
			'a name of numbers',
			'1.2.840.113619.2.55.3.604688119',
			'x',
			'application/dicom',
			'1.2.840.113619.2.55.3.604688119.dcm',
			'application/dicom',
		],
		['a number after a dot', 'frame.0001', PNG, UNKNOWN, 'frame.0001.png', 'image/png'],
		['a volume', 'a.nrrd', 'x', UNKNOWN, 'a.nrrd', 'application/x-nrrd'],
		['another volume', 'a.nii', 'x', UNKNOWN, 'a.nii', 'application/x-nifti'],
	])('%s: %s', async (_case, name, content, mimeType, fileName, type) => {
		const project = here.setup.hub.seedProject();
		const result = await run(upload(project._id), [
			await fileItem(here.setup, name, content, { mimeType }),
		]);
		expect(wordsOf(result).trim()).toBe('');
		const [{ json }] = result.items;
		expect(json).toMatchObject({ fileName, externalId: fileName, mimeType: type });
		const stored = storedAt(here.setup, json.url as string);
		expect(stored.contentType).toBe(type);
		expect(stored.sha256).toBe(sha256(content));
	});

	it('takes the type that the user gives, whatever the name ends with', async () => {
		const project = here.setup.hub.seedProject();
		const result = await run(upload(project._id, { mimeType: 'application/dicom' }), [
			await fileItem(here.setup, '1.2.840.1', 'x', { mimeType: UNKNOWN }),
			await fileItem(here.setup, 'IM1.txt', 'x', { mimeType: UNKNOWN }),
			await fileItem(here.setup, 'IM2.dcm', 'x', { mimeType: UNKNOWN }),
		]);
		expect(result.items.map(({ json }) => json.fileName)).toEqual([
			'1.2.840.1.dcm',
			'IM1.txt.dcm',
			'IM2.dcm',
		]);
	});

	it.each([
		['README', 'a text', UNKNOWN, /'README' has no extension/],
		['a.gif', 'GIF89a', 'image/gif', /files of type '.gif'/],
		['picture', 'GIF89a', UNKNOWN, /files of type '.gif' \('picture'\)/],
		['a.jfif', PNG, 'image/jpeg', /files of type '.jfif'/],
		['notes.v2', 'a text', UNKNOWN, /files of type '.v2'/],
	])('refuses %s', async (name, content, mimeType, words) => {
		const project = here.setup.hub.seedProject();
		const result = await run(upload(project._id), [
			await fileItem(here.setup, name, content, { mimeType }),
		]);
		expect(wordsOf(result)).toMatch(words);
		expect(here.setup.hub.storage.requests).toHaveLength(0);
	});

	it('sends types that Ango Hub may not show, and says so once', async () => {
		const project = here.setup.hub.seedProject();
		const names = ['a.webp', 'b.webp', 'c.bmp', 'd.avi', 'e.flac', 'f.html'];
		const result = await run(
			upload(project._id),
			await Promise.all(names.map(async (name) => await fileItem(here.setup, name))),
		);
		expect(result.items.map(({ json }) => json.externalId)).toEqual(names);
		const hints = result.hints.map(({ message }) => message);
		expect(hints).toHaveLength(1);
		expect(hints[0]).toMatch(/disagree.*\.webp, \.bmp, \.avi, \.flac, \.html/);
	});
});
