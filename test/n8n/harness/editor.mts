import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { selectors, type Browser, type Locator, type Page } from 'playwright-core';
import { n8nRoot } from '../install.mjs';
import type { N8nServer } from './n8nServer.mts';

const SCREENSHOTS = join(n8nRoot, 'artifacts');

/** n8n cold on a busy machine takes its time. */
const PATIENCE_MS = 180_000;

/** n8n's editor in a browser, used as a person would: by what is on the screen. */
export class Editor {
	readonly page: Page;
	readonly #n8n: N8nServer;

	private constructor(page: Page, n8n: N8nServer) {
		this.page = page;
		this.#n8n = n8n;
	}

	/** Opens the editor and signs in as the owner. Requests to other hosts are cut off. */
	static async open(browser: Browser, n8n: N8nServer): Promise<Editor> {
		const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
		context.setDefaultTimeout(PATIENCE_MS);
		await context.route(
			(url) => url.origin !== n8n.url,
			(route) => route.abort(),
		);
		selectors.setTestIdAttribute('data-test-id');
		const editor = new Editor(await context.newPage(), n8n);
		await editor.#signIn();
		return editor;
	}

	async #signIn(): Promise<void> {
		const { email, password } = this.#n8n.owner;
		await this.page.goto(`${this.#n8n.url}/signin`);
		await this.page.locator('input[type="email"]').fill(email);
		await this.page.locator('input[type="password"]').fill(password);
		await this.page.keyboard.press('Enter');
		await this.page.waitForURL((url) => !url.pathname.startsWith('/signin'));
	}

	async close(): Promise<void> {
		await this.page.context().close();
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.#n8n.url}/workflow/${id}`);
		await this.byTestId('canvas-node').first().waitFor();
	}

	async openNewWorkflow(): Promise<void> {
		await this.page.goto(`${this.#n8n.url}/workflow/new`);
		await this.byTestId('canvas-add-button').waitFor();
	}

	/**
	 * Types into the search field of the nodes panel and returns the names it finds.
	 * @param expected part of a name that has to be among them
	 */
	async searchNodes(text: string, expected = text): Promise<string[]> {
		const search = this.byTestId('node-creator-search-bar');
		if (!(await search.isVisible())) await this.byTestId('node-creator-plus-button').click();
		await search.fill(text);
		const names = this.byTestId('node-creator-item-name');
		await names
			.filter({ hasText: new RegExp(expected, 'i') })
			.first()
			.waitFor();
		return await names.allInnerTexts();
	}

	/** Takes a node from the list of search results and then one of its actions. */
	async addNode(name: string, action: string): Promise<void> {
		const items = this.byTestId('node-creator-item-name');
		await items.getByText(name, { exact: true }).click();
		// Where a node also has triggers, its actions are folded away in an empty workflow.
		const actions = this.byTestId('node-creator-category-item').filter({ hasText: /^Actions/ });
		await actions.waitFor();
		const entry = items.getByText(action, { exact: true });
		if (!(await entry.isVisible())) await actions.click();
		await entry.click();
		await this.byTestId('ndv').waitFor();
	}

	/** Picks an option of a parameter in the open node. */
	async choose(parameter: string, option: string): Promise<void> {
		await this.field(parameter).click();
		const headline = this.page.locator('.option-headline').getByText(option, { exact: true });
		const item = this.byTestId('parameter-input-item').filter({ has: headline, visible: true });
		await item.click();
		await item.waitFor({ state: 'hidden' });
	}

	/** A parameter of the open node. */
	field(parameter: string): Locator {
		return this.byTestId(`parameter-input-${parameter}`);
	}

	/** A button of the open node. */
	button(name: string): Locator {
		return this.byTestId('ndv').getByRole('button', { name, exact: true });
	}

	/** Presses the button that runs the workflow, and waits for n8n's message. */
	async execute(): Promise<string> {
		await this.byTestId('execute-workflow-button').click();
		const message = this.page.locator('.el-notification__title');
		await message.first().waitFor();
		return (await message.allInnerTexts()).join(', ');
	}

	/** Opens a picker in the open node, searches in it and takes the result with this name. */
	async pick(parameter: string, name: string): Promise<void> {
		await this.picker(parameter).click();
		await this.byTestId('rlc-search').fill(name);
		await this.byTestId('rlc-item').getByText(name, { exact: true }).click();
	}

	/** The field of a picker, whose value is the name of what was taken. */
	picker(parameter: string): Locator {
		const field = this.byTestId(`resource-locator-${parameter}`).getByTestId('rlc-input');
		return field.locator('xpath=descendant-or-self::input');
	}

	/** Waits until each of these nodes of the canvas carries the mark of success. */
	async haveSucceeded(...names: string[]): Promise<void> {
		const green = this.byTestId('canvas-node').filter({
			has: this.byTestId('canvas-node-status-success'),
		});
		for (const name of names) {
			await green.and(this.page.locator(`[data-node-name="${name}"]`)).waitFor();
		}
	}

	/** Saves what is on the screen among the ignored artifacts. */
	async screenshot(name: string): Promise<void> {
		mkdirSync(SCREENSHOTS, { recursive: true });
		const fileName = `${name.replace(/\W+/g, '-')}.png`;
		await this.page.screenshot({ path: join(SCREENSHOTS, fileName) });
	}

	byTestId(id: string): Locator {
		return this.page.getByTestId(id);
	}
}
