import fc from 'fast-check';
import {
	repeatsSecret,
	withoutSecrets,
	withSecretsOf,
} from '../../nodes/shared/hub/http/secrets.ts';

describe('repeatsSecret', () => {
	const secret = fc.string({ minLength: 1, maxLength: 60 });

	it('finds a secret wherever it stands in a text', () => {
		fc.assert(
			fc.property(fc.string(), secret, fc.string(), (before, key, after) =>
				repeatsSecret(before + key + after, key),
			),
		);
	});

	it('finds a part of twenty characters, and nothing shorter', () => {
		const key = 'abcdefghijklmnopqrstuvwxyz0123456789';
		expect(repeatsSecret(`cut: ${key.slice(0, 20)}`, key)).toBe(true);
		expect(repeatsSecret(`cut: ${key.slice(-20)}`, key)).toBe(true);
		expect(repeatsSecret(`cut: ${key.slice(0, 19)}`, key)).toBe(false);
	});

	it('finds nothing of an empty secret', () => {
		expect(repeatsSecret('text', '')).toBe(false);
	});
});

describe('withoutSecrets', () => {
	it('removes keys at any depth, and leaves what users wrote', () => {
		const record = {
			apiKey: 'a',
			list: [{ privateKey: 'p', publicKey: 'q', name: 'n' }],
			contextData: { apiKey: 'mine' },
		};
		expect(withoutSecrets(record)).toEqual({
			list: [{ name: 'n' }],
			contextData: { apiKey: 'mine' },
		});
	});
});

describe('withSecretsOf', () => {
	const record = {
		name: 'x',
		secret: 's',
		auth: { bearerToken: 't', user: 'u' },
		list: [{ apiKey: 'k', n: 1 }, 2],
		metadata: { secret: 'not one' },
	};

	it('brings secrets back where a record is written that was read without them', () => {
		const read = withoutSecrets(record);
		expect(JSON.stringify(read)).not.toMatch(/"s"|"t"|"k"/);
		expect(withSecretsOf(read, record)).toEqual(record);
	});

	it('brings none back over new ones, nor into what was removed', () => {
		expect(withSecretsOf({ secret: 'new', list: [] }, record)).toEqual({ secret: 'new', list: [] });
		expect(withSecretsOf({ auth: 'none' }, record)).toEqual({ secret: 's', auth: 'none' });
		expect(withSecretsOf({ a: 1 }, undefined)).toEqual({ a: 1 });
	});
});
