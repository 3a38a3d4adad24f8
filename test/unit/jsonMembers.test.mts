import * as fc from 'fast-check';
import { withoutMember } from '../../nodes/shared/formats/jsonMembers.ts';

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
