/**
 * `npm run demo`: a real n8n with the packed package, from a bare clone with Node >= 20.
 *
 *   npm run demo                       aerial pictures, with a local stand-in for Ango Hub
 *   npm run demo -- --files DIR        your own files; a labels.csv in DIR (fileName,label) is used
 *   npm run demo -- --once             ends when the job is done
 *   npm run demo -- --real             the real Ango Hub, with the key in ANGO_HUB_API_KEY (another
 *                                      address: ANGO_HUB_URL); makes a project and assets there
 */
import { join } from 'node:path';
import { ensureN8n } from '../test/n8n/install.mjs';
import { buildPackage, isBuilt, prepareAndRun, projectRoot } from '../test/setup.mjs';
import { demoOptions } from './options.mjs';

const args = process.argv.slice(2);

await prepareAndRun(async () => {
	demoOptions(args);
	await ensureN8n();
	if (!isBuilt()) await buildPackage();
}, [join(projectRoot, 'demo/main.mts'), ...args]);
