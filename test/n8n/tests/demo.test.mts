import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { node24, projectRoot } from '../../setup.mjs';
import { undoAtExit } from '../harness/cleanup.mts';

const DIGITS = 30;

/** Runs the demo, which has its own hub and its own n8n, to its end. */
async function runDemo(...args: string[]): Promise<{ code: number; output: string }> {
	// A key in the environment alone is not used: nothing listens there.
	const key = { ANGO_HUB_API_KEY: 'of-somebody', ANGO_HUB_URL: 'http://127.0.0.1:9' };
	const env = { ...process.env, ...key };
	const demo = spawn(node24, [join(projectRoot, 'demo/main.mts'), '--once', ...args], { env });
	undoAtExit(() => demo.kill('SIGTERM'));
	const [out, err, [code]] = await Promise.all([
		text(demo.stdout),
		text(demo.stderr),
		once(demo, 'close'),
	]);
	return { code, output: out + err };
}

describe('the demo', () => {
	it('uploads handwritten digits, gets labels back through the trigger and ends', async () => {
		const { code, output } = await runDemo();
		assert.equal(code, 0, output);
		const rows = output.match(/^ +digit-(\d)-\d\.png .* \1 \(imported\) .* created$/gm);
		assert.equal(rows?.length, DIGITS, output);
		assert.match(output, new RegExp(`${DIGITS} assets are in the batch`));
		const back = output.match(/^ +digit-(\d)-\d\.png +Digit +\1 +labeler@/gm);
		assert.equal(back?.length, 10, output);
		assert.match(output, /http:\/\/127\.0\.0\.1:\d+\/workflow\//);
	});

	it('says which folder does not exist', async () => {
		const { code, output } = await runDemo('--files', 'no-such-folder');
		assert.equal(code, 1);
		assert.match(output, /no folder .*no-such-folder/);
	});
});
