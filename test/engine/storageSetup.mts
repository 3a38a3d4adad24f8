import { openStage, runner, type Stage } from './setup.mts';

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

/** A stage of each test, with a storage and a project. */
export function storageStage() {
	const here = {} as { stage: Stage; storage: string; project: string };
	beforeEach(async () => {
		here.stage = await openStage();
		here.storage = here.stage.hub.state.newId();
		here.stage.hub.state.storages.set(here.storage, {
			_id: here.storage,
			organization: here.stage.hub.state.organization,
			createdAt: here.stage.hub.state.timestamp(),
			...AWS,
			region: 'eu-central-1',
			credentials: JSON.stringify(KEY_FILE),
		});
		here.project = here.stage.hub.seedProject({ batches: ['Mon'] })._id;
		here.stage.hub.clearRequests();
	});
	afterEach(async () => await here.stage.close());
	const run = runner('storage', () => ({ stage: here.stage }));
	const put = (...paths: string[]) => {
		for (const path of paths) here.stage.hub.storage.put(`/bucket/${path}`, 'content');
	};
	const bodies = () => here.stage.hub.requests.map(({ body }) => body);
	const imported = () =>
		[...here.stage.hub.state.assets.values()].map(({ externalId }) => externalId).sort();

	return { here, run, put, bodies, imported };
}
