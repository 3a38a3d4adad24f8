import * as fc from 'fast-check';

/** An id of the form that Ango Hub's have. */
export const ID = '6554c81ac3b0d000147ea001';

/** Stands for the address of a server that nothing may be sent to. */
export const LURE = 'http://lure.invalid';

/** JSON of any form, with these keys and, among others, these values. */
export function jsonWith(keys: readonly string[], values: readonly unknown[]) {
	return fc.letrec((tie) => ({
		any: fc.oneof(
			{ depthSize: 'medium' },
			fc.constantFrom<unknown>(null, '', 0, -1, 1e308, true, `${LURE}/lure`, ...values),
			fc.string({ unit: 'binary', maxLength: 8 }),
			fc.array(tie('any'), { maxLength: 3 }),
			tie('record'),
		),
		record: fc.dictionary(fc.constantFrom(...keys, ...PROTOTYPE_KEYS), tie('any'), { maxKeys: 8 }),
	}));
}

const PROTOTYPE_KEYS = ['__proto__', 'constructor', 'toString', 'length'];

const HUB_KEYS = [
	...['project', 'projects', 'assets', 'tasks', 'task', 'batches', 'stages', 'total', 'name'],
	...['_id', 'id', 'externalId', 'data', 'dataset', 'url', 'uploadUrl', 'signedUrl', 'comments'],
	...['exportPath', 'issues', 'issue', 'users', 'storages', 'categorySchema', 'tools', 'answer'],
	...['classifications', 'options', 'assetBuilderTemplates', 'label', 'organization', 'result'],
	...['message', 'modifiedCount', 'type', 'createdAt', 'updatedAt', 'email', 'role', 'content'],
];

const hubValue = jsonWith(HUB_KEYS, [ID, 'Start', 'success', '9999-12-31T23:59:59Z']);

const link = fc.oneof(fc.constant(`${LURE}/lure.png?signature=${'0'.repeat(40)}`), hubValue.any);

/** What operations hope for, with some of its parts replaced. */
const nearlyRight = fc
	.tuple(
		fc.record({
			batches: hubValue.any,
			stages: hubValue.any,
			categorySchema: hubValue.any,
			type: hubValue.any,
			organization: hubValue.any,
			assetBuilderTemplates: hubValue.any,
		}),
		fc.dictionary(
			fc.constantFrom('asset', 'batches', 'stage', 'answer', 'tools', 'createdAt', 'updatedAt'),
			hubValue.any,
		),
		fc.record({ uploadUrl: link, signedUrl: link, exportPath: link }),
		hubValue.record,
	)
	.map(([parts, task, links, others]) => ({
		...links,
		project: { _id: ID, name: 'P', ...parts },
		task: { _id: ID, ...task },
		tasks: [{ _id: ID, ...task }],
		assets: [{ _id: ID, externalId: 'a@b.example', ...task }],
		issues: [{ _id: ID, ...task }],
		projects: [{ _id: ID, name: 'P', ...parts }],
		...(others as object),
	}));

/** The `data` of answers that come one after the other. */
export const hubAnswers = fc.array(fc.oneof(hubValue.record, nearlyRight), {
	minLength: 1,
	maxLength: 3,
});

/** JSON text in which the lure has its real address. */
export function luring(value: unknown, lure: string): string {
	return (JSON.stringify(value) ?? 'null').replaceAll(LURE, lure);
}

/** Words that JavaScript has for mistakes in a program; n8n would show them to the user as they are. */
export const CRASH =
	/Cannot (read|destructure|set|convert)[^.]*$|(is not a function|not iterable|is not defined|call stack size exceeded)$/;

/** True where a key has become a prototype, somewhere in a value. */
export function isBewitched(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const prototype = Object.getPrototypeOf(value) as object | null;
	const isPlain = prototype === null || Object.hasOwn(prototype, 'constructor');
	return !isPlain || Object.values(value).some(isBewitched);
}
