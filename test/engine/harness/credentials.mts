import { getAdditionalKeys } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsExpressionResolveValues,
	ICredentialType,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { ICredentialsHelper, isExpression, NodeHelpers, Workflow } from 'n8n-workflow';
import { noNodeTypes } from './nodeTypes.mts';

/** The data a user would have typed into each credential, by credential type. */
export type CredentialData = Record<string, ICredentialDataDecryptedObject>;

const credentialNode: INode = {
	id: 'credential',
	name: 'Credential',
	type: 'credential',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/**
 * Does for the engine what n8n's server does with its database: hands out credential data with
 * defaults and expressions resolved, and applies the credential type's authentication.
 */
export class EngineCredentials extends ICredentialsHelper {
	private readonly types: Map<string, ICredentialType>;
	private readonly data: CredentialData;

	constructor(types: Record<string, new () => ICredentialType>, data: CredentialData) {
		super();
		this.types = new Map(Object.entries(types).map(([name, Type]) => [name, new Type()]));
		this.data = structuredClone(data);
	}

	/** The `credentials` entry of a node: every credential type it takes and this engine has. */
	forNode(names: string[]): Record<string, INodeCredentialsDetails> {
		const available = names.filter((name) => name in this.data);
		return Object.fromEntries(available.map((name) => [name, { id: name, name }]));
	}

	getType(name: string): ICredentialType {
		const type = this.types.get(name);
		if (!type) throw new Error(`The engine has no credential type "${name}"`);
		return type;
	}

	getStored(name: string): ICredentialDataDecryptedObject {
		const stored = this.data[name];
		if (!stored) throw new Error(`The engine has no data for credential type "${name}"`);
		return stored;
	}

	getParentTypes(name: string): string[] {
		const parents = this.getType(name).extends ?? [];
		return [...parents, ...parents.flatMap((parent) => this.getParentTypes(parent))];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getCredentialsProperties(name: string): INodeProperties[] {
		const { extends: parents = [], properties } = this.getType(name);
		const merged: INodeProperties[] = [];
		for (const parent of parents) {
			NodeHelpers.mergeNodeProperties(merged, this.getCredentialsProperties(parent));
		}
		NodeHelpers.mergeNodeProperties(merged, properties);
		return merged;
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		_nodeCredentials: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		run?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = structuredClone(this.getStored(type));
		if (raw) return stored;
		const data = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			stored as INodeParameters,
			true,
			false,
			null,
			null,
		) as INodeParameters;
		const keys = getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		const resolved = run
			? run.workflow.expression.getParameterValue(
					data,
					run.runExecutionData,
					run.runIndex,
					run.itemIndex,
					run.node.name,
					run.connectionInputData,
					mode,
					keys,
					executeData,
					false,
					data,
				)
			: credentialWorkflow().expression.getComplexParameterValue(
					credentialNode,
					data,
					mode,
					keys,
					undefined,
					undefined,
					data,
				);
		return resolved as ICredentialDataDecryptedObject;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow: Workflow = credentialWorkflow(),
		node: INode = credentialNode,
	): Promise<IHttpRequestOptions> {
		const options = requestOptions as IHttpRequestOptions;
		const { authenticate } = this.getType(typeName);
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		options.headers ??= {};
		if (authenticate?.type !== 'generic') return options;

		const resolve = (value: unknown) =>
			isExpression(value)
				? String(
						workflow.expression.getSimpleParameterValue(
							node,
							value,
							'internal',
							{ $credentials: credentials },
							undefined,
							'',
						) || '',
					)
				: String(value);
		for (const [part, values] of Object.entries(authenticate.properties)) {
			const target = ((options as unknown as Record<string, unknown>)[part] ??= {});
			for (const [key, value] of Object.entries(values as Record<string, unknown>)) {
				(target as Record<string, string>)[resolve(key)] = resolve(value);
			}
		}
		return options;
	}

	/** Runs `preAuthentication` when its expirable property is empty or has expired. */
	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		_node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const expirable = this.getType(typeName).properties.find(
			({ type, typeOptions }) => type === 'hidden' && typeOptions?.expirable === true,
		);
		if (!expirable || (credentials[expirable.name] !== '' && !credentialsExpired)) return undefined;
		const output = await this.runPreAuthentication(helpers, credentials, typeName);
		if (output?.[expirable.name] === undefined) return undefined;
		Object.assign(this.getStored(typeName), output);
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication } = this.getType(typeName);
		return (await preAuthentication?.call(helpers, credentials)) as
			ICredentialDataDecryptedObject | undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('The engine keeps no encrypted credentials');
	}

	async updateCredentials(
		_nodeCredentials: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.data[type] = structuredClone(data);
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error('The engine has no OAuth credentials');
	}
}

/** Credential expressions outside of a run are resolved in an empty workflow, as n8n does. */
function credentialWorkflow(): Workflow {
	return new Workflow({ nodes: [], connections: {}, active: false, nodeTypes: noNodeTypes });
}
