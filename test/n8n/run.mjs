/**
 * The tests in a real n8n: installs n8n, builds the package and hands over to `main.mts`.
 * `node test/n8n/run.mjs browser` runs only the test files whose name contains "browser".
 */
import { fileURLToPath } from 'node:url';
import { handOver, runStep } from '../setup.mjs';
import { ensureN8n } from './install.mjs';

await ensureN8n();
await runStep('Building the package', 'npm', ['run', 'build']);
handOver(fileURLToPath(new URL('main.mts', import.meta.url)), process.argv.slice(2));
