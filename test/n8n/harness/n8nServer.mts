import { randomBytes } from 'node:crypto';
import { temporaryFolder } from './cleanup.mts';
import { N8nApi, type Owner } from './n8nApi.mts';
import { n8nHome, type N8nProgram } from './n8nHome.mts';
import { freePort, Service, type ServiceCommand } from './service.mts';

export interface N8nOptions {
	/** The folders whose files workflows may read and write; a new empty one by default. */
	fileFolders?: string[];
	/** Settings of n8n in addition to those of every n8n of the tests. */
	environment?: Record<string, string>;
	/** The n8n of the tests in Node 24 by default. */
	program?: N8nProgram;
	/** The REST interface of that n8n, where it differs. */
	Api?: typeof N8nApi;
}

/** A real n8n in a process of its own, with its own user folder and database. */
export class N8nServer extends Service {
	readonly url: string;
	readonly api: N8nApi;
	readonly owner: Owner = {
		email: 'owner@example.com',
		password: `Ango-${randomBytes(9).toString('base64url')}-1`,
	};
	/** A folder whose files workflows may read and write. */
	readonly filesFolder: string;

	private constructor(
		home: Omit<ServiceCommand, 'isReady'>,
		url: string,
		api: N8nApi,
		filesFolder: string,
	) {
		super('n8n', { ...home, isReady: () => api.isReady() });
		this.url = url;
		this.api = api;
		this.filesFolder = filesFolder;
	}

	/**
	 * Starts a fresh n8n that has a community package and an owner.
	 *
	 * @param tarball the packed community package
	 */
	static async launch(tarball: string, options: N8nOptions = {}): Promise<N8nServer> {
		const { environment, program, Api = N8nApi } = options;
		const { fileFolders = [temporaryFolder('files')] } = options;
		const port = await freePort();
		const url = `http://127.0.0.1:${port}`;
		const settings = {
			N8N_PORT: String(port),
			N8N_RESTRICT_FILE_ACCESS_TO: fileFolders.join(';'),
			...environment,
		};
		const home = await n8nHome('n8n', tarball, 'start', settings, program);
		const server = new N8nServer(home, url, new Api(url), fileFolders[0]!);
		await server.start();
		await server.api.setUpOwner(server.owner);
		return server;
	}
}
