import { UserError } from 'n8n-workflow';

import { jsonObjects } from '../../formats/jsonObjects';
import { zipMembers } from '../../formats/zip';
import type { ReadableBody } from '../../util/streams';

/** The objects of the first JSON file in the archive and its further parts, else of its first file. */
export async function* objectsIn(
	body: ReadableBody,
	reopen: () => Promise<ReadableBody>,
): AsyncGenerator<Buffer[]> {
	let members = 0;
	let part: string | undefined;
	for await (const member of zipMembers(body as AsyncIterable<Buffer>)) {
		members++;
		if (!/\.(json|ndjson)$/i.test(member.name)) continue;
		// The files of a split export differ in their numbers only.
		part ??= withoutDigits(member.name);
		if (withoutDigits(member.name) === part) yield* jsonObjects(member.content());
	}
	if (part !== undefined) return;
	if (members === 0) {
		throw new UserError('The ZIP archive of the export has no file in it', {
			description: 'Check the filters of the export, then run the node again.',
		});
	}
	const again = await reopen();
	try {
		for await (const member of zipMembers(again as AsyncIterable<Buffer>)) {
			yield* jsonObjects(member.content());
			return;
		}
	} finally {
		again.destroy();
	}
}

function withoutDigits(name: string): string {
	return name.replace(/\d+/g, '');
}
