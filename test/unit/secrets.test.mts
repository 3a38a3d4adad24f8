import fc from 'fast-check';
import { repeatsSecret, withoutSecrets } from '../../nodes/shared/hub/http/secrets.ts';

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
