/**
 * Loads a package with nothing but `require` and prints what its nodes and credentials say of
 * themselves: `describe.mjs <package folder>`.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const folder = process.argv[2];
const require = createRequire(join(folder, 'package.json'));
const { n8n } = require('./package.json');

const instances = (files) =>
	files.map((file) => {
		const className = file.split('/').at(-1).split('.')[0];
		return { className, instance: new (require(`./${file}`)[className])() };
	});

const methodNames = (methods = {}) =>
	Object.fromEntries(Object.entries(methods).map(([kind, named]) => [kind, Object.keys(named)]));

console.log(
	JSON.stringify({
		workflow: {
			version: JSON.parse(readFileSync(join(folder, '../n8n-workflow/package.json'), 'utf8'))
				.version,
			exported: Object.keys(require('n8n-workflow')),
		},
		exported: Object.keys(require('./')),
		nodes: instances(n8n.nodes).map(({ className, instance }) => ({
			className,
			description: instance.description,
			methods: methodNames(instance.methods),
			hooks: Object.keys(instance.webhookMethods?.default ?? {}),
		})),
		credentials: instances(n8n.credentials).map(({ className, instance }) => ({
			className,
			...instance,
		})),
	}),
);
