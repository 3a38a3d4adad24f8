import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Editor } from '../harness/editor.mts';
import { n8nRoot } from '../install.mjs';
import { animatedPng, type Frame } from './apng.mts';

/** Where the pictures go; git ignores it. */
export const PICTURES = join(n8nRoot, 'artifacts/panels');

const WIDTH = 1400;
const HEIGHT = 900;
/** What of the window is above and below the list of parameters. */
const AROUND = 260;
const MARGIN = 14;

/** Takes pictures of what is open in the editor. */
export class Camera {
	readonly #editor: Editor;
	readonly #page: Page;
	#film: Frame[] = [];

	constructor(editor: Editor) {
		this.#editor = editor;
		this.#page = editor.page;
		mkdirSync(PICTURES, { recursive: true });
	}

	/** Opens a node of the open workflow, without loading the editor again. */
	async openNode(workflowId: string, nodeId: string, name: string): Promise<void> {
		await this.resize(WIDTH, HEIGHT);
		await this.#page.evaluate((path) => {
			history.pushState(null, '', path);
			dispatchEvent(new PopStateEvent('popstate', { state: null }));
		}, `/workflow/${workflowId}/${nodeId}`);
		const title = this.#editor.byTestId('ndv').getByText(name, { exact: true });
		await title.first().waitFor({ state: 'attached' });
		await this.#settled();
	}

	/** A picture of all parameters of the open node, however long the list is. */
	async takeParameters(name: string): Promise<void> {
		const list = this.#editor.byTestId('node-parameters');
		const needed = await list.evaluate((element) => element.scrollHeight);
		await this.resize(WIDTH, Math.max(HEIGHT, needed + AROUND));
		await this.#settled();
		const { x, y, width } = (await list.boundingBox())!;
		const bottoms = await this.#editor
			.byTestId('parameter-item')
			.evaluateAll((items) => items.map((item) => item.getBoundingClientRect().bottom));
		const clip = { x, y, width, height: Math.max(...bottoms) - y + MARGIN };
		await this.#page.screenshot({ path: pathOf(name), clip });
	}

	/** A picture of the open node without what came in: its parameters and what went out. */
	async takeOutcome(name: string): Promise<void> {
		await this.#settled();
		const { x } = (await this.#editor.byTestId('node-parameters').boundingBox())!;
		const panel = (await this.#editor.byTestId('ndv').boundingBox())!;
		const clip = { ...panel, x, width: panel.x + panel.width - x };
		await this.#page.screenshot({ path: pathOf(name), clip });
	}

	/** A picture of one part of the window. */
	async take(name: string, part: Locator): Promise<void> {
		await this.#settled();
		await part.screenshot({ path: pathOf(name) });
	}

	/** A picture of the window for the next animation. */
	async film(seconds: number): Promise<void> {
		await this.#settled();
		this.#film.push({ png: await this.#page.screenshot(), seconds });
	}

	/** Makes an animation of what was filmed. */
	develop(name: string): void {
		writeFileSync(pathOf(name), animatedPng(this.#film));
		this.#film = [];
	}

	async resize(width: number, height: number): Promise<void> {
		await this.#page.setViewportSize({ width, height });
	}

	/** Closes the messages that lie over the window. */
	async closeMessages(): Promise<void> {
		const message = this.#page.locator('.el-notification');
		await message.locator('.el-notification__closeBtn').click();
		await message.waitFor({ state: 'detached' });
	}

	/** Waits until the lists that the panel shows are there. */
	async #settled(): Promise<void> {
		const loading = '[data-test-id="node-parameters"] input:disabled, .el-skeleton';
		await this.#page.waitForFunction((css) => !document.querySelector(css), loading);
	}
}

function pathOf(name: string): string {
	return join(PICTURES, `${name}.png`);
}
