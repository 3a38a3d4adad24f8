import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { node24 } from '../../setup.mjs';
import { n8nRoot } from '../install.mjs';
import { temporaryFolder } from './cleanup.mts';
import { freePort, type ServiceCommand } from './service.mts';

/** Which n8n to run, and in which Node. */
export interface N8nProgram {
	/** The path of the Node binary. */
	node: string;
	/** The path of n8n's own start script (`bin/n8n`). */
	n8n: string;
}

const OUR_PROGRAM: N8nProgram = { node: node24, n8n: join(n8nRoot, 'node_modules/n8n/bin/n8n') };

/** Settings of the user's own n8n, database or npm must not reach this one. */
const FOREIGN_SETTINGS = /^(N8N|DB|EXECUTIONS|QUEUE|WEBHOOK|NODES|CREDENTIALS|GENERIC|npm)_|^NODE_/;

/** How n8n is run as it would be on a machine of its own: fresh user folder, our package in it. */
export async function n8nHome(
	name: string,
	tarball: string,
	command: 'start' | 'worker',
	environment: Record<string, string>,
	program = OUR_PROGRAM,
): Promise<Omit<ServiceCommand, 'isReady'>> {
	const folder = temporaryFolder(name);
	await installCommunityPackage(join(folder, '.n8n/nodes'), tarball);
	return {
		command: [program.node, program.n8n, command],
		folder,
		environment: n8nEnvironment(program, {
			N8N_USER_FOLDER: folder,
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			...environment,
		}),
	};
}

function n8nEnvironment({ node }: N8nProgram, own: Record<string, string>): NodeJS.ProcessEnv {
	const inherited = Object.entries(process.env).filter(([name]) => !FOREIGN_SETTINGS.test(name));
	return {
		...Object.fromEntries(inherited),
		PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		...own,
	};
}

/** n8n's documented manual installation: npm in the nodes folder, then a (re)start. */
async function installCommunityPackage(folder: string, tarball: string): Promise<void> {
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), '{ "private": true, "dependencies": {} }\n');
	// As n8n itself does: peer packages come from n8n, install scripts do not run.
	const flags = ['--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund'];
	await promisify(execFile)('npm', ['install', tarball, ...flags], { cwd: folder });
}
