/** Runs the benchmarks; `run.mjs` has installed and built what they need. */
import { globSync } from 'node:fs';
import { basename } from 'node:path';

const names = globSync(`${import.meta.dirname}/*.bench.mts`)
	.map((file) => basename(file, '.bench.mts'))
	.sort();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
	console.error(`No benchmark is called ${unknown.join(', ')}; there are ${names.join(', ')}.`);
	process.exit(1);
}
for (const name of wanted.length > 0 ? wanted : names) {
	console.log(`\n• ${name} …`);
	const { default: run } = await import(`./${name}.bench.mts`);
	await run();
}
