import { UserError } from 'n8n-workflow';

import type { Transport } from './http/transport';

/** @throws UserError on the legacy platform, which has none of `what` */
export function currentOnly({ platform }: Transport, what: string): void {
	if (platform !== 'legacy') return;
	throw new UserError(`The legacy platform has no ${what}`, {
		description: 'This works with the current platform only.',
	});
}
