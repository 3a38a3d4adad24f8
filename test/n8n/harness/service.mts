import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { undoAtExit } from './cleanup.mts';

const START_DEADLINE_MS = 180_000;
const LOG_TAIL = 4_000;

/** A port of the loopback interface that nothing listens on. */
export async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

export interface ServiceCommand {
	/** The program and its arguments. */
	command: [string, ...string[]];
	/** Where it runs and where its log is kept. */
	folder: string;
	environment?: NodeJS.ProcessEnv;
	/** The user to run as; by default the one who runs the tests. */
	user?: { uid: number; gid: number };
	isReady: () => Promise<boolean>;
}

/** A server in a process of its own that can be ended and started again; ends with the tests. */
export class Service {
	readonly logFile: string;
	readonly #title: string;
	readonly #options: ServiceCommand;
	#process: ChildProcess | undefined;

	constructor(title: string, options: ServiceCommand) {
		this.#title = title;
		this.#options = options;
		this.logFile = join(options.folder, 'service.log');
		undoAtExit(() => this.#signal('SIGKILL'));
	}

	/** Starts it (again) and waits until it is ready. Throws with the end of its log otherwise. */
	async start(): Promise<void> {
		const { command, folder, environment, user, isReady } = this.#options;
		const [program, ...args] = command;
		const log = openSync(this.logFile, 'a');
		this.#process = spawn(program, args, {
			cwd: folder,
			env: environment,
			stdio: ['ignore', log, log],
			detached: true,
			...user,
		});
		closeSync(log);
		const deadline = Date.now() + START_DEADLINE_MS;
		while (!(await isReady())) {
			if (this.isRunning && Date.now() < deadline) {
				await sleep(250);
				continue;
			}
			const reason = this.isRunning ? 'did not start in time' : 'ended while it started';
			await this.kill();
			throw new Error(`${this.#title} ${reason}\n${this.logTail()}`);
		}
	}

	get isRunning(): boolean {
		return this.#process?.exitCode === null && this.#process.signalCode === null;
	}

	/** Lets it shut down in an orderly way. */
	async stop(): Promise<void> {
		await this.#end('SIGTERM');
	}

	/** Ends it as a power cut would: nothing is saved any more. */
	async kill(): Promise<void> {
		await this.#end('SIGKILL');
	}

	/** Holds it in the middle of what it does, with all processes that it has started, until `resume`. */
	pause(): void {
		this.#signalEach('SIGSTOP');
	}

	resume(): void {
		this.#signalEach('SIGCONT');
	}

	/** The memory that its process has now, in MB, as Linux counts it. */
	residentMb(): number {
		const status = readFileSync(`/proc/${this.#process!.pid}/status`, 'utf8');
		return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1024);
	}

	/** All it has written so far. */
	log(): string {
		return readFileSync(this.logFile, 'utf8');
	}

	/** The end of its log. */
	logTail(): string {
		return this.log().slice(-LOG_TAIL);
	}

	async #end(signal: NodeJS.Signals): Promise<void> {
		const running = this.#process;
		if (!running || !this.isRunning) return;
		const ended = once(running, 'exit');
		this.#signal(signal);
		await ended;
	}

	/** It leads a process group, so that what it has started itself is reached too. */
	#signal(signal: NodeJS.Signals): void {
		const pid = this.#process?.pid;
		if (this.isRunning && pid) unlessEnded(() => process.kill(-pid, signal));
	}

	/** Reaches those too that lead groups of their own: first its process, then those that this has started, and so on. */
	#signalEach(signal: NodeJS.Signals, pid = this.#process!.pid!): void {
		unlessEnded(() => {
			process.kill(pid, signal);
			const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').match(/\d+/g);
			for (const child of children ?? []) this.#signalEach(signal, Number(child));
		});
	}
}

/** Does something with a process, which may just have ended by itself. */
function unlessEnded(action: () => void): void {
	try {
		action();
	} catch (error) {
		if (!['ESRCH', 'ENOENT'].includes((error as NodeJS.ErrnoException).code!)) throw error;
	}
}
