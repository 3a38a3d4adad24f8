import { randomBytes } from 'node:crypto';
import { launchPostgres, launchRedis, type Backend, type BackendPrograms } from './backends.mts';
import { n8nHome } from './n8nHome.mts';
import { N8nServer } from './n8nServer.mts';
import { freePort, Service } from './service.mts';

/**
 * What one worker takes at once, n8n's smallest that is advised: few enough that one worker alone
 * cannot take everything.
 */
const JOBS_AT_ONCE = 5;

/** What all processes are started with, besides where the queue and the database are. */
const SETTINGS = {
	EXECUTIONS_MODE: 'queue',
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
	N8N_DEFAULT_BINARY_DATA_MODE: 'database',
	// With n8n's two connections, bursts of webhooks wait too long on a busy machine.
	DB_POSTGRESDB_POOL_SIZE: '10',
	// With n8n's none the main process never hears of executions that end at once.
	N8N_EXECUTIONS_QUEUE_KEEP_LAST_COMPLETED: '1000',
	// A worker that died is missed after half a minute, in place of one and a half.
	QUEUE_WORKER_LOCK_DURATION: '20000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '5000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

/** n8n over several processes that share nothing but Redis, PostgreSQL and a key. */
export class QueueMode {
	readonly main: N8nServer;
	readonly workers: Service[];
	readonly database: Service;
	readonly #redis: Service;

	private constructor(main: N8nServer, workers: Service[], [redis, postgres]: [Backend, Backend]) {
		this.main = main;
		this.workers = workers;
		this.#redis = redis.service;
		this.database = postgres.service;
	}

	/** Starts a fresh n8n with two workers, each with a user folder and our package of its own. */
	static async launch(programs: BackendPrograms, tarball: string): Promise<QueueMode> {
		const backends = await Promise.all([launchRedis(programs), launchPostgres(programs)]);
		const environment = {
			...SETTINGS,
			...Object.assign({}, ...backends.map(({ settings }) => settings)),
			N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		};
		// The first to start sets up the database.
		const main = await N8nServer.launch(tarball, { environment });
		const workers = await Promise.all(
			['worker-1', 'worker-2'].map((name) => workerOf(name, tarball, environment)),
		);
		await Promise.all(workers.map((worker) => worker.start()));
		return new QueueMode(main, workers, backends);
	}

	async stop(): Promise<void> {
		await Promise.all([this.main, ...this.workers].map((service) => service.stop()));
		await Promise.all([this.#redis, this.database].map((service) => service.stop()));
	}
}

async function workerOf(
	name: string,
	tarball: string,
	environment: Record<string, string>,
): Promise<Service> {
	const port = await freePort();
	const home = await n8nHome(name, tarball, 'worker', {
		...environment,
		N8N_CONCURRENCY_PRODUCTION_LIMIT: String(JOBS_AT_ONCE),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
	});
	const readiness = `http://127.0.0.1:${port}/healthz/readiness`;
	return new Service(name, {
		...home,
		isReady: async () => (await fetch(readiness).catch(() => undefined))?.ok === true,
	});
}

/** The executions that a worker has begun, by their ids, in its log. */
export function executionsBegunBy(worker: Service): string[] {
	return [...worker.log().matchAll(/Worker started execution (\d+)/g)].map(([, id]) => id!);
}
