/** Does the main job in each n8n of the matrix; `run.mjs` has installed and built what it needs. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from '../../../demo/table.mts';
import { startLocalHub } from '../../local-hub/index.mts';
import { node24 } from '../../setup.mjs';
import { temporaryFolder } from '../harness/cleanup.mts';
import { N8nApi } from '../harness/n8nApi.mts';
import { N8nServer } from '../harness/n8nServer.mts';
import { packPackage } from '../harness/pack.mts';
import { n8nRoot, oldestRoot } from '../install.mjs';
import { ApiOf1 } from './apiOf1.mts';
import { mainJob } from './mainJob.mts';

interface Row {
	/** The folder whose node_modules holds n8n. */
	root: string;
	node: string;
	Api: typeof N8nApi;
}

const matrix: Row[] = [
	{ root: oldestRoot, node: join(oldestRoot, 'node_modules/node/bin/node'), Api: ApiOf1 },
	{ root: n8nRoot, node: node24, Api: N8nApi },
];

function versionOf(root: string, name: string): string {
	const file = join(root, 'node_modules', name, 'package.json');
	return JSON.parse(readFileSync(file, 'utf8')).version;
}

/** Starts an n8n that has the packed package and does the main job in it. */
async function tryRow(tarball: string, { root, node, Api }: Row): Promise<void> {
	const program = { node, n8n: join(root, 'node_modules/n8n/bin/n8n') };
	const hub = await startLocalHub();
	const n8n = await N8nServer.launch(tarball, { program, Api });
	try {
		await mainJob(hub, n8n);
	} catch (error) {
		console.error(n8n.logTail());
		throw error;
	} finally {
		await n8n.stop();
		await hub.stop();
	}
}

const tarball = packPackage(temporaryFolder('tarball'));
const lines: string[][] = [];
let failed = 0;
for (const row of matrix) {
	const versions = [
		versionOf(row.root, 'n8n'),
		execFileSync(row.node, ['--version'], { encoding: 'utf8' }).trim().slice(1),
		versionOf(row.root, 'n8n-workflow'),
	];
	console.log(`• The main job in n8n ${versions[0]} on Node ${versions[1]} …`);
	const started = performance.now();
	const result = await tryRow(tarball, row).then(
		() => 'works',
		(error) => {
			failed += 1;
			console.error(error);
			return 'fails';
		},
	);
	const seconds = ((performance.now() - started) / 1000).toFixed(1);
	lines.push([...versions, result, seconds]);
}
console.log(`\n${table(['n8n', 'Node', 'n8n-workflow', 'result', 'seconds'], lines)}\n`);
console.log(`tests: ${matrix.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
