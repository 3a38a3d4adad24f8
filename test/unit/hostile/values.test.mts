import * as fc from 'fast-check';
import { UserError, type IDataObject } from 'n8n-workflow';
import { embeddedText, nameFor } from '../../../nodes/AngoHub/resources/asset/adding/uploadFile.ts';
import { readPng } from '../../../nodes/shared/formats/png.ts';
import { resolveOptions } from '../../../nodes/shared/labels/resolveOptions.ts';
import { HubError, kindOf } from '../../../nodes/shared/hub/http/errors.ts';
import { reasonIn } from '../../../nodes/shared/hub/http/reasons.ts';
import { JsonObjects } from '../../../nodes/shared/formats/jsonObjects.ts';
import { withoutSecrets, withSecretsOf } from '../../../nodes/shared/hub/http/secrets.ts';
import { zipMembers } from '../../../nodes/shared/formats/zip.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extensionOf } from '../../../nodes/shared/formats/fileNames.ts';
import { checkedUrl, nameInUrl } from '../../../nodes/shared/formats/urls.ts';

const RUNS = { numRuns: 1_000 };
const text = fc.string({ unit: 'binary', maxLength: 200 });
const key = fc.oneof(
	fc.constantFrom('__proto__', 'constructor', 'prototype', 'apiKey', 'tools', 'toString'),
	fc.string(),
);
const json = fc.letrec((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small' },
		fc.string(),
		fc.integer(),
		fc.constant(null),
		tie('object'),
	),
	object: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
})).object as fc.Arbitrary<IDataObject>;

/** The outcome of some work whose only error may be one in the user's words. */
function outcomeOf<T>(work: () => T): T | undefined {
	try {
		return work();
	} catch (error) {
		expect(error).toBeInstanceOf(UserError);
		return undefined;
	}
}

afterEach(() => {
	expect(Object.keys(Object.prototype)).toEqual([]);
	expect(({} as IDataObject).polluted).toBeUndefined();
});

