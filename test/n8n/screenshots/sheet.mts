import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { PICTURES } from './camera.mts';

const SHEET = 'sheet-';

const STYLE = `
	body { margin: 0; font: 15px sans-serif; background: #ddd }
	section { padding: 12px; display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-start }
	h2 { width: 100%; margin: 0 }
	figure { margin: 0; width: 390px }
	figcaption { padding: 4px 0 }
	img { width: 100% }`;

/** Writes index.html, which shows all pictures, and one sheet as PNG for each group of them. */
export async function writeContactSheets(browser: Browser): Promise<void> {
	const pictures = readdirSync(PICTURES)
		.filter((file) => file.endsWith('.png') && !file.startsWith(SHEET))
		.map((file) => file.replace('.png', ''))
		.sort();
	const groups = Map.groupBy(pictures, (name) => name.replace(/-.*/, ''));
	const sections = [...groups].map(([group, names]) => section(group, names));
	const index = join(PICTURES, 'index.html');
	const head = `<!doctype html><meta charset="utf-8"><title>Panels</title><style>${STYLE}</style>`;
	writeFileSync(index, `${head}${sections.join('\n')}\n`);

	const page = await browser.newPage({ viewport: { width: 1640, height: 1000 } });
	await page.goto(pathToFileURL(index).href);
	for (const group of groups.keys()) {
		await page.locator(`#${group}`).screenshot({ path: join(PICTURES, `${SHEET}${group}.png`) });
	}
	await page.close();
}

function section(group: string, names: string[]): string {
	const figures = names.map(
		(name) => `<figure><figcaption>${name}</figcaption><img src="${name}.png"></figure>`,
	);
	return `<section id="${group}"><h2>${group}</h2>${figures.join('')}</section>`;
}
