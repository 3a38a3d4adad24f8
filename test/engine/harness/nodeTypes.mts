import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	INodeTypes,
	IVersionedNodeType,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeHelpers } from 'n8n-workflow';

/** A node class, as n8n's loader finds it in a package. */
export type NodeClass = new () => INodeType | IVersionedNodeType;

/** The type of the node that hands a run its input items. */
export const SOURCE_TYPE = 'harness.source';

/** Hands on what it is given: the source of a run, and a stand-in for nodes of no interest. */
export class PassThrough implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Pass Through',
		name: 'passThrough',
		group: ['transform'],
		version: [1, 1.1, 1.2, 1.3, 2, 2.1, 2.2, 3, 3.1, 3.2, 3.3, 3.4],
		description: 'Hands on its input items',
		defaults: { name: 'Pass Through' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

const builtIn: Record<string, NodeClass> = {
	[SOURCE_TYPE]: PassThrough,
	'n8n-nodes-base.manualTrigger': PassThrough,
	'n8n-nodes-base.noOp': PassThrough,
};

/** Registers node classes under the type names that workflows use. */
export function createNodeTypes(classes: Record<string, NodeClass>): INodeTypes {
	const entries = Object.entries({ ...builtIn, ...classes });
	const instances = new Map(entries.map(([type, NodeClass]) => [type, new NodeClass()]));
	const getByName = (type: string) => {
		const instance = instances.get(type);
		if (!instance) throw new Error(`The engine has no node type "${type}"`);
		return instance;
	};
	return {
		getByName,
		getByNameAndVersion: (type, version) =>
			NodeHelpers.getVersionedNodeType(getByName(type), version),
		getKnownTypes: (): IDataObject => ({}),
	};
}

export const noNodeTypes: INodeTypes = createNodeTypes({});
