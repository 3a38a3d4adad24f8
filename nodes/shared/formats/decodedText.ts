import { UserError } from 'n8n-workflow';

/** A text is in memory as a whole, and once more in the form that it is read into. */
const MAX_TEXT_BYTES = 256 * 1024 ** 2;
const DECLARED = /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/;
/** Enough for the declaration of an XML document. */
const DECLARATION_BYTES = 200;

/**
 * The text of a file: UTF-8, or what its byte order mark or its XML declaration says.
 * @throws UserError naming the file when it is too large
 */
export async function decodedText(
	body: Buffer | AsyncIterable<Buffer>,
	name: string,
): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of Buffer.isBuffer(body) ? [body] : body) {
		size += chunk.length;
		if (size > MAX_TEXT_BYTES) {
			throw new UserError(`'${name}' is larger than ${MAX_TEXT_BYTES / 1024 ** 2} MB`, {
				description: 'Split it into several files.',
			});
		}
		chunks.push(chunk);
	}
	const bytes = Buffer.concat(chunks);
	return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf(bytes: Buffer): string {
	const mark = bytes.subarray(0, 2).toString('hex');
	if (mark === 'fffe') return 'utf-16le';
	if (mark === 'feff') return 'utf-16be';
	const [, declared] = DECLARED.exec(bytes.toString('latin1', 0, DECLARATION_BYTES)) ?? [];
	try {
		return new TextDecoder(declared).encoding;
	} catch {
		return 'utf-8'; // an encoding that is not known
	}
}
