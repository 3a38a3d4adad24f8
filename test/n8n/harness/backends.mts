import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from './cleanup.mts';
import { findProgram, installPackages } from './programs.mts';
import { freePort, Service } from './service.mts';

const run = promisify(execFile);

const HOST = '127.0.0.1';
const DATABASE_OWNER = 'n8n';

/** Nobody waits for the disk, as the data is thrown away. */
const POSTGRES_SETTINGS = [
	`listen_addresses=${HOST}`,
	'unix_socket_directories=',
	'dynamic_shared_memory_type=mmap',
	'fsync=off',
];

/** The programs of Redis and PostgreSQL on this machine. */
export interface BackendPrograms {
	redis: string;
	initdb: string;
}

/** A server that n8n's queue mode needs, and the settings with which n8n finds it. */
export interface Backend {
	service: Service;
	settings: Record<string, string>;
}

function findPrograms(): BackendPrograms | undefined {
	const redis = findProgram('redis-server');
	// Debian keeps the programs of each version in a folder of their own, which is not on the PATH.
	const initdb = findProgram('/usr/lib/postgresql/*/bin/initdb', 'initdb');
	return redis && initdb ? { redis, initdb } : undefined;
}

/** Finds Redis and PostgreSQL and, where this process may do so, installs them. */
export async function findOrInstallBackends(): Promise<BackendPrograms | undefined> {
	if (!findPrograms()) await installPackages('redis-server', 'postgresql');
	return findPrograms();
}

/** A Redis of its own that keeps nothing. */
export async function launchRedis({ redis }: BackendPrograms): Promise<Backend> {
	const port = String(await freePort());
	const service = new Service('Redis', {
		command: [redis, '--bind', HOST, '--port', port, '--save', '', '--appendonly', 'no'],
		folder: temporaryFolder('redis'),
		isReady: () => succeeds(join(dirname(redis), 'redis-cli'), ['-h', HOST, '-p', port, 'ping']),
	});
	await service.start();
	return { service, settings: { QUEUE_BULL_REDIS_HOST: HOST, QUEUE_BULL_REDIS_PORT: port } };
}

/** A PostgreSQL of its own with an empty database. */
export async function launchPostgres({ initdb }: BackendPrograms): Promise<Backend> {
	const folder = temporaryFolder('postgres');
	const data = join(folder, 'data');
	const password = randomUUID();
	const passwordFile = join(folder, 'password');
	const user = unprivilegedUser();
	writeFileSync(passwordFile, password);
	if (user) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
	const account = ['--username', DATABASE_OWNER, '--pwfile', passwordFile];
	const form = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'];
	await run(initdb, ['--pgdata', data, ...account, ...form], user);

	const port = String(await freePort());
	const settings = POSTGRES_SETTINGS.flatMap((setting) => ['-c', setting]);
	const service = new Service('PostgreSQL', {
		command: [join(dirname(initdb), 'postgres'), '-D', data, '-p', port, ...settings],
		folder,
		user,
		isReady: () => succeeds(join(dirname(initdb), 'pg_isready'), ['-h', HOST, '-p', port]),
	});
	await service.start();
	return {
		service,
		settings: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: HOST,
			DB_POSTGRESDB_PORT: port,
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: DATABASE_OWNER,
			DB_POSTGRESDB_PASSWORD: password,
		},
	};
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}

async function succeeds(program: string, args: string[]): Promise<boolean> {
	return await run(program, args).then(
		() => true,
		() => false,
	);
}
