import { randomBytes } from 'node:crypto';
import type { LocalHub } from '../../test/local-hub/index.mts';
import { exportArchive, exportedLines, type ExportSize } from './exportArchive.mts';
import type { SeededExport, SeededFile } from './hub.mts';
import { HEIGHT, labelLines, WIDTH, type LabelSize } from './labelFile.mts';

/** Makes assets with a labeled task each. */
export function seedTasks(hub: LocalHub, projectId: string, count: number): void {
	for (let n = 0; n < count; n++) {
		const asset = hub.seedAsset(projectId, { externalId: `image-${n}.jpg` });
		hub.labelTask(hub.taskOf(asset)._id);
	}
}

/** The ids of a project's tasks, the newest first, as Ango Hub lists them. */
export function taskIds(hub: LocalHub, projectId: string): string[] {
	return hub.state
		.room(projectId)
		.tasks.map(({ _id }) => _id)
		.reverse();
}

/** A new task appears, and one goes on to another stage. */
export function changeTasks(hub: LocalHub, projectId: string): void {
	const { tasks } = hub.state.room(projectId);
	hub.seedAsset(projectId);
	const waiting = tasks.findLast(({ stage }) => stage === 'Start');
	if (waiting) hub.labelTask(waiting._id);
}

/** Makes an asset whose file can be read by everybody; its bytes are made up while it is read. */
export function seedFile(hub: LocalHub, projectId: string, name: string, size: number): SeededFile {
	const options = { isPublic: true, contentType: 'video/mp4' };
	const url = hub.storage.putSynthetic(`/${projectId}/assets/${name}`, size, 1, options);
	return { assetId: hub.seedAsset(projectId, { externalId: name, data: url })._id, url };
}

/** Links of exports are good for so many seconds (contract 2.13). */
const LINK_SECONDS = 120_000;

/** Makes an export once, for the hub to answer every request for an export with. */
export async function seedExport(
	hub: LocalHub,
	projectId: string,
	size: ExportSize,
): Promise<SeededExport> {
	return await putExport(hub, projectId, exportedLines(size));
}

/**
 * Puts pictures of `bytes` each into the storage, which only signed links open, and makes the export
 * with their labels, for the hub to answer every request for an export with.
 * @returns their addresses
 */
export async function seedPictures(
	hub: LocalHub,
	projectId: string,
	labels: LabelSize,
	bytes: number,
): Promise<string[]> {
	const picture = randomBytes(bytes);
	Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(picture);
	picture.writeUInt32BE(WIDTH, 16);
	picture.writeUInt32BE(HEIGHT, 20);
	const urls = Array.from({ length: labels.pictures }, (_, n) =>
		hub.storage.put(`/${projectId}/assets/image-${n}.png`, [picture], 'image/png'),
	);
	await putExport(hub, projectId, labelLines(labels, urls));
	return urls;
}

async function putExport(
	hub: LocalHub,
	projectId: string,
	lines: Iterable<string>,
): Promise<SeededExport> {
	const { packed, unpacked } = await exportArchive(lines);
	const url = hub.storage.put(`/${projectId}/exports/export.zip`, packed, 'application/zip');
	const link = hub.storage.signedUrl('GET', url, LINK_SECONDS);
	const body = { status: 'success', data: { exportPath: link } };
	hub.faults.rules = [{ match: { path: '/v2/export' }, action: { status: 200, body } }];
	return { link, packed: packed.reduce((sum, { length }) => sum + length, 0), unpacked };
}
