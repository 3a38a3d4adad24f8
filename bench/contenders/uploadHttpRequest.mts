/** The same job with n8n's built-in nodes: an address for each file, a PUT for each, one registration. */
import { contend, measured } from '../frame/contend.mts';
import { AGGREGATE, benchEngine, HTTP_REQUEST, httpRequest, MERGE } from '../frame/engine.mts';
import { failuresOf, filesOf, type UploadJob } from '../frame/files.mts';
import type { NodeSpec, WorkflowJson } from '../../test/engine/harness/index.mts';

const NEXT = { type: 'main' as const, index: 0 };

function workflow(url: string, project: string): WorkflowJson {
	const nodes: NodeSpec[] = [
		{ name: 'Files', type: 'n8n-nodes-base.noOp' },
		httpRequest('Get Upload Address', {
			url: `${url}/v2/getUploadUrl`,
			sendQuery: true,
			queryParameters: {
				parameters: [
					{ name: 'name', value: '={{ $itemIndex }}-{{ $runIndex }}.png' },
					{ name: 'project', value: project },
					{ name: 'type', value: 'assets' },
				],
			},
		}),
		{
			name: 'Files With Addresses',
			type: MERGE,
			parameters: { mode: 'combine', combineBy: 'combineByPosition', options: {} },
		},
		{
			name: 'Put File',
			type: HTTP_REQUEST,
			parameters: {
				method: 'PUT',
				url: '={{ $json.data.uploadUrl }}',
				sendBody: true,
				contentType: 'binaryData',
				inputDataFieldName: 'data',
				options: { response: { response: { fullResponse: true } } },
			},
		},
		{
			name: 'All Files',
			type: AGGREGATE,
			parameters: { aggregate: 'aggregateAllItemData', destinationFieldName: 'put', options: {} },
		},
		httpRequest('Register', {
			method: 'POST',
			url: `${url}/v2/project/${project}/cloud`,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: `={{ JSON.stringify({
				assets: $('Files With Addresses').all().map((item, n) => ({
					data: item.json.data.uploadUrl.split('?')[0],
					externalId: item.json.name,
				})),
				uploadLocal: 'true',
				priority: 0,
			}) }}`,
		}),
	];
	return {
		nodes,
		connections: {
			Files: {
				main: [
					[
						{ node: 'Get Upload Address', ...NEXT },
						{ node: 'Files With Addresses', ...NEXT },
					],
				],
			},
			'Get Upload Address': {
				main: [[{ node: 'Files With Addresses', type: 'main', index: 1 }]],
			},
			'Files With Addresses': { main: [[{ node: 'Put File', ...NEXT }]] },
			'Put File': { main: [[{ node: 'All Files', ...NEXT }]] },
			'All Files': { main: [[{ node: 'Register', ...NEXT }]] },
		},
	};
}

contend(async ({ hub, project, ...files }: UploadJob) => {
	const engine = await benchEngine(hub);
	const items = await filesOf(engine, files);
	const { result, ...figures } = await measured(
		async () => await engine.runWorkflow(workflow(hub.url, project), { items, startNode: 'Files' }),
	);
	await engine.dispose();
	return { ...figures, ...failuresOf(result) };
});
