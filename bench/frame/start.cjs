/**
 * Runs a TypeScript file of the benchmarks as CommonJS, as n8n loads nodes: `node start.cjs FILE`.
 * All of n8n's modules come from the installed n8n, so that every node runs in the same engine.
 */
const { createRequire, Module } = require('node:module');
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { transformSync } = require('@swc/core');

const n8n = createRequire(join(__dirname, '../../test/n8n/package.json'));
const N8N_MODULE = /^(n8n-|@n8n\/)/;
const anyModule = Module._resolveFilename;
// The installed n8n resolves its own modules by itself.
const n8nParent = { filename: n8n.resolve('n8n/package.json'), paths: n8n.resolve.paths('n8n') };

Module._resolveFilename = (request, parent, ...rest) =>
	anyModule(request, N8N_MODULE.test(request) ? n8nParent : parent, ...rest);

for (const extension of ['.ts', '.mts']) {
	Module._extensions[extension] = (module, filename) => {
		const { code } = transformSync(readFileSync(filename, 'utf8'), {
			filename,
			configFile: false,
			swcrc: false,
			jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
			module: { type: 'commonjs' },
			sourceMaps: 'inline',
		});
		module._compile(code, filename, 'commonjs');
	};
}

require(resolve(process.argv[2]));