describe('names and links of any kind', () => {
	it('become a plain file name with an extension, or are refused', () => {
		const name = fc.oneof(
			text,
			fc.constantFrom('../../etc/passwd.png', 'C:\\x\\y.png', '.png', 'a.png\0.exe', '..', '/'),
			text.map((start) => `${start}.png`),
		);
		fc.assert(
			fc.property(name, fc.boolean(), (fileName, checkType) => {
				const named = outcomeOf(() => nameFor({ fileName }, { checkType }));
				if (!named) return;
				expect(named.fileName).not.toMatch(/[/\\]/);
				expect(extensionOf(named.fileName)).toMatch(/^[a-z0-9.]+$/);
			}),
			RUNS,
		);
	});

	it('are http or https addresses, or are refused', () => {
		const link = fc.oneof(
			text,
			fc.webUrl(),
			fc.constantFrom('javascript:alert(1)', 'file:///etc/passwd', 'data:text/plain,x', '//host/x'),
			text.map((path) => `https://host.example/${path}`),
		);
		fc.assert(
			fc.property(link, (given) => {
				const url = outcomeOf(() => checkedUrl(given, 'URL'));
				if (url === undefined) return;
				expect(['http:', 'https:']).toContain(new URL(url).protocol);
				nameInUrl(url);
			}),
			RUNS,
		);
	});

	it('embed as one line without double quotes', () => {
		fc.assert(
			fc.property(text, (given) => {
				expect(embeddedText(given)).not.toMatch(/["\n]/);
			}),
			RUNS,
		);
	});
});

describe('records of any kind', () => {
	it('lose their secrets and nothing else, and change no prototype', () => {
		fc.assert(
			fc.property(json, (record) => {
				const clean = withoutSecrets({
					...record,
					apiKey: 'secret-1',
					list: [{ secret: 'secret-2' }],
				});
				expect(JSON.stringify(clean)).not.toMatch(/secret-[12]/);
				expect(Object.getPrototypeOf(clean)).toBe(Object.prototype);
				withSecretsOf(record, clean);
			}),
			RUNS,
		);
	});

	it('do no harm by a key that is a prototype', () => {
		const evil = JSON.parse(
			'{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}',
		);
		const clean = withoutSecrets({ ...evil, deep: [evil] });
		expect((clean as IDataObject).polluted).toBeUndefined();
		expect(Object.getPrototypeOf(clean)).toBe(Object.prototype);
	});

	it('have their answers looked up without a crash', () => {
		const schemaClass = { schemaId: '__proto__', title: 'constructor', tool: 'radio' };
		const labelSet = { tools: [schemaClass], classifications: [], relations: [] };
		fc.assert(
			fc.property(fc.array(fc.oneof(json, fc.constant(null), fc.string())), (tools) => {
				const { tools: resolved } = resolveOptions({ tools } as IDataObject, labelSet as never);
				expect(resolved).toHaveLength(tools.length);
			}),
			RUNS,
		);
	});

	it('give a short reason without markup', () => {
		const body = fc.oneof(
			text,
			json,
			text.map((message) => ({ message })),
			text.map((message) => ({ error: { message } })),
			fc.constantFrom(`<b>${'<'.repeat(5_000)}`, '<style>'.repeat(2_000), null, 5),
		);
		fc.assert(
			fc.property(body, (answer) => {
				const reason = reasonIn(answer);
				expect(reason.length).toBeGreaterThan(0);
				expect(reason.length).toBeLessThanOrEqual(300);
			}),
			RUNS,
		);
	});
});

describe('bytes of any kind', () => {
	const folder = join(import.meta.dirname, '../../fixtures/zip');
	const archives = readdirSync(folder)
		.filter((name) => name.endsWith('.zip'))
		.map((name) => readFileSync(join(folder, name)))
		.filter(({ length }) => length < 10_000);
	/** An archive in which some bytes were changed, and which may be cut off. */
	const mutated = fc
		.tuple(
			fc.constantFrom(...archives),
			fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
			fc.option(fc.nat()),
		)
		.map(([archive, changes, end]) => {
			const bytes = Buffer.from(archive);
			for (const [at, value] of changes) bytes[at % bytes.length] = value;
			return bytes.subarray(0, end === null ? bytes.length : end % bytes.length);
		});

	it('are unpacked, or refused as an archive', async () => {
		await fc.assert(
			fc.asyncProperty(mutated, fc.integer({ min: 1, max: 500 }), async (bytes, step) => {
				const chunks = async function* () {
					for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
				};
				let size = 0;
				try {
					for await (const member of zipMembers(chunks())) {
						for await (const chunk of member.content()) size += chunk.length;
					}
				} catch (error) {
					expect(error).toBeInstanceOf(UserError);
				}
				expect(size).toBeLessThan(64 * 1024 ** 2);
			}),
			RUNS,
		);
	});

	it('are a list of objects, or refused as one', () => {
		const pieces = fc.constantFrom(
			'[',
			']',
			'{',
			'}',
			',',
			'"',
			'\\',
			' ',
			'{}',
			'{"a":"]}"}',
			'1',
		);
		fc.assert(
			fc.property(fc.array(pieces), fc.integer({ min: 1, max: 9 }), (parts, step) => {
				const bytes = Buffer.from(parts.join(''));
				outcomeOf(() => {
					const objects = new JsonObjects();
					for (let at = 0; at < bytes.length; at += step) {
						for (const object of objects.push(bytes.subarray(at, at + step))) {
							expect(object[0]).toBe('{'.charCodeAt(0));
						}
					}
					objects.end();
				});
			}),
			RUNS,
		);
	});

	it('are a picture, or refused as one', async () => {
		const signature = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, signed) => {
				const picture = signed ? Buffer.concat([signature, bytes]) : Buffer.from(bytes);
				const error = await (async () => await readPng(picture, 'mask.png'))().catch(
					(cause: Error) => cause,
				);
				if (error instanceof Error) expect(error).toBeInstanceOf(UserError);
			}),
			RUNS,
		);
	});
});

it('an error of Ango Hub shows host and path only', () => {
	const node = { name: 'n', type: 't' } as never;
	fc.assert(
		fc.property(text, fc.option(fc.integer({ min: 100, max: 599 })), (reason, status) => {
			const error = new HubError(node, {
				kind: status === null ? 'unreachable' : kindOf(status),
				status: status ?? undefined,
				reason,
				method: 'GET',
				address: 'host/path',
				outside: true,
				uncertain: false,
			});
			expect(error.description).toContain('Request: GET host/path');
		}),
		RUNS,
	);
});
