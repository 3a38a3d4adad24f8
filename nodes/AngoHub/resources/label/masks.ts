import { UserError } from 'n8n-workflow';

import { hasTransparency, isInterlacedOrLarge, readPng } from '../../../shared/formats/png';
import type { Hub } from '../../../shared/hub';
import type { LabelContent, Task } from '../../../shared/hub/types';
import { readableLink } from '../../../shared/items/assetFile';
import type { Files } from '../../../shared/operation/files';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { outcomeOf } from '../../../shared/util/outcome';
import type { FileBody, SourceFile } from '../../../shared/util/streams';
import { combinedMasks } from './combineMasks';

export const brushMaskOption = {
	displayName: 'Brush Mask Field',
	name: 'brush',
	type: 'string',
	default: 'data',
	hint: 'The name of the input field containing the file',
	description:
		"A PNG of the asset's size, transparent except for pixels in the colors of brush classes",
} as const satisfies Field;

export const existingMaskOption = {
	displayName: 'Existing Mask',
	name: 'existingMask',
	type: 'options',
	options: [
		{
			name: 'Combine',
			value: 'combine',
			description: 'Lay the new brush mask over the existing one',
		},
		{ name: 'Replace', value: 'replace', description: 'Keep only the new mask' },
	],
	default: 'replace',
	description: 'What to do with the mask that the task already has',
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

/** A mask that is larger as a file is no mask. */
const MAX_MASK_BYTES = 64 * 1024 ** 2;
const NRRD = 'NRRD';

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
		const mask = await brushMaskIn(files, brush);
		const existing = combine ? task?.brushDataUrl : undefined;
		const source = existing ? await combinedWith(hub, projectId, existing, mask) : mask;
		const file = { fileName: 'mask.png', mimeType: 'image/png', source };
		urls.brushDataUrl = await hub.uploads.put(projectId, file, 'brushes');
	}
	if (medical) {
		const source = await medicalMaskIn(files, medical);
		const file = { fileName: 'mask.seg.nrrd', mimeType: 'application/octet-stream', source };
		urls.medicalBrushDataUrl = await hub.uploads.put(projectId, file, 'medicalBrushes');
	}
	return urls;
}

/** A mask that can be sent again without reading its file a second time. */
interface Mask {
	name: string;
	bytes: Buffer;
	size: number;
	open(): Buffer;
}

/** @throws UserError when the file is no PNG that Ango Hub can lay over the asset */
async function brushMaskIn(files: Files, field: string): Promise<Mask> {
	const file = await maskIn(files, field);
	const name = file.fileName ?? field;
	const bytes = await limitedBytes(await file.open());
	if (bytes.length > MAX_MASK_BYTES) {
		throw new UserError(`The mask '${name}' is larger than 64 MiB`, {
			description: 'Save it as a PNG with few colors, which takes far less.',
		});
	}
	// Ango Hub reads more than n8n does here.
	if (!isInterlacedOrLarge(bytes)) await readPng(bytes, name);
	if (!hasTransparency(bytes)) {
		throw new UserError(
			`The mask '${name}' has no transparency, so it would cover the whole asset`,
			{
				description:
					'Save it with an alpha channel: transparent but for the pixels of brush classes.',
			},
		);
	}
	return { name, bytes, size: bytes.length, open: () => bytes };
}

/** @throws UserError when the file is no NRRD */
async function medicalMaskIn(files: Files, field: string): Promise<SourceFile> {
	const file = await maskIn(files, field);
	const body = await file.open();
	const start = await firstBytes(body);
	if (start.toString('latin1', 0, NRRD.length) === NRRD) return file;
	throw new UserError(`The mask '${file.fileName ?? field}' is not an NRRD file`, {
		description: DESCRIPTION,
	});
}

async function maskIn(files: Files, field: string): Promise<SourceFile> {
	const file = await files.read(field);
	if (file.size > 0) return file;
	throw new UserError(`The mask '${file.fileName ?? field}' is empty`, {
		description: DESCRIPTION,
	});
}

async function combinedWith(
	hub: Hub,
	projectId: string,
	existing: string,
	mask: Mask,
): Promise<Pick<SourceFile, 'size' | 'open'>> {
	const below = await hub.downloads.read(
		async () => await readableLink(hub, projectId, existing, undefined, 'brushes'),
		async ({ body }) => await limitedBytes(body),
	);
	const combined = await outcomeOf(combinedMasks({ bytes: below, name: 'of the task' }, mask));
	if ('error' in combined) {
		throw new UserError(combined.error.message, {
			description: "Set 'Existing Mask' to 'Replace' to keep only the new mask.",
		});
	}
	return { size: combined.value.length, open: () => combined.value };
}

/** The bytes of a file, up to a little more than the largest mask. */
async function limitedBytes(body: FileBody): Promise<Buffer> {
	return await firstBytes(body, MAX_MASK_BYTES + 1);
}

/** At least the first `count` bytes of a file, where it has as many. */
async function firstBytes(body: FileBody, count = 1): Promise<Buffer> {
	if (Buffer.isBuffer(body)) return body;
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of body as AsyncIterable<Buffer>) {
		chunks.push(chunk);
		size += chunk.length;
		if (size >= count) break;
	}
	return Buffer.concat(chunks);
}
