import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { n8nRoot } from '../install.mjs';
import type { Editor } from '../harness/editor.mts';

/** Where the pictures go; git ignores it. */
export const PICTURES = join(n8nRoot, 'artifacts/panels');

const WIDTH = 1400;
/** Tall enough for most panels; others get what they need. */
const HEIGHT = 900;
/** What of the window is not the list of parameters. */
const AROUND = 260;

/** Takes pictures of the panel of a node, at its full height. */
export class Camera {
	readonly #editor: Editor;
	readonly #page: Page;

	constructor(editor: Editor) {
		this.#editor = editor;
		this.#page = editor.page;
		mkdirSync(PICTURES, { recursive: true });
	}

	/** Opens the node of a workflow that is open, without loading the editor again. */
	async openNode(workflowId: string, nodeId: string, name: string): Promise<void> {
		await this.#page.setViewportSize({ width: WIDTH, height: HEIGHT });
		await this.#page.evaluate((path) => {
			history.pushState(null, '', path);
			dispatchEvent(new PopStateEvent('popstate', { state: null }));
		}, `/workflow/${workflowId}/${nodeId}`);
		await this.#editor.byTestId('ndv').getByText(name, { exact: true }).first().waitFor();
	}

	/** A picture of the parameters of the open node. */
	async takePanel(name: string): Promise<void> {
		const list = this.#editor.byTestId('node-parameters');
		await this.#settled();
		const height = await list.evaluate((element) => {
			const scrolled = element.closest('.node-parameters-wrapper') ?? element;
			return scrolled.scrollHeight;
		});
		await this.#page.setViewportSize({ width: WIDTH, height: Math.max(HEIGHT, height + AROUND) });
		await this.#settled();
		await this.#editor.byTestId('ndv').screenshot({ path: pathOf(name) });
	}

	/** Waits until nothing loads any more. */
	async #settled(): Promise<void> {
		await this.#page.waitForLoadState('networkidle');
	}
}

function pathOf(name: string): string {
	return join(PICTURES, `${name}.png`);
}
