import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { node24 } from '../../setup.mjs';
import { n8nRoot } from '../install.mjs';
import { temporaryFolder, undoAtExit } from './cleanup.mts';
import { N8nApi, type Owner } from './n8n-api.mts';

const START_DEADLINE_MS = 180_000;
const LOG_TAIL = 4_000;

/** Settings of the user's own n8n, database or npm must not reach this one. */
const FOREIGN_SETTINGS = /^(N8N|DB|EXECUTIONS|QUEUE|WEBHOOK|NODES|CREDENTIALS|GENERIC|npm)_|^NODE_/;

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

/** A real n8n in a process of its own, with its own user folder and database. */
export class N8nServer {
	readonly url: string;
	readonly owner: Owner;
	readonly api: N8nApi;
	/** A folder whose files workflows may read and write. */
	readonly filesFolder: string;
	readonly logFile: string;
	readonly #environment: NodeJS.ProcessEnv;
	#process: ChildProcess | undefined;

	private constructor(folder: string, fileFolders: string[], port: number, brokerPort: number) {
		this.url = `http://127.0.0.1:${port}`;
		this.api = new N8nApi(this.url);
		this.owner = {
			email: 'owner@example.com',
			password: `Ango-${randomBytes(9).toString('base64url')}-1`,
		};
		this.filesFolder = fileFolders[0]!;
		this.logFile = join(folder, 'n8n.log');
		this.#environment = n8nEnvironment({
			N8N_USER_FOLDER: folder,
			N8N_PORT: String(port),
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			N8N_RESTRICT_FILE_ACCESS_TO: fileFolders.join(';'),
		});
		undoAtExit(() => this.#signal('SIGKILL'));
	}

	/**
	 * Starts a fresh n8n that has a community package and an owner.
	 *
	 * @param tarball the packed community package
	 * @param fileFolders the folders whose files workflows may use; a new empty one by default
	 */
	static async launch(
		tarball: string,
		fileFolders = [temporaryFolder('files')],
	): Promise<N8nServer> {
		const folder = temporaryFolder('n8n');
		installCommunityPackage(join(folder, '.n8n/nodes'), tarball);
		const server = new N8nServer(folder, fileFolders, await freePort(), await freePort());
		await server.start();
		await server.api.setUpOwner(server.owner);
		return server;
	}

	/** Starts n8n (again) on the same database and waits until it answers. */
	async start(): Promise<void> {
		const log = openSync(this.logFile, 'a');
		this.#process = spawn(node24, [join(n8nRoot, 'node_modules/n8n/bin/n8n'), 'start'], {
			cwd: dirname(this.logFile),
			env: this.#environment,
			stdio: ['ignore', log, log],
			detached: true,
		});
		closeSync(log);
		const deadline = Date.now() + START_DEADLINE_MS;
		while (!(await this.api.isReady())) {
			if (this.isRunning && Date.now() < deadline) {
				await sleep(250);
				continue;
			}
			const reason = this.isRunning ? 'did not start in time' : 'ended while it started';
			await this.kill();
			throw new Error(`n8n ${reason}\n${this.logTail()}`);
		}
	}

	get isRunning(): boolean {
		return this.#process?.exitCode === null && this.#process.signalCode === null;
	}

	/** Lets n8n shut down in an orderly way. */
	async stop(): Promise<void> {
		await this.#end('SIGTERM');
	}

	/** Ends n8n as a power cut would: nothing is saved any more. */
	async kill(): Promise<void> {
		await this.#end('SIGKILL');
	}

	/** The end of n8n's log. */
	logTail(): string {
		return readFileSync(this.logFile, 'utf8').slice(-LOG_TAIL);
	}

	async #end(signal: NodeJS.Signals): Promise<void> {
		const running = this.#process;
		if (!running || !this.isRunning) return;
		const ended = once(running, 'exit');
		this.#signal(signal);
		await ended;
	}

	/** n8n leads a process group, so that the task runner it starts is reached too. */
	#signal(signal: NodeJS.Signals): void {
		if (!this.isRunning || !this.#process?.pid) return;
		try {
			process.kill(-this.#process.pid, signal);
		} catch (error) {
			// It may just have ended by itself.
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
		}
	}
}

function n8nEnvironment(own: Record<string, string>): NodeJS.ProcessEnv {
	const inherited = Object.entries(process.env).filter(([name]) => !FOREIGN_SETTINGS.test(name));
	return {
		...Object.fromEntries(inherited),
		PATH: `${dirname(node24)}${delimiter}${process.env.PATH}`,
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
function installCommunityPackage(folder: string, tarball: string): void {
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), '{ "private": true, "dependencies": {} }\n');
	// As n8n itself does: peer packages come from n8n, install scripts do not run.
	const flags = ['--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund'];
	execFileSync('npm', ['install', tarball, ...flags], { cwd: folder, stdio: 'pipe' });
}
