import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { EXTENSIONS } from '../../../../demo/options.mjs';
import { startLocalHub } from '../../../local-hub/index.mts';
import { node24, projectRoot } from '../../../setup.mjs';
import { temporaryFolder, undoAtExit } from '../../harness/cleanup.mts';
import { until } from '../../harness/until.mts';

const RESULTS = join(projectRoot, 'demo-results');
const ADDRESS = /https?:\/\//;
/** A key that the demo must not use; nothing listens there. */
const NOBODY = { ANGO_HUB_API_KEY: 'of-somebody', ANGO_HUB_URL: 'http://127.0.0.1:9' };

/** The demo, which has its own hub and its own n8n, in a process of its own. */
class Demo {
	output = '';
	readonly ended: Promise<number>;
	readonly #process;

	/** @param script main.mts, or run.mjs, which first installs and builds */
	constructor(script: string, args: string[], environment: NodeJS.ProcessEnv = NOBODY) {
		const env = { ...process.env, ...environment };
		this.#process = spawn(node24, [join(projectRoot, 'demo', script), ...args], { env });
		undoAtExit(() => this.#process.kill('SIGTERM'));
		for (const stream of [this.#process.stdout, this.#process.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
		}
		this.ended = once(this.#process, 'close').then(([code]) => code as number);
	}

	/** Waits until it has written this. */
	async says(text: string): Promise<void> {
		let code: number | undefined;
		void this.ended.then((ended) => (code = ended));
		await until(
			() => this.output.includes(text) || code !== undefined,
			() => `the demo says "${text}":\n${this.output}`,
		);
		assert.ok(this.output.includes(text), this.output);
	}

	enter(): void {
		this.#process.stdin.write('\n');
	}

	end(): void {
		this.#process.kill('SIGTERM');
	}

	interrupt(): void {
		this.#process.kill('SIGINT');
	}
}

/** The first cells of the rows of a table that match. */
function rows(output: string, pattern: RegExp): string[] {
	return [...output.matchAll(pattern)].map(([, cell]) => cell!);
}

/** Takes a port, if nobody has it. */
async function occupy(port: number): Promise<void> {
	const server = createServer().listen(port, '127.0.0.1').unref();
	await Promise.race([once(server, 'listening'), once(server, 'error')]).catch(() => {});
}

type FileTypes = typeof import('../../../../nodes/shared/formats/fileTypes.ts');

const numbered = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, at) => String(from + at).padStart(2, '0'));

describe('the demo', () => {
	it('goes the whole loop with pictures of trees, labels more when asked, and ends with Ctrl+C', async (test) => {
		// The ports that n8n takes by default.
		for (const port of [5678, 5679]) await occupy(port);
		const demo = new Demo('main.mts', []);
		test.after(() => demo.end());
		await demo.says('Ctrl+C to end the demo');

		const uploaded = rows(demo.output, /^ +trees-(\d\d)\.jpg +Trees [1-4] .* created +\d+$/gm);
		assert.deepEqual(uploaded.sort(), numbered(1, 20));
		const back = /^ +trees-(\d\d)\.jpg +Trees \d +\d+ +labeler@.*$/gm;
		assert.deepEqual(rows(demo.output, back), numbered(1, 5));
		assert.equal(demo.output.match(/dataset made/g)?.length, 1, demo.output);
		assert.deepEqual(rows(demo.output, /^ +digit-(\d)\.png +\1 +labeler@/gm), ['3', '5', '7']);

		const { annotations } = JSON.parse(
			readFileSync(join(projectRoot, 'demo/pictures/labels.json'), 'utf8'),
		);
		const boxes = annotations.filter(({ image_id: id }: { image_id: number }) => id === 1).length;
		const drawing = readFileSync(join(RESULTS, 'trees-01.svg'), 'utf8');
		assert.equal(drawing.match(/<rect /g)?.length, boxes);
		assert.match(drawing, /<image href="data:image\/jpeg;base64,/);
		const dataset = readFileSync(join(RESULTS, 'Trees 1.zip')).toString('latin1');
		for (const number of numbered(1, 5)) {
			assert.ok(dataset.includes(`images/train/trees-${number}.jpg`));
			assert.ok(dataset.includes(`labels/train/trees-${number}.txt`));
		}
		assert.ok(!dataset.includes('trees-06'), 'only the pictures of the batch');

		const pages = rows(demo.output, /^ {4}\S.*?(http:\S+\/workflow\/\w+\/executions\/\d+)$/gm);
		assert.equal(pages.length, 3, demo.output);
		for (const page of pages) assert.equal((await fetch(page)).status, 200);

		demo.enter();
		await demo.says('trees-10.jpg  Trees 2  1');
		await until(
			() => rows(demo.output, back).length === 10,
			() => demo.output,
		);
		assert.deepEqual(rows(demo.output, back), numbered(1, 10));

		demo.interrupt();
		assert.equal(await demo.ended, 130);
		await assert.rejects(fetch(pages[0]!), 'n8n has ended too');
	});

	it("uploads the user's own files with what their labels.csv says, and gets that back", async () => {
		const folder = join(temporaryFolder('own'), 'My (own) files [1]');
		mkdirSync(join(folder, 'inside'), { recursive: true });
		writeFileSync(join(folder, 'cat.txt'), 'a cat');
		writeFileSync(join(folder, 'inside/dog.txt'), 'a dog');
		writeFileSync(join(folder, 'labels.csv'), 'fileName,label\ncat.txt,Cat\ndog.txt,Dog\n');
		const demo = new Demo('main.mts', ['--once', '--files', folder]);

		assert.equal(await demo.ended, 0, demo.output);
		assert.match(demo.output, /^ +cat\.txt .* created +Cat \(imported\)$/m);
		assert.match(demo.output, /^ +inside\/dog\.txt .* created +Dog \(imported\)$/m);
		assert.match(demo.output, /^ +cat\.txt +Label +Cat +labeler@/m);
		assert.match(demo.output, /^ +inside\/dog\.txt +Label +Dog +labeler@/m);
		assert.doesNotMatch(demo.output, ADDRESS, 'nothing answers any more');
	});

	it('uses the real Ango Hub with --real only, and then labels nothing itself', async (test) => {
		const hub = await startLocalHub();
		test.after(async () => await hub.stop());
		const real = { ANGO_HUB_API_KEY: hub.apiKey, ANGO_HUB_URL: `${hub.url}/v2/` };
		const demo = new Demo('main.mts', ['--once', '--real'], real);
		assert.equal(await demo.ended, 0, demo.output);
		const [project, ...others] = [...hub.state.projects.values()];
		assert.deepEqual(others, []);
		const { assets } = hub.state.room(project!._id);
		assert.equal(assets.length, 20);
		assert.deepEqual(new Set(assets.map((asset) => hub.taskOf(asset).stage)), new Set(['Label']));
	});

	const empty = temporaryFolder('empty');
	const without = temporaryFolder('without');
	writeFileSync(join(without, 'notes.docx'), 'no');
	writeFileSync(join(without, 'labels.csv'), 'fileName,label\n');
	const wrong: Array<[args: string[], message: RegExp]> = [
		[['--files', 'no-such-folder'], /there is no folder .*no-such-folder/],
		[['--files', join(projectRoot, 'package.json')], /package\.json is a file/],
		[['--files', empty], /has no files/],
		[['--files', without], /takes none of the files .*notes\.docx/],
		[['--folder', empty], /Unknown option '--folder'\. The demo takes --files/],
	];
	for (const [args, message] of wrong) {
		it(`says before anything is installed or built: ${message.source}`, async () => {
			const demo = new Demo('run.mjs', args);
			assert.equal(await demo.ended, 1);
			assert.match(demo.output.trim(), message);
			assert.doesNotMatch(demo.output, /Installing|Building| at /);
		});
	}

	it('needs a key for --real, before anything is installed or built', async () => {
		const demo = new Demo('run.mjs', ['--real'], { ANGO_HUB_API_KEY: '' });
		assert.equal(await demo.ended, 1);
		assert.match(demo.output, /set ANGO_HUB_API_KEY/);
		assert.doesNotMatch(demo.output, /Installing|Building/);
	});

	it('knows the files that the node takes', () => {
		const built = join(projectRoot, 'dist/nodes/shared/formats/fileTypes.js');
		const { isSupported, SUPPORTED_EXTENSIONS } = createRequire(import.meta.url)(
			built,
		) as FileTypes;
		for (const extension of EXTENSIONS) assert.ok(isSupported(extension), extension);
		const missing = SUPPORTED_EXTENSIONS.split(', ').filter((one) => !EXTENSIONS.includes(one));
		assert.deepEqual(missing, []);
	});
});
