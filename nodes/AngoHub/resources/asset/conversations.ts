import { UserError, type IDataObject } from 'n8n-workflow';
import { randomUUID } from 'node:crypto';

import { MAX_CHATS } from '../../../shared/hub/chats';
import type { Files } from '../../../shared/operation/files';
import { parseExactJson } from '../../../shared/util/exactJson';
import { linesOf } from '../../../shared/util/linesOf';
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
	const text = (await bytesOf(file)).toString().replace(/^\ufeff/, '');
	try {
		return parseExactJson(text);
	} catch (error) {
		return jsonLines(text) ?? notJson(fileName, (error as Error).message);
	}
}

/** The values of a file with one on each line, as chats are often kept; undefined where it is no such file. */
function jsonLines(text: string): unknown[] | undefined {
	const lines = linesOf(text);
	if (lines.length < 2) return undefined;
	try {
		return lines.map((line) => {
			const value = parseExactJson(line);
			return Array.isArray(value) ? { messages: value } : value;
		});
	} catch {
		return undefined;
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
	const { id, role, user, content: given, ...rest } = (value ?? {}) as IDataObject;
	const author = (user ?? (role === undefined ? {} : { id: role, role })) as IDataObject;
	const content = textOf(given);
	if (content === undefined || typeof author.role !== 'string') {
		const missing = content === undefined ? 'text in "content"' : '"role"';
		throw new UserError(`Message ${index + 1} of ${where} has no ${missing}`, {
			description: 'A message is such as {"role": "user", "content": "Hello"}.',
		});
	}
	return { id: id ?? randomUUID(), content, ...rest, user: author };
}

/** The text of a message: of a call of a tool there is none, and others come in parts. */
function textOf(content: unknown): string | undefined {
	if (content === null) return '';
	if (typeof content === 'string') return content;
	if (!Array.isArray(content)) return undefined;
	const texts = content.map((part) => (part as IDataObject | null)?.text);
	return texts.every((text) => typeof text === 'string') ? texts.join('\n') : undefined;
}
