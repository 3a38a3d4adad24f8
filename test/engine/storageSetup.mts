import { openSetup, runner, type Setup } from './setup.mts';

/** What a user fills in. */
export const AWS = {
	name: 'Camera archive',
	provider: 'AWS',
	publicKey: 'AKIAEXAMPLEEXAMPLE00',
	privateKey: 'aws-secret-of-the-test-0123456789',
};
export const KEY_FILE = {
	type: 'service_account',
	private_key: 'gcp-secret-of-the-test-0123456789',
};

/** A setup of each test, with a storage and a project. */
export function storageSetup() {
	const here = {} as { setup: Setup; storage: string; project: string };
	beforeEach(async () => {
		here.setup = await openSetup();
		here.storage = here.setup.hub.state.newId();
		here.setup.hub.state.storages.set(here.storage, {
			_id: here.storage,
			organization: here.setup.hub.state.organization,
			createdAt: here.setup.hub.state.timestamp(),
			...AWS,
			region: 'eu-central-1',
			credentials: JSON.stringify(KEY_FILE),
		});
		here.project = here.setup.hub.seedProject({ batches: ['Mon'] })._id;
		here.setup.hub.clearRequests();
	});
	afterEach(async () => await here.setup.close());
	const run = runner('storage', () => ({ setup: here.setup }));
	const put = (...paths: string[]) => {
		for (const path of paths) here.setup.hub.storage.put(`/bucket/${path}`, 'content');
	};
	const bodies = () => here.setup.hub.requests.map(({ body }) => body);
	const imported = () =>
		[...here.setup.hub.state.assets.values()].map(({ externalId }) => externalId).sort();

	return { here, run, put, bodies, imported };
}
