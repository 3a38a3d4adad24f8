import { ExecuteContext, RoutingNode } from 'n8n-core';
import type {
	ICredentialTestRequestData,
	IExecuteData,
	INode,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeType,
	INodeTypes,
	JsonValue,
} from 'n8n-workflow';
import { createEmptyRunExecutionData, NodeConnectionTypes, Workflow } from 'n8n-workflow';
import { createAdditionalData } from './additionalData.mts';
import type { EngineCredentials } from './credentials.mts';

type TestRequest = ICredentialTestRequestData['testRequest'];
type Rule = NonNullable<TestRequest['rules']>[number];

/**
 * Tests a credential as n8n's server does: a throw-away declarative node sends the `test` request
 * through n8n-core's routing, then the rules judge the answer. The judging is written anew here,
 * because n8n keeps it in its server package, which is not installed.
 */
export async function testCredential(
	type: string,
	credentials: EngineCredentials,
): Promise<INodeCredentialTestResult> {
	const { test } = credentials.getType(type);
	if (!test) return failed('No testing function found for this credential.');
	try {
		const [[item]] = await sendTestRequest(type, test, credentials);
		const broken = (test.rules ?? []).find((rule) => breaksBodyRule(rule, item));
		return broken
			? failed(broken.properties.message)
			: { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		return failed(failureMessage(error as FailedRequest, test.rules ?? []));
	}
}

const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });

async function sendTestRequest(
	type: string,
	{ request }: TestRequest,
	credentials: EngineCredentials,
): Promise<INodeExecutionData[][]> {
	const nodeType = testNodeType(type, request);
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: credentials.forNode([type]),
	};
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = createAdditionalData(credentials);
	const data = await credentials.getDecrypted(
		additionalData,
		{ id: type, name: type },
		type,
		'internal',
	);
	const executeData: IExecuteData = { node, data: {}, source: null };
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		executeData,
		[],
	);
	const routing = new RoutingNode(context, nodeType, { id: type, name: type, type, data });
	return (await routing.runNode()) ?? [[]];
}

function testNodeType(type: string, request: TestRequest['request']): INodeType {
	return {
		description: {
			displayName: 'No Operation',
			name: 'noOp',
			group: ['organization'],
			version: 1,
			description: 'Sends the test request of a credential',
			defaults: { name: 'No Operation' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: type, required: true }],
			properties: [
				{ displayName: 'Temp', name: 'temp', type: 'string', routing: { request }, default: '' },
			],
		},
	};
}

/** n8n compares with `===`, and a rule's key may be a path. */
function breaksBodyRule(rule: Rule, item: INodeExecutionData | undefined): boolean {
	if (rule.type !== 'responseSuccessBody') return false;
	const value = rule.properties.key
		.split('.')
		.reduce<unknown>((part, key) => (part as Record<string, JsonValue>)?.[key], item?.json);
	return value === rule.properties.value;
}

interface FailedRequest extends Error {
	cause?: { code?: string; response?: { status: number; statusText: string } };
}

function failureMessage({ message, cause }: FailedRequest, rules: Rule[]): string {
	if (!cause?.response) return cause?.code ?? message;
	const { status, statusText } = cause.response;
	const rule = rules.find(
		({ type, properties }) => type === 'responseCode' && properties.value === status,
	);
	return rule?.properties.message ?? (statusText || `Received HTTP status code: ${status}`);
}
