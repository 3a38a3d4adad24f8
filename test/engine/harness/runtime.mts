import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger as LoggerService } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import { SSHClientsManager } from 'n8n-core/dist/execution-engine/ssh-clients-manager.js';
import type { Logger } from 'n8n-workflow';
import { LoggerProxy } from 'n8n-workflow';

/** Where n8n keeps files: base64 inside the items (`memory`), or on disk by id (`filesystem`). */
export type BinaryMode = 'memory' | 'filesystem';

export interface LogEntry {
	level: 'error' | 'warn' | 'info' | 'debug';
	message: string;
	metadata?: unknown;
}

/** The services n8n-core holds once per process: settings folder, binary store, log. */
export interface Runtime {
	readonly binaryMode: BinaryMode;
	readonly userFolder: string;
	readonly log: LogEntry[];
}

let current: { runtime: Runtime; users: number; restore: () => void } | undefined;
let starting: Promise<void> | undefined;

/**
 * Sets up n8n's process-wide services in a temporary user folder. Several engines may share
 * them, but n8n has one binary mode per process, so all of them must ask for the same one.
 */
export async function acquireRuntime(binaryMode: BinaryMode): Promise<Runtime> {
	await starting;
	if (!current) {
		starting = start(binaryMode).finally(() => (starting = undefined));
		await starting;
	}
	if (!current) throw new Error('The runtime did not start');
	if (current.runtime.binaryMode !== binaryMode) {
		throw new Error(
			`An engine in ${current.runtime.binaryMode} mode is still alive; dispose of it first`,
		);
	}
	current.users++;
	return current.runtime;
}

/** Removes the temporary user folder when the last engine is gone. */
export async function releaseRuntime(): Promise<void> {
	if (!current || --current.users > 0) return;
	const { runtime, restore } = current;
	current = undefined;
	restore();
	// Each has a timer and a listener to the end of the process, which outlive the container.
	Container.get(SSHClientsManager).onShutdown();
	Container.reset();
	await rm(runtime.userFolder, { recursive: true, force: true });
}

async function start(binaryMode: BinaryMode): Promise<void> {
	const userFolder = await mkdtemp(join(tmpdir(), 'ango-hub-engine-'));
	const restore = setEnvironment({
		N8N_USER_FOLDER: userFolder,
		N8N_DEFAULT_BINARY_DATA_MODE: binaryMode === 'memory' ? 'default' : 'filesystem',
	});
	const log: LogEntry[] = [];
	const logger = recordingLogger(log);
	Container.reset();
	Container.set(LoggerService, logger as unknown as LoggerService);
	LoggerProxy.init(logger);
	await Container.get(BinaryDataService).init();
	current = { runtime: { binaryMode, userFolder, log }, users: 0, restore };
}

function recordingLogger(log: LogEntry[]): Logger & { scoped: () => Logger } {
	const record =
		(level: LogEntry['level']) =>
		(message: string, metadata?: unknown): void => {
			log.push({ level, message, metadata });
		};
	const logger = {
		error: record('error'),
		warn: record('warn'),
		info: record('info'),
		debug: record('debug'),
		scoped: () => logger,
	};
	return logger;
}

function setEnvironment(variables: Record<string, string>): () => void {
	const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
	Object.assign(process.env, variables);
	return () => {
		for (const [name, value] of before) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	};
}
