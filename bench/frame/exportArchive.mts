import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** What an export is made of. */
export interface ExportSize {
	tasks: number;
	/** Boxes in each task; its history has them again. */
	boxes: number;
}

/** Ids that do not repeat for long, so that they pack as badly as real ones. */
const HEX = randomBytes(4 * 1024 ** 2).toString('hex');
let position = 0;

function id(length: number): string {
	position = (position + length) % (HEX.length - length);
	return HEX.slice(position, position + length);
}

const box = (n: number) => ({
	schemaId: '797c9b2d8e1f4a6b8c0d2e4f6a8b0c1d',
	'bounding-box': { x: (n * 7) % 1920, y: (n * 13) % 1080, width: (n % 311) + 0.25, height: 88.5 },
	title: 'Vehicle',
	objectId: id(23),
	classifications: [],
	metadata: { createdAt: '2026-01-31T08:15:27.311Z', createdBy: 'labeler@example.com' },
});

const weather = {
	schemaId: '1f3a5c7e9b0d2f4a6c8e0b1d3f5a7c9e',
	tool: 'single-dropdown',
	title: 'Weather',
	columnField: false,
	answer: 'Sunny',
	classifications: [],
};

/** A task as an export gives it (contract 5.4). */
function exportedTask(n: number, boxes: number) {
	const tools = Array.from({ length: boxes }, (_, index) => box(n + index));
	const labels = { tools, classifications: [weather], relations: [] };
	return {
		asset: `https://storage.example.com/${id(24)}/assets/${id(32)}.jpg`,
		assetId: id(24),
		externalId: `image-${n}.jpg`,
		metadata: { width: 1920, height: 1080 },
		contextData: { camera: 'front', drive: n % 500 },
		batches: ['January'],
		task: {
			taskId: id(24),
			type: 'default',
			stage: 'Complete',
			stageId: 'Complete',
			updatedAt: '2026-01-31T08:16:02.102Z',
			updatedBy: 'labeler@example.com',
			...labels,
			brushDataUrl: null,
			medicalBrushDataUrl: null,
			totalDuration: 35_000 + n,
			stageHistory: [
				{
					stage: 'Label',
					stageId: 'Label',
					duration: 35_000 + n,
					completedAt: '2026-01-31T08:16:02.102Z',
					completedBy: 'labeler@example.com',
					...labels,
				},
			],
		},
	};
}

const LINES_IN_CHUNK = 100;

/** Lines of made-up tasks. */
export function* exportedLines({ tasks, boxes }: ExportSize): Generator<string> {
	for (let n = 0; n < tasks; n++) yield `${JSON.stringify(exportedTask(n, boxes))}\n`;
}

/** Lines as an export has them: in a ZIP archive. */
export async function exportArchive(lines: Iterable<string>) {
	let unpacked = 0;
	function* chunks(): Generator<Buffer> {
		let begun: string[] = [];
		const chunk = () => {
			const bytes = Buffer.from(begun.join(''));
			begun = [];
			unpacked += bytes.length;
			return bytes;
		};
		for (const line of lines) if (begun.push(line) === LINES_IN_CHUNK) yield chunk();
		yield chunk();
	}
	const zip = new ZipFile();
	const packing = { compressionLevel: 1 }; // only so that it is made quickly
	zip.addReadStream(Readable.from(chunks(), { objectMode: false }), 'export.ndjson', packing);
	zip.end();
	const packed = (await (zip.outputStream as Readable).toArray()) as Buffer[];
	return { packed, unpacked };
}
