import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest runs tests in a realm of their own, so an error made by Node itself (a refused connection,
 * a broken ZIP) would not be an `instanceof Error` there, as it is for a node inside n8n.
 */
export default class extends TestEnvironment {
	async setup() {
		await super.setup();
		const OwnError = this.global.Error;
		Object.defineProperty(OwnError, Symbol.hasInstance, {
			value(candidate) {
				const isInstance = Function.prototype[Symbol.hasInstance].call(this, candidate);
				return isInstance || (this === OwnError && candidate instanceof Error);
			},
		});
	}
}
