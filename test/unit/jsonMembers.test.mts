import * as fc from 'fast-check';
import {
	membersOf,
	withMembersFirst,
	withoutMember,
	withoutNested,
} from '../../nodes/shared/formats/jsonMembers.ts';

const without = (text: string, ...path: string[]) =>
	withoutMember(Buffer.from(text), path).toString();

describe('withoutMember', () => {
	it.each([
		['{"a":1,"b":2}', ['a'], '{"b":2}'],
		['{"a":1,"b":2}', ['b'], '{"a":1}'],
		['{"a":1}', ['a'], '{}'],
		['{ "a" : [1, {"b": "}"}] , "c":\n-1.50e3 }', ['a'], '{"c":\n-1.50e3}'],
		[
			'{"t":{"h":[{}],"n":12345678901234567890},"z":0.10}',
			['t', 'h'],
			'{"t":{"n":12345678901234567890},"z":0.10}',
		],
		['{"a":1,"\\u0061":2,"b":3}', ['a'], '{"b":3}'],
		['{"a":"\\\\","b":"\\"a\\":1"}', ['a'], '{"b":"\\"a\\":1"}'],
		['{"a":null,"b":true,"c":false}', ['b'], '{"a":null,"c":false}'],
	])('cuts out of %s the member %j', (text, path, expected) => {
		expect(without(text, ...path)).toBe(expected);
	});

	it.each(['{"a":{"b":1}}', '{}', '{ }', '{"task":null}', '{"task":[{"stageHistory":1}]}'])(
		'leaves %s, which has no such member',
		(text) => expect(without(text, 'task', 'stageHistory')).toBe(text),
	);

	it('leaves what JSON.parse gives without that member', () => {
		const object = fc.dictionary(fc.string(), fc.jsonValue());
		fc.assert(
			fc.property(
				object,
				object,
				fc.jsonValue(),
				fc.nat({ max: 3 }),
				(outer, task, history, space) => {
					const whole = { ...outer, task: { ...task, stageHistory: history }, last: [outer] };
					const bytes = JSON.stringify(whole, null, space);
					const expected = JSON.parse(JSON.stringify(whole)) as {
						task: { stageHistory?: unknown };
					};
					delete expected.task.stageHistory;
					expect(JSON.parse(without(bytes, 'task', 'stageHistory'))).toEqual(expected);
				},
			),
		);
	});
});

/** JSON.parse confuses some keys in Node 24.21. */
const key = fc.stringMatching(/^[a-z"\\{[\]},: é漢]{0,6}$/);
const value = fc.oneof(
	fc.jsonValue(),
	fc.dictionary(key, fc.oneof(fc.jsonValue(), fc.constantFrom('}', ']', '\\"', '{"a":['))),
);

describe('withoutNested', () => {
	it('empties the lists and objects right inside one member, and nothing else', () => {
		fc.assert(
			fc.property(
				fc.dictionary(key, value),
				fc.dictionary(key, value),
				fc.nat({ max: 3 }),
				(outer, task, space) => {
					const whole = { ...outer, task, last: [outer] };
					const bytes = Buffer.from(JSON.stringify(whole, null, space));
					const emptied = Object.entries(task).map(([name, own]) => {
						if (Array.isArray(own)) return [name, []];
						return [name, typeof own === 'object' && own !== null ? {} : own];
					});
					expect(JSON.parse(withoutNested(bytes, membersOf(bytes), 'task').toString())).toEqual(
						JSON.parse(JSON.stringify({ ...whole, task: Object.fromEntries(emptied) })),
					);
				},
			),
		);
	});

	it.each(['{}', '{"task":null}', '{"task":"{[]}"}', '{"a":{"b":[1]}}'])('leaves %s', (text) => {
		const bytes = Buffer.from(text);
		expect(withoutNested(bytes, membersOf(bytes), 'task').toString()).toBe(text);
	});

	it.each([
		'{"task":{"a":[1,{"b":[',
		'{"task":{"a":"x',
		'{"task":[[}',
		'{"task"',
		'{"task":{"a":[1]]}',
	])('says of %s, which is cut off or wrong, what it says', (text) => {
		const bytes = Buffer.from(text);
		const emptied = withoutNested(bytes, membersOf(bytes), 'task').toString();
		expect(() => JSON.parse(emptied) as unknown).toThrow(SyntaxError);
	});
});

describe('withMembersFirst', () => {
	it('puts members first, leaves others out, and keeps the bytes of the rest', () => {
		const text = '{ "a": 1.0, "b":12345678901234567890 ,"c":{"d": [ ]}, "e":null }';
		const bytes = Buffer.from(text);
		const first = { b: 'new', z: 1 };
		expect(withMembersFirst(bytes, membersOf(bytes), first, new Set(['e'])).toString()).toBe(
			'{"b":"new","z":1,"a": 1.0,"c":{"d": [ ]}}',
		);
	});
});
