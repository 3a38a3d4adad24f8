import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import JestRuntime from 'jest-runtime';

const isPackage = (name) => !/^[./]/.test(name);

/**
 * Packages are Node's own modules, loaded once in a worker: n8n's engine alone has more than a
 * thousand files. What is ours, tests and nodes, is new for each test file, as ever.
 */
export default class extends JestRuntime {
	constructor(...args) {
		super(...args);
		const { executor } = this;
		executor.compile = (source, filename) =>
			compileFunction(source, executor.injectedModuleParameters, { filename });
	}

	requireModule(from, name, options, isActual) {
		const isOurs = options?.isInternalModule || !name || !isPackage(name);
		if (!isOurs) return createRequire(from)(name);
		return super.requireModule(from, name, options, isActual);
	}
}
