import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import fc from 'fast-check';
import { childOf, parseXml, type XmlElement } from '../../nodes/shared/formats/xml.ts';
import { cpuMs } from './cpuTime.mts';

/** An element as fast-xml-parser has it. */
type Node = Record<string, unknown>;

/** What fast-xml-parser reads, in our form. */
function readByOther(xml: string): XmlElement {
	const parser = new XMLParser({ preserveOrder: true, parseTagValue: false, trimValues: false });
	const convert = (name: string, nodes: Node[]): XmlElement => ({
		name,
		text: nodes
			.map((node) => String(node['#text'] ?? ''))
			.join('')
			.trim(),
		children: nodes.flatMap((node) =>
			Object.entries(node)
				.filter(([key]) => key !== '#text' && !key.startsWith('?') && key !== ':@')
				.map(([key, value]) => convert(key, value as Node[])),
		),
	});
	return convert('', parser.parse(xml) as Node[]).children[0];
}

describe('XML', () => {
	it('reads elements in any order, with entities, CDATA, comments and attributes', () => {
		const root = parseXml(`\uFEFF<?xml version="1.0" encoding="UTF-8"?>
			<!-- made by hand > -->
			<annotation verified='yes' note="a > b">
				<name>Tom &amp; Jerry &#x2713;&#10003;</name><empty/>
				<code><![CDATA[<b>&amp;</b>]]> end</code>
			</annotation>
			<!-- end -->`);
		expect(root).toEqual({
			name: 'annotation',
			text: '',
			children: [
				{ name: 'name', text: 'Tom & Jerry ✓✓', children: [] },
				{ name: 'empty', text: '', children: [] },
				{ name: 'code', text: '<b>&amp;</b> end', children: [] },
			],
		});
		expect(childOf(root, 'code')?.text).toBe('<b>&amp;</b> end');
		expect(childOf(root, 'none')).toBeUndefined();
	});

	it.each([
		['nothing', '', 'The XML has no element'],
		['text alone', 'hello', 'has text outside its root element'],
		['an open element', '<a><b></b>', 'The XML ends within <a>'],
		['crossed elements', '<a><b></a></b>', '</a>, which closes nothing'],
		['two roots', '<a/><b/>', 'has a second root element'],
		['an open tag', '<a b="', 'a tag that is not complete'],
		['an attribute without a value', '<a b></a>', 'a tag that is not complete'],
		['no name', '<a>\n< b></a>', 'a tag that is not complete'],
		['an unknown entity', '<a>&nbsp;</a>', "'&nbsp;', which is not an entity"],
		['a bare ampersand', '<a>Tom & Jerry</a>', "'&', which is not an entity"],
		['a character that XML does not have', '<a>&#0;</a>', "'&#0;', which is not an entity"],
		['a surrogate', '<a>&#xD800;</a>', "'&#xD800;', which is not an entity"],
		['an open comment', '<a><!-- </a>', 'The XML ends before -->'],
		['a document type', '<!DOCTYPE a><a/>', 'document type'],
	])('%s is refused', (_, xml, message) => {
		expect(() => parseXml(xml)).toThrow(message);
	});

	it('the line is named', () => {
		expect(() => parseXml('<a>\n< b></a>')).toThrow(
			expect.objectContaining({ description: expect.stringContaining('Look at line 2.') }),
		);
	});

	it('an entity bomb is refused before it goes off', () => {
		const entities = Array.from({ length: 30 }, (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};">`);
		const bomb = `<!DOCTYPE a [<!ENTITY e0 "ha">${entities.join('')}]><a>&e30;</a>`;
		expect(() => parseXml(bomb)).toThrow('document type (DTD)');
		expect(() => parseXml('<a>&e30;</a>')).toThrow("'&e30;', which is not an entity");
	});

	it('64 levels are read, more are refused', () => {
		const nested = (levels: number) => '<a>'.repeat(levels) + '</a>'.repeat(levels);
		expect(parseXml(nested(64)).name).toBe('a');
		expect(() => parseXml(nested(65))).toThrow('more than 64 levels');
		expect(() => parseXml('<a>'.repeat(1_000_000))).toThrow('more than 64 levels');
	});

	it('long hostile texts take little time', () => {
		const started = cpuMs();
		for (const xml of [
			'<a ' + 'b="" '.repeat(400_000),
			'<a>' + '&'.repeat(1_000_000),
			'<a>' + '<!-- '.repeat(400_000),
			'<a' + ' '.repeat(2_000_000),
			'<a ' + 'b'.repeat(2_000_000) + '>',
			'<'.repeat(1_000_000),
		]) {
			expect(() => parseXml(xml)).toThrow('The XML');
		}
		const wide = `<a>${'<b>1</b>\n'.repeat(200_000)}</a>`;
		expect(parseXml(wide).children).toHaveLength(200_000);
		expect(cpuMs() - started).toBeLessThan(20_000);
	});

	it('what another library writes is read as that library reads it', () => {
		const name = fc.stringMatching(/^[a-z][\w.-]{0,8}$/);
		const text = fc.stringMatching(/^[ -~äé✓\n]{0,12}$/);
		const { tree } = fc.letrec<{ tree: Node }>((tie) => ({
			tree: fc.dictionary(name, fc.oneof({ maxDepth: 4 }, text, tie('tree')), { maxKeys: 4 }),
		}));
		fc.assert(
			fc.property(tree, (content) => {
				const xml = new XMLBuilder({}).build({ root: content }) as string;
				expect(parseXml(xml)).toEqual(readByOther(xml));
			}),
		);
	});

	it('any text is read or refused in words', () => {
		const pieces = fc.constantFrom(
			'<',
			'>',
			'/',
			'a',
			' ',
			'&',
			'amp;',
			'<a>',
			'</a>',
			'<!--',
			'-->',
			'<![CDATA[',
			']]>',
			'<?',
			'?>',
			'"',
			'=',
			'&#65;',
		);
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.array(pieces).map((all) => all.join('')),
				),
				(text) => {
					try {
						expect(typeof parseXml(text).name).toBe('string');
					} catch (error) {
						expect((error as Error).message).toMatch(/^The XML /);
					}
				},
			),
			{ numRuns: 2_000 },
		);
	});
});
