import type { Readable } from 'node:stream';
import { Container } from '@n8n/di';
import { BinaryDataService, prepareBinaryData } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';

export interface FileInfo {
	fileName: string;
	mimeType: string;
}

/** Stored files of inputs belong to this workflow and execution. */
const inputs = { workflowId: 'inputs', executionId: '0' };

/**
 * Puts a file where n8n keeps files in the current binary mode. In filesystem mode a stream goes
 * straight to disk, so it may be larger than memory.
 */
export async function storeBinary(
	content: Buffer | Readable,
	{ fileName, mimeType }: FileInfo,
): Promise<IBinaryData> {
	return await prepareBinaryData(
		content,
		inputs.executionId,
		inputs.workflowId,
		fileName,
		mimeType,
	);
}

/** The content of a file that a node produced, in either mode. */
export async function readBinary(binaryData: IBinaryData): Promise<Buffer> {
	return await Container.get(BinaryDataService).getAsBuffer(binaryData);
}

/** The content of a stored file as a stream (filesystem mode only). */
export async function streamBinary({ id }: IBinaryData): Promise<Readable> {
	if (!id) throw new Error('In memory mode a file has no id to stream from');
	return await Container.get(BinaryDataService).getAsStream(id);
}
