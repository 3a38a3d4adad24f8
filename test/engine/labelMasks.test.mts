import { crc32, deflateSync } from 'node:zlib';
import type { INodeExecutionData } from 'n8n-workflow';
import { byId, fileItem, sha256, wordsOf } from './setup.mts';
import { annotationStage } from './labelSetup.mts';
import { readPng } from '../../nodes/shared/formats/png.ts';

/** A PNG of one row of RGBA pixels, packed by zlib. */
function png(...pixels: number[][]): Buffer {
	return pngOf(6, pixels);
}

/** A PNG without transparency, as most programs save a picture. */
function opaque(): Buffer {
	return pngOf(2, [[255, 0, 0]]);
}

function pngOf(colorType: number, pixels: number[][]): Buffer {
	const chunk = (type: string, content: Buffer) => {
		const typed = Buffer.concat([Buffer.from(type), content]);
		const frame = Buffer.alloc(8);
		frame.writeUInt32BE(content.length, 0);
		frame.writeUInt32BE(crc32(typed), 4);
		return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)]);
	};
	const header = Buffer.alloc(13);
	header.writeUInt32BE(pixels.length, 0);
	header.writeUInt32BE(1, 4);
	header.set([8, colorType, 0, 0, 0], 8);
	return Buffer.concat([
		Buffer.from('89504e470d0a1a0a', 'hex'),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(Buffer.from([0, ...pixels.flat()]))),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

const RED = [255, 0, 0, 255];
const BLUE = [0, 0, 255, 255];
const CLEAR = [0, 0, 0, 0];

describe('Label: Annotate Task with a brush mask', () => {
	const { here, run, sent, taskId, answer, posts } = annotationStage();
	const fresh = png(BLUE, CLEAR, BLUE);
	const mask = async (content: Buffer, name = 'mask.png', mimeType = 'image/png') => [
		await fileItem(here.setup, name, content, { mimeType }),
	];
	const annotate = async (items: INodeExecutionData[], more: object = {}) =>
		await run('annotate', { task: byId(taskId()), options: { brush: 'data', ...more } }, items);
	const stored = (url: string) =>
		here.setup.hub.storage.objects.get(decodeURIComponent(new URL(url).pathname))!;
	const bytesOf = (url: string) => {
		const { source, size } = stored(url);
		return Buffer.concat([...source!(0, size)]);
	};
	const existing = (content: Buffer) => {
		const url = here.setup.hub.storage.put(`/${here.project._id}/brushes/old.png`, content);
		here.setup.hub.taskOf(here.asset).brushDataUrl = url;
		return url;
	};

	it('uploads it and puts its URL in the place of the old one', async () => {
		const old = existing(png(RED));
		const result = await annotate(await mask(fresh));
		expect(wordsOf(result).trim()).toBe('');
		const { brushDataUrl, medicalBrushDataUrl } = here.setup.hub.taskOf(here.asset);
		expect(brushDataUrl).not.toBe(old);
		expect(new URL(brushDataUrl!).pathname).toMatch(
			new RegExp(`^/${here.project._id}/brushes/[0-9a-f]{32}\\.png$`),
		);
		expect(stored(brushDataUrl!).sha256).toBe(sha256(fresh));
		expect(medicalBrushDataUrl).toBe(`${here.setup.hub.storageUrl}/old.seg.nrrd`);
		expect(answer().tools).toHaveLength(1);
		const [put] = here.setup.hub.storage.requests.filter(({ method }) => method === 'PUT');
		expect(put.headers).toMatchObject({
			'content-type': 'image/png',
			'content-length': String(fresh.length),
		});
		expect(JSON.stringify(here.setup.hub.storage.requests)).not.toContain(here.setup.hub.apiKey);
	});

	it('lays it over the one that the task has', async () => {
		existing(png(RED, RED, CLEAR));
		const result = await annotate(await mask(fresh), { existingMask: 'combine' });
		expect(wordsOf(result).trim()).toBe('');
		const combined = await readPng(
			bytesOf(here.setup.hub.taskOf(here.asset).brushDataUrl!),
			'mask',
		);
		expect([...combined.rgba]).toEqual([BLUE, RED, BLUE].flat());
		expect(sent('/getSignedUrl')[0].query).toMatchObject({ type: 'brushes' });
	});

	it('takes it as it is where the task has none', async () => {
		here.setup.hub.taskOf(here.asset).brushDataUrl = null;
		await annotate(await mask(fresh), { existingMask: 'combine' });
		expect(stored(here.setup.hub.taskOf(here.asset).brushDataUrl!).sha256).toBe(sha256(fresh));
	});

	it.each<[string, Buffer, Buffer, RegExp]>([
		['another size', png(RED), png(BLUE, BLUE), /2 × 1 pixels, the existing one 1 × 1/],
		['an old mask that is no PNG', Buffer.from('old'), png(BLUE), /'of the task' is not a PNG/],
	])('refuses to combine %s, and leaves the task as it is', async (_case, old, bytes, words) => {
		const url = existing(old);
		const result = await annotate(await mask(bytes), { existingMask: 'combine' });
		expect(wordsOf(result)).toMatch(words);
		expect(wordsOf(result)).toMatch(/'Existing Mask' to 'Replace'/);
		expect(here.setup.hub.taskOf(here.asset).brushDataUrl).toBe(url);
		expect(posts()).toHaveLength(0);
	});

	const rgb = Buffer.from(fresh);
	rgb[25] = 2;
	rgb.writeUInt32BE(crc32(rgb.subarray(12, 29)), 29);
	it.each<[string, Buffer, RegExp]>([
		['text named .png', Buffer.from('not an image'), /'mask.png' is not a PNG/],
		['a JPEG named .png', Buffer.from('ffd8ffe000104a46494600', 'hex'), /is not a PNG/],
		['a PNG that was cut off', fresh.subarray(0, -20), /'mask.png' is damaged/],
		['a PNG without transparency', opaque(), /'mask.png' has no transparency/],
		['a broken header', rgb, /'mask.png' is damaged/],
	])('refuses %s, whatever becomes of the existing mask', async (_case, content, words) => {
		existing(png(BLUE, CLEAR, BLUE));
		for (const existingMask of ['replace', 'combine']) {
			const result = await annotate(await mask(content), { existingMask });
			expect(wordsOf(result)).toMatch(words);
		}
		expect(here.setup.hub.storage.requests.filter(({ method }) => method === 'PUT')).toEqual([]);
		expect(posts()).toHaveLength(0);
	});

	it('takes a PNG whatever it is called', async () => {
		const result = await annotate(await mask(fresh, 'mask', 'application/octet-stream'));
		expect(wordsOf(result).trim()).toBe('');
		expect(stored(here.setup.hub.taskOf(here.asset).brushDataUrl!).sha256).toBe(sha256(fresh));
	});

	it('does not write the signature of a mask back, which expires', async () => {
		const url = `${here.setup.hub.storageUrl}/old.png`;
		here.setup.hub.taskOf(here.asset).brushDataUrl =
			`${url}?X-Amz-Signature=abc&X-Amz-Expires=60&storageId=s1`;
		await run('annotate', { task: byId(taskId()), labels: '{"objects": [{"title": "Sky"}]}' });
		expect(posts()[0].body).toMatchObject({ brushDataUrl: `${url}?storageId=s1` });
		const labels = JSON.stringify({ brushDataUrl: `${url}?sv=2024&sig=abc` });
		await run('annotate', { task: byId(taskId()), labels });
		expect(posts()[1].body).toMatchObject({ brushDataUrl: url });
	});

	it('refuses empty files, and fields without a file', async () => {
		const empty = await annotate(await mask(Buffer.alloc(0)));
		expect(wordsOf(empty)).toMatch(/'mask.png' is empty/);
		const none = await annotate(await mask(fresh), { brush: 'photo' });
		expect(wordsOf(none)).toMatch(/photo/);
		expect(posts()).toHaveLength(0);
	});

	it('refuses a medical one that is no NRRD', async () => {
		const items = await mask(fresh, 'scan.seg.nrrd', 'application/octet-stream');
		const result = await run(
			'annotate',
			{ task: byId(taskId()), options: { medical: 'data' } },
			items,
		);
		expect(wordsOf(result)).toMatch(/'scan.seg.nrrd' is not an NRRD file/);
		expect(posts()).toHaveLength(0);
	});

	it('uploads a medical one, and does not combine it', async () => {
		const nrrd = Buffer.from('NRRD0004\n');
		const items = await mask(nrrd, 'scan.seg.nrrd', 'application/octet-stream');
		const parameters = { task: byId(taskId()), options: { medical: 'data' } };
		const result = await run('annotate', parameters, items);
		expect(wordsOf(result).trim()).toBe('');
		const { brushDataUrl, medicalBrushDataUrl } = here.setup.hub.taskOf(here.asset);
		expect(new URL(medicalBrushDataUrl!).pathname).toMatch(
			new RegExp(`^/${here.project._id}/medicalBrushes/[0-9a-f]{32}\\.seg\\.nrrd$`),
		);
		expect(stored(medicalBrushDataUrl!).sha256).toBe(sha256(nrrd));
		expect(brushDataUrl).toBe(`${here.setup.hub.storageUrl}/old.png`);

		const combine = { ...parameters.options, existingMask: 'combine' };
		const refused = await run('annotate', { ...parameters, options: combine }, items);
		expect(wordsOf(refused)).toMatch(/NRRD masks cannot be combined.*'Replace'/);
		expect(posts()).toHaveLength(1);
	});
});
