/**
 * Tests are `.mts` files compiled to CommonJS by swc: n8n loads nodes as CommonJS, and the tests
 * must share one copy of n8n-workflow with n8n-core. The files of the local hub are the same ones
 * that Node runs directly by type stripping. `test/jest` keeps n8n loaded from file to file.
 */
const swcOptions = {
	jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
	module: { type: 'commonjs' },
	sourceMaps: 'inline',
};

const project = (displayName, testMatch, otherProjects = []) => ({
	displayName,
	rootDir: import.meta.dirname,
	roots: ['<rootDir>/credentials', '<rootDir>/nodes', '<rootDir>/test'],
	testMatch: [testMatch],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/.+/dist/', ...otherProjects],
	// Spares Jest the crawl of a whole n8n; its modules can still be required.
	modulePathIgnorePatterns: ['<rootDir>/test/.+/node_modules/'],
	moduleFileExtensions: ['js', 'mjs', 'cjs', 'ts', 'mts', 'json', 'node'],
	testEnvironment: '<rootDir>/test/jest/environment.mjs',
	runtime: '<rootDir>/test/jest/runtime.mjs',
	transform: { '\\.m?ts$': ['@swc/jest', swcOptions] },
});

export default {
	testTimeout: 120_000,
	// Tests wait more than they compute, so two cores do the work of four at once.
	maxWorkers: 4,
	// A worker that has nothing left to do still gives back hundreds of MB, which takes long on a busy machine.
	workerGracefulExitTimeout: 20_000,
	testSequencer: './test/jest/sequencer.mjs',
	projects: [
		project('unit', '<rootDir>/test/**/*.test.mts', [
			'<rootDir>/test/engine/',
			'<rootDir>/test/n8n/',
			'<rootDir>/test/oracles/',
		]),
		project('engine', '<rootDir>/test/engine/**/*.test.mts'),
		project('oracles', '<rootDir>/test/oracles/**/*.test.mts'),
	],
};
