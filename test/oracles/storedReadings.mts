import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What tools of others read of the fixture sets, kept for where they cannot be installed.
 * `UPDATE_READINGS=1 node test/run.mjs --only oracles` writes it anew.
 */
export const STORED_READINGS = join(import.meta.dirname, '../fixtures/oracle-readings.json');

export const storedReadings = () =>
	JSON.parse(readFileSync(STORED_READINGS, 'utf8')) as Record<string, unknown>;
