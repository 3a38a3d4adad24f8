/** The demo itself; `run.mjs` has installed and built what it needs. */
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../test/n8n/harness/cleanup.mts';
import { projectRoot } from '../test/setup.mjs';
import { demoHub } from './hub.mts';
import { Loop, type Outcome } from './loop.mts';
import { DemoN8n } from './n8n.mts';
import { demoOptions } from './options.mjs';
import { ownFiles } from './ownFiles.mts';
import { askAboutDigits } from './questions.mts';
import { trees } from './trees.mts';

/** Tasks that are labeled at once; the pictures of trees come in batches of so many. */
const TASKS = 5;
const RESULTS = join(projectRoot, 'demo-results');

const { folder, isOnce, isReal } = demoOptions(process.argv.slice(2));

/** The pages of finished runs, by what they did. */
const pages: Record<string, string> = {};
/** Names of files in the results. */
const written: string[] = [];

function show(what: string, { table, address, files }: Outcome): void {
	console.log(`\n${table}\n`);
	pages[what] = address;
	written.push(...files);
}

async function demo(): Promise<{ n8n: DemoN8n; loop: Loop }> {
	const hub = await demoHub(isReal);
	const digits = temporaryFolder('digits');
	if (!folder) mkdirSync(RESULTS, { recursive: true });
	const job = folder ? ownFiles(folder) : trees(RESULTS);
	console.log('• Starting n8n with the package, as npm would publish it …');
	const n8n = await DemoN8n.launch(hub, [...job.folders, digits]);
	const loop = await Loop.prepare(job, n8n, hub);
	const place = hub.local ? 'a local stand-in for Ango Hub' : `Ango Hub at ${hub.url}`;
	const files = folder ? `the files of ${folder}` : "aerial pictures and a model's boxes";
	console.log(`• Workflow 1 uploads ${files} to ${place} …`);
	show('Upload', await loop.upload());
	if (loop.hasWork) {
		console.log('• An annotator works on some of them; each finished task starts workflow 2 …');
		show('Labels back', await loop.label(TASKS));
	}
	if (!hub.local) {
		console.log(
			'• Your people label from here on. See docs/triggers.md for how labels come back.\n',
		);
	} else if (!folder) {
		console.log('• Workflow 3 asks which digits it has, and sleeps until somebody has answered …');
		show(
			'Ask and wait',
			await askAboutDigits(n8n, { ...hub, local: hub.local }, loop.receiver!, digits),
		);
	}
	return { n8n, loop };
}

function tellFiles(names: string[]): void {
	if (names.length === 0) return;
	console.log('  Look at');
	for (const name of names) console.log(`    ${relative(process.cwd(), join(RESULTS, name))}`);
	console.log('');
}

function tellPages(finished: Record<string, string>): void {
	console.log('  The finished runs in n8n');
	for (const [what, page] of Object.entries(finished)) {
		console.log(`    ${what.padEnd(14)}${page}`);
	}
	console.log('');
}

function offer({ hasWork }: Loop): void {
	const more = hasWork ? `Press Enter to have ${TASKS} more labeled, ` : 'Press ';
	console.log(`  ${more}Ctrl+C to end the demo.`);
}

/** Has more labeled whenever the user presses Enter, until there is nothing left. */
async function labelMore(loop: Loop): Promise<void> {
	offer(loop);
	const lines = createInterface({ input: process.stdin, terminal: false })[Symbol.asyncIterator]();
	while (!(await lines.next()).done) {
		if (!loop.hasWork) continue;
		const { table, address, files } = await loop.label(TASKS);
		console.log(`\n${table}\n`);
		tellFiles(files);
		tellPages({ 'Labels back': address });
		offer(loop);
	}
}

/** @throws Error when n8n has ended by itself */
async function watch(n8n: DemoN8n): Promise<never> {
	while (n8n.isRunning) await sleep(1000);
	throw new Error(`n8n has ended by itself\n${n8n.logTail()}`);
}

try {
	const { n8n, loop } = await demo();
	tellFiles(written);
	if (!isOnce) {
		const { email, password } = n8n.owner;
		tellPages({ ...pages, 'Sign in': `${email}   ${password}` });
		await Promise.all([watch(n8n), labelMore(loop)]);
	}
	await n8n.stop();
	process.exit(0);
} catch (error) {
	console.error(`\n${(error as Error).message}`);
	process.exit(1);
}
