import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { byId, openSetup, type Setup } from './setup.mts';

/** Parameters of an upload into a project. */
export const upload = (project: string, options: object = {}, more: object = {}) => ({
	resource: 'asset',
	operation: 'upload',
	project: byId(project),
	options,
	...more,
});

/** The stored object behind an asset URL. */
export function storedAt({ hub }: Setup, url: string) {
	return hub.storage.objects.get(decodeURIComponent(new URL(url).pathname))!;
}

/** The assets of a project. */
export function assetsOf({ hub }: Setup, projectId: string) {
	return [...hub.state.assets.values()].filter((asset) => asset.project === projectId);
}

/** A setup for uploads of files that are kept on disk. */
export function uploadSetup() {
	const here = {} as { setup: Setup };
	beforeAll(async () => {
		here.setup = await openSetup({ binaryMode: 'filesystem' });
	});
	afterAll(async () => await here.setup.close());
	beforeEach(() => {
		here.setup.hub.resetFaults();
		here.setup.hub.clearRequests();
	});
	const run = async (parameters: object, items?: INodeExecutionData[], spec: object = {}) =>
		await here.setup.engine.run({
			node: here.setup.node(parameters as IDataObject as never, spec),
			items,
		});
	return { here, run };
}

/** A label set with one question, whose answers are the digits. */
export function digits() {
	const options = Array.from({ length: 10 }, (_, digit) => ({
		value: String(digit),
		schemaId: `o${digit}`,
	}));
	const digit = {
		tool: 'radio',
		title: 'Digit',
		required: false,
		schemaId: 'digit1',
		columnField: false,
		color: '#112233',
		shortcutKey: '',
		classifications: [],
		options,
	};
	return { tools: [], classifications: [digit], relations: [] };
}
