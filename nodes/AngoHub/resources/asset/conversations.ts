import { jsonParse, UserError, type IDataObject } from 'n8n-workflow';
import { randomUUID } from 'node:crypto';

import { MAX_CHATS } from '../../../shared/hub/chats';
import type { Files } from '../../../shared/operation/files';
import { bytesOf } from '../../../shared/util/streams';

/** A file of chats is held in memory while it is sent. */
const MAX_FILE_BYTES = 256 * 1024 ** 2;

/**
 * Conversations in Ango Hub's form (contract 2.6) from what users have: the messages of one chat, a
 * chat, or a list of chats. Messages may say their `role` instead of their `user`.
 * @throws UserError naming the message that is not one
 */
export function conversationsIn(value: unknown, field: string): IDataObject[] {
	const chats = Array.isArray(value) && isChat(value[0]) ? value : [value];
	if (chats.length > MAX_CHATS) {
		throw new UserError(`'${field}' has ${chats.length} chats, and one item may have 10,000`, {
			description: 'Divide them among several items.',
		});
	}
	return chats.map((chat, index) => {
		const where = chats.length > 1 ? `chat ${index + 1} of '${field}'` : `'${field}'`;
		const { messages, ...rest } = isChat(chat) ? chat : { messages: chat };
		if (!Array.isArray(messages) || messages.length === 0) {
			throw new UserError(`There are no messages in ${where}`, {
				description: 'Give a list such as [{"role": "user", "content": "Hello"}].',
			});
		}
		return { ...rest, messages: messages.map((message, n) => messageOf(message, n, where)) };
	});
}

/** The conversations of a JSON file. @throws UserError naming the file, or the message that is not one */
export async function conversationsInFile(files: Files, field: string): Promise<IDataObject[]> {
	return conversationsIn(await readJson(files, field), 'Input Data Field Name');
}

async function readJson(files: Files, field: string): Promise<unknown> {
	const file = await files.read(field);
	const { fileName = field, size } = file;
	if (size > MAX_FILE_BYTES) {
		throw new UserError(`The file '${fileName}' is larger than 256 MiB`, {
			description: 'Divide its chats among several files.',
		});
	}
	const bytes = await bytesOf(file);
	try {
		return jsonParse(bytes.toString());
	} catch (error) {
		return notJson(fileName, (error as Error).message);
	}
}

function notJson(fileName: string, reason: string): never {
	throw new UserError(`The file '${fileName}' is not valid JSON`, {
		description: `Correct the file, or the node that makes it. In detail: ${reason}.`,
	});
}

function isChat(value: unknown): value is { messages: unknown } {
	return typeof value === 'object' && value !== null && 'messages' in value;
}

function messageOf(value: unknown, index: number, where: string): IDataObject {
	const { id, role, user, ...rest } = (value ?? {}) as IDataObject;
	const author = (user ?? (role === undefined ? {} : { id: role, role })) as IDataObject;
	if (typeof rest.content !== 'string' || typeof author.role !== 'string') {
		const missing = typeof rest.content === 'string' ? '"role"' : 'text in "content"';
		throw new UserError(`Message ${index + 1} of ${where} has no ${missing}`, {
			description: 'A message is such as {"role": "user", "content": "Hello"}.',
		});
	}
	return { id: id ?? randomUUID(), ...rest, user: author };
}
