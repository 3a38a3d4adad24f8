import { monitorEventLoopDelay } from 'node:perf_hooks';
import { paintedObjects } from '../../../nodes/shared/datasets/brush.ts';
import { Report } from '../../../nodes/shared/datasets/report.ts';
import { writePng } from '../../../nodes/shared/formats/png.ts';
import type { LabelSet } from '../../../nodes/shared/hub/types.ts';
import { maskArea } from '../../../nodes/shared/labels/geometry/pixels.ts';
import { Breather } from '../../../nodes/shared/util/breather.ts';

const labelSet = {
	tools: ['#ff0000', '#00ff00', '#0000ff'].map((color, n) => ({
		schemaId: `s${n}`,
		title: color,
		tool: 'brush',
		color,
	})),
} as unknown as LabelSet;

/** A PNG whose pixels have the colors that `colorOf` gives; -1 is transparent. */
async function painted(width: number, height: number, colorOf: (x: number, y: number) => number) {
	const rgba = Buffer.alloc(4 * width * height);
	for (let y = 0, at = 0; y < height; y++) {
		for (let x = 0; x < width; x++, at += 4) {
			const color = colorOf(x, y);
			if (color >= 0) rgba.writeUInt32BE(color * 256 + 255, at);
		}
	}
	const png = await writePng({ width, height, rgba });
	return { picture: { externalId: 'a.png' }, open: async () => ({ size: 1, open: () => png }) };
}

describe('Brush masks', () => {
	it('give an object for each color that a tool has', async () => {
		const mask = await painted(6, 4, (x) => [-1, 0xff0000, 0x00ff00, 0x123456, 0xff0000, -1][x]!);
		const report = new Report();
		const objects = await paintedObjects(mask, labelSet, report, new Breather());
		const areas = objects.map(({ title, shape }) => [
			title,
			shape.kind === 'mask' ? maskArea(shape.mask) : 0,
		]);
		expect(areas).toEqual([
			['#ff0000', 8],
			['#00ff00', 4],
		]);
		expect(report.toJson().leftOut).toMatchObject([{ reason: 'unknownColor', pixels: 4 }]);
	});

	it('are none where a photo is given', async () => {
		const report = new Report();
		const photo = await painted(100, 100, (x, y) => (x * 7919 + y * 104729) % 0xffffff);
		expect(await paintedObjects(photo, labelSet, report, new Breather())).toEqual([]);
		expect(report.reasons).toEqual(['unreadable']);
	});

	it('of many megapixels give the event loop back, and stop when the run is canceled', async () => {
		const mask = await painted(4000, 4000, (x, y) => (x % 200 < 100 && y % 200 < 100 ? 0xff : -1));
		const delay = monitorEventLoopDelay({ resolution: 1 });
		delay.enable();
		const [object] = await paintedObjects(mask, labelSet, new Report(), new Breather());
		delay.disable();
		expect(object!.shape).toMatchObject({ kind: 'mask' });
		// Without a pause, it would have been looked at twice only.
		expect(delay.count).toBeGreaterThan(5);

		const abort = new AbortController();
		abort.abort();
		const report = new Report();
		const canceled = paintedObjects(mask, labelSet, report, new Breather(abort.signal));
		await expect(canceled).rejects.toThrow('canceled');
		expect(report.reasons).toEqual([]);
	});
});
