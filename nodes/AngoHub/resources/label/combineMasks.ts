import { UserError } from 'n8n-workflow';

import { readPng, writePng } from '../../../shared/formats/png';

/**
 * A PNG mask laid over another one: where the new one is not transparent, it wins (contract 2.11).
 * @throws UserError when one of them cannot be read, or their sizes differ
 */
export async function combinedMasks(
	existing: { bytes: Buffer; name: string },
	fresh: { bytes: Buffer; name: string },
): Promise<Buffer> {
	const below = await readPng(existing.bytes, existing.name);
	const above = await readPng(fresh.bytes, fresh.name);
	if (below.width !== above.width || below.height !== above.height) {
		throw new UserError(
			`The mask '${fresh.name}' has ${above.width} × ${above.height} pixels, the existing one ${below.width} × ${below.height}`,
			{ description: "Masks have the size of their asset. Set 'Existing Mask' to 'Replace'." },
		);
	}
	for (let at = 0; at < above.rgba.length; at += 4) {
		if (above.rgba[at + 3] > 0) above.rgba.copy(below.rgba, at, at, at + 4);
	}
	return await writePng(below);
}
