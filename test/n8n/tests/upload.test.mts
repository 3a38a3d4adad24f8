import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { Execution } from '../harness/n8nApi.mts';
import { theLab } from '../harness/lab.mts';
import { angoHub, byId, chain, readFiles, TRIGGER } from '../harness/workflows.mts';

/** Name and content of what a user's folder holds; the content of pictures does not matter here. */
const FILES = new Map<string, Buffer>([
	['one.png', randomBytes(700)],
	['two words.jpg', randomBytes(70_000)],
	['été.tiff', randomBytes(1)],
	['scan.nii.gz', randomBytes(5_000)],
	['notes.txt', Buffer.from('Zwei Zeilen\nund "Zeichen"')],
]);

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('a folder of files', () => {
	let execution: Execution;
	let projectId: string;

	before(async () => {
		const { hub, n8n, credential } = theLab();
		const folder = join(n8n.filesFolder, 'upload');
		mkdirSync(folder);
		for (const [name, bytes] of FILES) writeFileSync(join(folder, name), bytes);
		projectId = hub.seedProject({ name: 'Upload', batches: ['First'] })._id;
		hub.clearRequests();
		const workflowId = await n8n.api.createWorkflow(
			chain(
				'Upload a folder',
				readFiles(join(folder, '*')),
				angoHub('Upload', credential, {
					resource: 'asset',
					operation: 'upload',
					project: byId(projectId),
					options: { batches: ['First'] },
				}),
				angoHub(
					'Get Many',
					credential,
					{ resource: 'asset', operation: 'getAll', project: byId(projectId), returnAll: true },
					{ executeOnce: true },
				),
			),
		);
		execution = await n8n.api.run(workflowId, TRIGGER);
	});

	it('is uploaded by a workflow that succeeds', () => {
		assert.equal(execution.status, 'success', execution.error);
		assert.equal(execution.items('Upload').length, FILES.size);
	});

	it('becomes assets that Get Many returns under their file names', () => {
		const names = execution.json('Get Many').map(({ externalId }) => String(externalId));
		assert.deepEqual(names.sort(), [...FILES.keys()].sort());
	});

	it('arrives byte for byte', () => {
		const { hub } = theLab();
		for (const { externalId, data } of hub.state.room(projectId).assets) {
			const stored = hub.storage.objects.get(new URL(data).pathname);
			assert.equal(stored?.sha256, sha256(FILES.get(externalId)!), externalId);
		}
	});

	it('never shows the API key to the storage', () => {
		const { hub } = theLab();
		const { requests } = hub.storage;
		assert.equal(requests.filter(({ method }) => method === 'PUT').length, FILES.size);
		for (const { url, headers } of requests) {
			assert.ok(!JSON.stringify({ url, headers }).includes(hub.apiKey));
			assert.equal(headers.apikey, undefined);
		}
	});

	it('pairs every asset with the file that it came from', () => {
		const inputs = execution.items('Read Files');
		for (const { json, pairedItem } of execution.items('Upload')) {
			const { item } = pairedItem as { item: number };
			assert.equal(inputs[item]?.json.fileName, json.externalId);
		}
	});
});
