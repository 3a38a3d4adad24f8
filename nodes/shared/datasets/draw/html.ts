import { escapedXml } from '../../formats/xml';

/** A picture of the page. */
export interface Figure {
	title: string;
	svg: string;
}

/** More pictures make a page that browsers are slow with. */
export const MAX_FIGURES = 500;
/** Likewise for bytes. */
export const MAX_PAGE_BYTES = 50 * 1024 ** 2;

const STYLE = [
	'body{margin:0;padding:16px;font:14px/1.4 system-ui,sans-serif;color:#222;background:#f4f4f5}',
	'main{display:grid;gap:16px;grid-template-columns:repeat(auto-fill,minmax(min(100%,480px),1fr))}',
	'figure{margin:0;padding:8px;background:#fff;border:1px solid #ddd;border-radius:6px}',
	'figcaption{padding:0 0 6px;overflow-wrap:anywhere}',
	'svg{display:block;width:100%;height:auto}',
	'ul{display:flex;flex-wrap:wrap;gap:4px 16px;margin:0 0 16px;padding:0;list-style:none}',
	'li svg{display:inline-block;width:12px;height:12px;margin-right:6px;vertical-align:-1px}',
].join('');

/**
 * A page with all pictures and the colors of their classes, without scripts.
 * @param legend colors, such as #ff0000, by class
 */
export function htmlOf(
	title: string,
	figures: readonly Figure[],
	legend: ReadonlyMap<string, string>,
): string {
	const entries = [...legend].map(
		([name, color]) =>
			`<li><svg viewBox="0 0 1 1"><path d="M0 0H1V1H0Z" fill="${color}"/></svg>${escapedXml(name)}</li>`,
	);
	return [
		'<!DOCTYPE html>',
		'<html lang="en">',
		`<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapedXml(title)}</title><style>${STYLE}</style></head>`,
		'<body>',
		`<ul>${entries.join('')}</ul>`,
		'<main>',
		...figures.map(
			(figure) =>
				`<figure><figcaption>${escapedXml(figure.title)}</figcaption>${figure.svg}</figure>`,
		),
		'</main>',
		'</body>',
		'</html>',
		'',
	].join('\n');
}
