import fc from 'fast-check';
import { parseDocument, stringify } from 'yaml';
import { yoloNames } from '../../nodes/shared/datasets/formats/yolo/names.ts';
import { parseYaml, type YamlValue } from '../../nodes/shared/formats/yaml.ts';
import { cpuMs } from './cpuTime.mts';

/** Maps as objects, to compare them. */
function plain(value: YamlValue): unknown {
	if (value instanceof Map) {
		return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]));
	}
	return Array.isArray(value) ? value.map(plain) : value;
}

describe('YAML', () => {
	it('data.yaml of Ultralytics, with what is of no interest here', () => {
		const yaml = `\uFEFF# Ultralytics
path: ../datasets/coco8 # root
train: images/train
val: images/val
test: # none

kpt_shape: [17, 3] # points, dims
kpt_names:
  0:
    - nose
    - left eye
names:
  0: person
  1: "no"
  2: 'it''s' # quoted
  3: 12
  5: a#b c:d

download: |
  from pathlib import Path
  names: [wrong]
`;
		expect(yoloNames(yaml)).toEqual({
			classNames: ['person', 'no', "it's", '12', '', 'a#b c:d'],
			keypointNames: ['nose', 'left eye'],
		});
	});

	it.each([
		['a list in brackets', 'names: [\'a\', "b\\u00e9", c d]', ['a', 'bé', 'c d']],
		['brackets over lines', 'names: [\n  a, # first\n  b,\n  ]\nnc: 2', ['a', 'b']],
		['a map in braces', 'names: {0: a, 1: "b, c", 2: d}', ['a', 'b, c', 'd']],
		['a list below', 'names:\n- a\n- "- b"\n- on\nnc: 3', ['a', '- b', 'on']],
		['a list below and further in', 'names:\n    - a\n    - b', ['a', 'b']],
		['no names', 'nc: 3', []],
		['nothing', '', []],
		['a number that is none', 'names: {x: a, 1000000000: b, -1: c}', []],
	])('%s', (_, yaml, names) => {
		expect(yoloNames(yaml).classNames).toEqual(names);
	});

	it.each(['names: [a', 'names: {a: b]', 'a\nb', '  a: 1\n b: 2', 'a: "b" c', '['.repeat(100_000)])(
		'broken text %# is refused',
		(yaml) => {
			expect(() => parseYaml(yaml)).toThrow('The YAML cannot be read at');
		},
	);

	it('what another library writes is read as that library reads it', () => {
		const text = fc.oneof(
			fc.stringMatching(/^[a-z][ -~é✓]{0,10}$/),
			fc.constantFrom(
				'no',
				'on',
				'12',
				'1.5',
				'null',
				'',
				'- x',
				': y',
				'# z',
				'[a]',
				"it's",
				'say "hi"',
				'a: b',
				'a #b',
				'tab\t',
				'~',
			),
		);
		const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
			tree: fc.oneof(
				{ maxDepth: 3 },
				fc.dictionary(fc.stringMatching(/^\w[\w ]{0,6}\w$/), fc.oneof(text, tie('tree')), {
					minKeys: 1,
					maxKeys: 4,
				}),
				fc.array(fc.oneof(text, tie('tree')), { minLength: 1, maxLength: 4 }),
			),
		}));
		const style = fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE') as fc.Arbitrary<'PLAIN'>;
		const collection = fc.constantFrom('any', 'block', 'flow') as fc.Arbitrary<'any'>;
		fc.assert(
			fc.property(tree, style, collection, (value, defaultStringType, collectionStyle) => {
				const yaml = stringify(value, { defaultStringType, collectionStyle, lineWidth: 0 });
				expect(plain(parseYaml(yaml))).toEqual(parseDocument(yaml, { schema: 'failsafe' }).toJS());
			}),
			{ numRuns: 500 },
		);
	});

	it('any text is read or refused in words, in little time', () => {
		const piece = fc.constantFrom(
			'a',
			': ',
			'- ',
			'\n',
			'  ',
			'[',
			']',
			'{',
			'}',
			',',
			'"',
			"'",
			'#',
			'|',
			'\\',
			'0',
		);
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.array(piece).map((all) => all.join('')),
				),
				(text) => {
					try {
						parseYaml(text);
					} catch (error) {
						expect((error as Error).message).toMatch(/^The YAML cannot be read at /);
					}
				},
			),
			{ numRuns: 2_000 },
		);
		const started = cpuMs();
		for (const text of [
			'a' + ' '.repeat(300_000) + 'b',
			`[${'"a", '.repeat(100_000)}]`,
			'a: '.repeat(100_000),
		]) {
			expect(parseYaml(text)).toBeDefined();
		}
		const names = Array.from({ length: 50_000 }, (_, i) => `class ${i}`);
		for (const collectionStyle of ['block', 'flow'] as const) {
			const yaml = stringify({ names }, { collectionStyle });
			expect(yoloNames(yaml).classNames).toEqual(names);
		}
		expect(cpuMs() - started).toBeLessThan(20_000);
	});
});
