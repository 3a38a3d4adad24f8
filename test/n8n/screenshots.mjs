/**
 * `npm run screenshots`: pictures of every panel of the nodes in a real n8n, for people to look at.
 * They and a contact sheet (index.html) end up in test/n8n/artifacts/panels.
 *
 *   npm run screenshots                  everything
 *   npm run screenshots -- asset- task-  only the panels whose names begin like this
 */
import { join } from 'node:path';
import { buildPackage, prepareAndRun } from '../setup.mjs';
import { ensureN8n, n8nRoot } from './install.mjs';

await prepareAndRun(async () => {
	await ensureN8n();
	await buildPackage();
}, [join(n8nRoot, 'screenshots/main.mts'), ...process.argv.slice(2)]);
