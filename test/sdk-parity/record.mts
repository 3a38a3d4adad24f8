import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startLocalHub, type LocalHub, type Platform } from '../local-hub/index.mts';
import { setScene } from './scene.mts';
import { trafficOf } from './wire.mts';
import type { RecordedCall, Recording } from './recordings.mts';

interface Introduction {
	version: string;
	functions: string[];
	cases: Array<{ function: string; name: string }>;
}

const [platform, sdk, python] = process.argv.slice(2) as [Platform, string, string];

/** The SDK in a process of its own: a line of JSON in, a line of JSON out. */
const driver = spawn(python, [join(import.meta.dirname, 'sdk', 'drive.py'), sdk], {
	stdio: ['pipe', 'pipe', 'inherit'],
	env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
});
const lines = createInterface({ input: driver.stdout })[Symbol.asyncIterator]();

async function answer<T>(): Promise<T> {
	const { value, done } = await lines.next();
	if (done === true) throw new Error('The SDK process ended.');
	return JSON.parse(value) as T;
}

async function record(hub: LocalHub, index: number): Promise<RecordedCall> {
	const scene = setScene(hub);
	hub.clearRequests();
	driver.stdin.write(`${JSON.stringify({ index, url: hub.url, apiKey: hub.apiKey, scene })}\n`);
	const { raises } = await answer<{ raises: string | null }>();
	return { ...trafficOf(hub, scene), ...(raises !== null && { raises }) };
}

/** Every call starts with a hub of its own, so that recordings do not depend on their order. */
async function recordAll({ cases }: Introduction): Promise<Map<string, Recording>> {
	const recordings = new Map<string, Recording>();
	for (const [index, { function: name, name: caseName }] of cases.entries()) {
		const hub = await startLocalHub({ platform });
		const call = await record(hub, index);
		await hub.stop();
		const refused = call.hub.length > 0 && hub.requests.find(({ status }) => status >= 400);
		if (refused)
			console.warn(`${name} (${caseName}): ${refused.method} ${refused.url} ${refused.status}`);
		if (call.raises !== undefined) console.warn(`${name} (${caseName}) raises ${call.raises}`);
		recordings.set(name, { ...recordings.get(name), [caseName]: call });
	}
	return recordings;
}

const pretty = (value: unknown) => `${JSON.stringify(value, null, '\t')}\n`;

const introduction = await answer<Introduction>();
const recordings = await recordAll(introduction);
driver.stdin.end();

const folder = join(import.meta.dirname, 'recordings', sdk);
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const [name, recording] of recordings) {
	await writeFile(join(folder, `${name}.json`), pretty(recording));
}
const { version, functions } = introduction;
const list = join(import.meta.dirname, 'recordings', 'functions.json');
const known = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as object) : {};
await writeFile(list, pretty({ ...known, [sdk]: { version, functions } }));
const missing = functions.filter((name) => !recordings.has(name));
console.log(`${sdk} ${version}: ${functions.length} functions, ${recordings.size} recorded.`);
if (missing.length > 0) throw new Error(`Not recorded: ${missing.join(', ')}`);
