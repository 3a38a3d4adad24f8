import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { byId, openStage, type Stage } from './setup.mts';

/** Parameters of an upload into a project. */
export const upload = (project: string, options: object = {}, more: object = {}) => ({
	resource: 'asset',
	operation: 'upload',
	project: byId(project),
	options,
	...more,
});

/** The stored object behind an asset URL. */
export function storedAt({ hub }: Stage, url: string) {
	return hub.storage.objects.get(decodeURIComponent(new URL(url).pathname))!;
}

/** The assets of a project. */
export function assetsOf({ hub }: Stage, projectId: string) {
	return [...hub.state.assets.values()].filter((asset) => asset.project === projectId);
}

/** A stage for uploads of files that are kept on disk. */
export function uploadStage() {
	const here = {} as { stage: Stage };
	beforeAll(async () => {
		here.stage = await openStage({ binaryMode: 'filesystem' });
	});
	afterAll(async () => await here.stage.close());
	beforeEach(() => {
		here.stage.hub.resetFaults();
		here.stage.hub.clearRequests();
	});
	const run = async (parameters: object, items?: INodeExecutionData[], spec: object = {}) =>
		await here.stage.engine.run({
			node: here.stage.node(parameters as IDataObject as never, spec),
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
