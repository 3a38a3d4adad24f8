import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

/**
 * Runs tests in the realm of the worker itself, as nodes run inside n8n. A realm of their own for
 * each file, which is Jest's way, would mean a copy of all of n8n for each file.
 */
export default class {
	global = globalThis;
	moduleMocker = new ModuleMocker(globalThis);
	fakeTimers = null;
	#console = globalThis.console;
	#exit = process.exit;

	constructor({ projectConfig }) {
		this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
	}

	async setup() {}

	/** Undoes what Jest did to the globals; its next file brings its own `expect` and `it`. */
	async teardown() {
		this.fakeTimersModern.dispose();
		globalThis.console = this.#console;
		process.exit = this.#exit;
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	getVmContext() {
		return null;
	}
}
