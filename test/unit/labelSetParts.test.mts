import fc from 'fast-check';
import { freshColor } from '../../nodes/AngoHub/resources/labelSet/colors.ts';
import { optionLines, treeLines } from '../../nodes/AngoHub/resources/labelSet/lines.ts';
import {
	flattenedTree,
	mergedTree,
	withNodeKeys,
} from '../../nodes/AngoHub/resources/labelSet/trees.ts';

describe('Answers of the label set builder', () => {
	it('are read from lines, from lists, and from objects', () => {
		expect(optionLines(' Car \r\n\nTruck [ID: t-1]\nkm [h] \n[id: x]')).toEqual([
			{ value: 'Car' },
			{ value: 'Truck', schemaId: 't-1' },
			{ value: 'km [h]' },
			{ value: '[id: x]' },
		]);
		expect(
			optionLines(['Car', null, 7, { value: 'Bus', schemaId: 'b' }, { value: 'Van' }]),
		).toEqual([
			{ value: 'Car' },
			{ value: '7' },
			{ value: 'Bus', schemaId: 'b' },
			{ value: 'Van' },
		]);
		expect(optionLines(undefined)).toEqual([]);
	});

	it('make a tree of paths, whatever their order', () => {
		const leaf = (title: string) => ({ title, children: [] });
		expect(treeLines('A / B / C\nA/B\nA [ID: a]\n A  /  D')).toEqual([
			{
				title: 'A',
				key: 'a',
				children: [{ title: 'B', children: [leaf('C')] }, leaf('D')],
			},
			leaf('A/B'),
		]);
	});

	it('keep the keys of a tree that is written again, and flatten depth first', () => {
		const names = fc.constantFrom('A', 'B', 'C');
		const paths = fc.array(fc.array(names, { minLength: 1, maxLength: 3 }), { minLength: 1 });
		fc.assert(
			fc.property(paths, (list) => {
				const lines = list.map((path) => path.join(' / '));
				const tree = withNodeKeys(treeLines(lines), []);
				expect(withNodeKeys(treeLines(lines), tree)).toEqual(tree);
				expect(mergedTree(treeLines(lines), tree)).toEqual(tree);
				const options = flattenedTree(tree, []);
				const values = options.map(({ value }) => value);
				expect(new Set(options.map(({ schemaId }) => schemaId)).size).toBe(options.length);
				const whole = new Set(
					list.flatMap((path) => path.map((_, end) => path.slice(0, end + 1).join(' / '))),
				);
				expect(new Set(values)).toEqual(whole);
				// Each node stands after the one above it, with nothing but its kin in between.
				for (const [index, value] of values.entries()) {
					const above = value.includes(' / ') ? value.slice(0, value.lastIndexOf(' / ')) : '';
					const between = values.slice(values.indexOf(above) + 1, index);
					if (above) expect(between.every((other) => other.startsWith(`${above} / `))).toBe(true);
				}
			}),
		);
	});

	it('take a key from where the official client puts it', () => {
		expect(withNodeKeys([{ title: 'A', schemaId: 'a' }], [])).toEqual([
			{ title: 'A', schemaId: 'a', key: 'a', value: 'a', children: [] },
		]);
	});
});

describe('Colors of new classes', () => {
	it('differ from all others', () => {
		const used = new Set(['#FFFFFF']);
		for (let count = 0; count < 300; count++) expect(freshColor(used)).toMatch(/^#[0-9A-F]{6}$/);
		expect(used.size).toBe(301);
	});

	it('repeat once the wheel is used up, instead of going on for ever', () => {
		const used = new Set<string>();
		for (let count = 0; count < 1_500; count++) freshColor(used);
		expect(freshColor(used)).toMatch(/^#/);
	});
});
