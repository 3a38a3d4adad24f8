import { UserError } from 'n8n-workflow';

import { extensionOf } from '../../../shared/formats/fileNames';
import type { Hub } from '../../../shared/hub';
import type { LabelContent, Task } from '../../../shared/hub/types';
import { readableLink } from '../../../shared/items/assetFile';
import type { Files } from '../../../shared/operation/files';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import type { FileBody, SourceFile } from '../../../shared/util/streams';
import { combinedMasks } from './combineMasks';

export const brushMaskOption = {
	displayName: 'Brush Mask Field',
	name: 'brush',
	type: 'string',
	default: 'data',
	hint: 'The name of the input field containing the file',
	description:
		"A PNG of the asset's size, transparent but for pixels in the colors of brush classes",
} as const satisfies Field;

export const existingMaskOption = {
	displayName: 'Existing Mask',
	name: 'existingMask',
	type: 'options',
	options: [
		{
			name: 'Combine',
			value: 'combine',
			description: 'Lay the new brush mask over the one that the task has',
		},
		{ name: 'Replace', value: 'replace', description: 'Keep only the new mask' },
	],
	default: 'replace',
	description: 'What happens to the mask that the task has when a new one is given',
} as const satisfies Field;

export const medicalMaskOption = {
	displayName: 'Medical Brush Mask Field',
	name: 'medical',
	type: 'string',
	default: 'data',
	hint: 'The name of the input field containing the file',
	description: 'An NRRD file whose values are the schema IDs of medical brush classes',
} as const satisfies Field;

type MaskOptions = Partial<
	Parameters<[typeof brushMaskOption, typeof existingMaskOption, typeof medicalMaskOption]>
>;

/** A mask that is this large as a file is no mask. */
const LARGEST_MASK = 64 * 1024 ** 2;

const DESCRIPTION = 'Check the node before this one, or the name of the field.';

/**
 * Puts the masks of an item into storage (contract 2.11) and gives their URLs.
 * @param task the task that has the mask to be combined with, where it was read
 */
export async function uploadedMasks(
	hub: Hub,
	files: Files,
	projectId: string,
	{ brush, medical, existingMask }: MaskOptions,
	task?: Task,
): Promise<Pick<LabelContent, 'brushDataUrl' | 'medicalBrushDataUrl'>> {
	const combine = existingMask === 'combine';
	if (medical && combine) {
		throw new UserError('NRRD masks cannot be combined', {
			description: "Set 'Existing Mask' to 'Replace', or combine them before this node.",
		});
	}
	const urls: Pick<LabelContent, 'brushDataUrl' | 'medicalBrushDataUrl'> = {};
	if (brush) {
		const mask = await maskIn(files, brush, ['png'], 'image/png');
		const existing = combine ? task?.brushDataUrl : undefined;
		const source = existing ? await combinedWith(hub, projectId, existing, mask) : mask;
		const file = { fileName: 'mask.png', mimeType: 'image/png', source };
		urls.brushDataUrl = await hub.uploads.put(projectId, file, 'brushes');
	}
	if (medical) {
		const source = await maskIn(files, medical, ['seg.nrrd', 'nrrd']);
		const file = { fileName: 'mask.seg.nrrd', mimeType: 'application/octet-stream', source };
		urls.medicalBrushDataUrl = await hub.uploads.put(projectId, file, 'medicalBrushes');
	}
	return urls;
}

async function maskIn(
	files: Files,
	field: string,
	extensions: string[],
	mimeType?: string,
): Promise<SourceFile> {
	const file = await files.read(field);
	const name = file.fileName ?? field;
	if (!extensions.includes(extensionOf(name)) && file.mimeType !== mimeType) {
		throw new UserError(`The mask '${name}' is not a file of the type .${extensions[0]}`, {
			description: DESCRIPTION,
		});
	}
	if (file.size === 0) {
		throw new UserError(`The mask '${name}' is empty`, { description: DESCRIPTION });
	}
	return file;
}

async function combinedWith(
	hub: Hub,
	projectId: string,
	existing: string,
	mask: SourceFile,
): Promise<Pick<SourceFile, 'size' | 'open'>> {
	const below = await hub.downloads.read(
		async () => await readableLink(hub, projectId, existing, undefined, 'brushes'),
		async ({ body }) => await bytesOf(body),
	);
	const combined = await combinedMasks(
		{ bytes: checkedSize(below, 'of the task'), name: 'of the task' },
		{
			bytes: checkedSize(await bytesOf(await mask.open()), mask.fileName ?? 'mask'),
			name: mask.fileName ?? 'mask',
		},
	);
	return { size: combined.length, open: () => combined };
}

/** The bytes of a file, up to a little more than the largest mask. */
async function bytesOf(body: FileBody): Promise<Buffer> {
	if (Buffer.isBuffer(body)) return body;
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of body as AsyncIterable<Buffer>) {
		chunks.push(chunk);
		size += chunk.length;
		if (size > LARGEST_MASK) break;
	}
	return Buffer.concat(chunks);
}

function checkedSize(bytes: Buffer, name: string): Buffer {
	if (bytes.length <= LARGEST_MASK) return bytes;
	throw new UserError(`The mask '${name}' is too large to be combined`, {
		description: "Set 'Existing Mask' to 'Replace'.",
	});
}
