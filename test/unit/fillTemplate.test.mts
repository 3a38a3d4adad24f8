import fc from 'fast-check';
import { fillTemplate } from '../../nodes/AngoHub/resources/asset/fillTemplate.ts';
import { type TemplateColumn, placeholdersIn } from '../../nodes/shared/hub/templates.ts';

const text: TemplateColumn = { type: 'text', includeInExport: true };
const columns = {
	title: text,
	photo: { type: 'image', includeInExport: false, storage: 'Public' } as TemplateColumn,
	scan: { type: 'image', includeInExport: false, storage: 'st1' } as TemplateColumn,
	link: { type: 'link', includeInExport: false } as TemplateColumn,
};
const classes = [{ schemaId: 'c0ffee', title: 'Is it blurred?', tool: 'radio' }];

const fill = (template: string, row: Record<string, unknown>) =>
	fillTemplate({ template, dataConfig: columns }, row as never, classes);

describe('fillTemplate', () => {
	it('fills columns in as text', () => {
		expect(fill('<h1>{{title}} {{ title }}</h1>', { title: 'A & <b>B</b>' })).toBe(
			'<h1>A &amp; &lt;b&gt;B&lt;/b&gt; A &amp; &lt;b&gt;B&lt;/b&gt;</h1>',
		);
	});

	it.each([
		[undefined, ''],
		[null, ''],
		[0, '0'],
		[false, 'false'],
		[['a', 'b'], 'a;b'],
		[{ a: 1 }, '{&quot;a&quot;:1}'],
	])('writes the cell %j as %j', (cell, written) => {
		expect(fill('<p>{{title}}</p>', { title: cell })).toBe(`<p>${written}</p>`);
	});

	it('keeps attributes whole, in quotes or without', () => {
		const title = `" onload="x' y`;
		const safe = '&quot; onload=&quot;x&#39; y';
		expect(fill('<p title="{{title}}">', { title })).toBe(`<p title="${safe}">`);
		expect(fill("<p title='{{title}}'>", { title })).toBe(`<p title='${safe}'>`);
		expect(fill('<p title={{title}} lang=en>', { title })).toBe(`<p title="${safe}" lang=en>`);
	});

	it('names the storage in the address of private media only', () => {
		const row = { photo: 'https://a.b/c.png?x=1&y=2', scan: 'https://a.b/c.png' };
		expect(fill('<img src="{{photo}}">', row)).toBe('<img src="https://a.b/c.png?x=1&amp;y=2">');
		expect(fill('<img src="{{scan}}">', row)).toBe('<img src="https://a.b/c.png?storageId=st1">');
		expect(fill('<img src="{{scan}}">', { scan: 'https://a.b/c?v=1' })).toBe(
			'<img src="https://a.b/c?v=1&amp;storageId=st1">',
		);
		expect(fill('<img src="{{scan}}" alt="{{scan}}">', row)).toContain('alt="https://a.b/c.png"');
		expect(fill('<img src="{{scan}}">', {})).toBe('<img src="">');
	});

	it('makes the place for the question of a class', () => {
		expect(fill('<div id="x" class="q"> {{ Is it blurred? }} </div>', {})).toBe(
			'<div class="q" id="cla-portal-c0ffee"></div>',
		);
		expect(fill('<p>Say: {{Is it blurred?}}</p>', {})).toBe(
			'<p>Say: <span id="cla-portal-c0ffee"></span></p>',
		);
	});

	it('leaves scripts out, and refuses those in addresses', () => {
		expect(fill('<p>a</p><SCRIPT src="x">alert("<p>")</script ><p>b</p><script>c', {})).toBe(
			'<p>a</p><p>b</p>',
		);
		expect(() => fill('<a href="{{link}}">', { link: ' JavaScript:alert(1)' })).toThrow("'link'");
	});

	it('leaves what it does not know, and comments, as they are', () => {
		const template = '<!DOCTYPE html><!-- {{title}} --><p>{{unknown}} {{constructor}} 1 < 2</p>';
		expect(fill(template, { title: 'x' })).toBe(template);
	});

	it('never reads placeholders or markup from a cell', () => {
		const cells = fc.oneof(
			fc.string(),
			fc.constantFrom('{{photo}}', '{{Is it blurred?}}', '"><script>x</script>', "'", '$&', '$1'),
		);
		fc.assert(
			fc.property(cells, cells, (title, photo) => {
				fc.pre(!/javascript/i.test(photo));
				const html = fill('<b>{{title}}</b><img src="{{photo}}">', { title, photo });
				const match = /^<b>([^<>"]*)<\/b><img src="([^<>"]*)">$/.exec(html);
				const decode = (part: string) =>
					part
						.replace(/&lt;/g, '<')
						.replace(/&gt;/g, '>')
						.replace(/&quot;/g, '"')
						.replace(/&#39;/g, "'")
						.replace(/&amp;/g, '&');
				expect(match?.slice(1).map(decode)).toEqual([title, photo]);
			}),
		);
	});
});

describe('placeholdersIn', () => {
	it('gives each name once', () => {
		expect(placeholdersIn('{{a}} <p id="{{ b c }}">{{a}}</p> {d}')).toEqual(['a', 'b c']);
	});
});
