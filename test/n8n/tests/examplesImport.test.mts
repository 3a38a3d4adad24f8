import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { IDataObject } from 'n8n-workflow';
import type { Project } from '../../local-hub/index.mts';
import { exampleWorkflow, runnable } from '../harness/examples.mts';
import { theLab } from '../harness/lab.mts';
import type { Credential, Execution } from '../harness/n8nApi.mts';
import { S3StandIn } from '../stand-ins/s3.mts';

const DAY_MS = 24 * 3600 * 1000;

/** An example, to be run by hand to its success. */
async function exampleOf(
	fileName: string,
	credentials: Credential[],
	settings: IDataObject,
): Promise<() => Promise<Execution>> {
	const run = await runnable(theLab().n8n, exampleWorkflow(fileName, credentials, settings));
	return async () => {
		const execution = await run();
		assert.equal(execution.status, 'success', execution.error);
		return execution;
	};
}

/** External ids of a project's assets, with the names of their batches. */
function batchesByExternalId({ _id, batches }: Project): Record<string, string[]> {
	const { assets } = theLab().hub.state.room(_id);
	const names = new Map(batches.map((batch) => [batch._id, batch.name]));
	const entries = assets.map(({ externalId, batches: ids }) => [
		externalId,
		ids.map((id) => names.get(id)),
	]);
	assert.equal(new Set(assets.map(({ externalId }) => externalId)).size, assets.length);
	return Object.fromEntries(entries);
}

/** The bytes of an asset's file, as the hub's storage has them. */
async function contentOf({ _id }: Project, externalId: string): Promise<string> {
	const { state, storage } = theLab().hub;
	const asset = state.room(_id).assets.find((one) => one.externalId === externalId)!;
	const response = await fetch(storage.signedUrl('GET', asset.data, 60));
	return await response.text();
}

/** The batch of an example whose batches are named after the day. */
function dayOf(execution: Execution): string {
	const day = String(execution.json('Settings')[0]!.batch);
	assert.match(day, /^\d{4}-\d\d-\d\d$/);
	assert.ok(Math.abs(Date.now() - Date.parse(day)) < 2 * DAY_MS, day);
	return day;
}

describe('the example "New files in an S3 bucket to Ango Hub"', () => {
	const s3 = new S3StandIn('street', 2);
	let project: Project;
	let credentials: Credential[];
	let run: () => Promise<Execution>;

	before(async () => {
		const { hub, n8n, credential } = theLab();
		await s3.start();
		project = hub.seedProject({ name: 'S3' });
		const { url, region, accessKeyId, secretAccessKey } = s3;
		const data = { endpoint: url, region, accessKeyId, secretAccessKey, forcePathStyle: true };
		credentials = [credential, await n8n.api.createCredential('S3', 's3', data)];
		for (const key of ['incoming/', 'incoming/a.png', 'incoming/b/two words & ü.JPG']) {
			s3.objects.set(key, Buffer.from(key));
		}
		s3.objects.set('incoming/readme.docx', Buffer.from('not for labeling'));
		s3.objects.set('archive/old.png', Buffer.from('not in the folder'));
		run = await exampleOf('s3-to-ango-hub.json', credentials, {
			project: project._id,
			bucket: s3.bucket,
			limit: 3,
		});
	});

	after(() => s3.stop());

	it('uploads the files of the folder with their keys', async () => {
		await run();
		assert.deepEqual(batchesByExternalId(project), {
			'incoming/a.png': ['From S3'],
			'incoming/b/two words & ü.JPG': ['From S3'],
		});
		for (const key of s3.downloads) assert.equal(await contentOf(project, key), key);
	});

	it('downloads and uploads only what is new, even when assets were deleted since', async () => {
		const { state } = theLab().hub;
		s3.objects.set('incoming/c.png', Buffer.from('incoming/c.png'));
		s3.downloads.length = 0;
		state.deleteAssets(project._id, new Set([state.room(project._id).assets[0]!._id]));
		await run();
		assert.deepEqual(s3.downloads, ['incoming/c.png']);
		assert.equal(state.room(project._id).assets.length, 2);
		await run();
		assert.deepEqual(s3.downloads, ['incoming/c.png']);
	});

	it('takes the limit of files in one run, and goes on in the next', async () => {
		const keys = Array.from({ length: 5 }, (_, n) => `incoming/many/${n}.png`);
		for (const key of keys) s3.objects.set(key, Buffer.from(key));
		s3.downloads.length = 0;
		await run();
		assert.deepEqual(s3.downloads, keys.slice(0, 3));
		await run();
		await run();
		assert.deepEqual(s3.downloads, keys);
	});

	it('tries again what could not be uploaded', async () => {
		const { hub } = theLab();
		s3.objects.set('incoming/d.png', Buffer.from('incoming/d.png'));
		hub.faults.rules.push({ match: { host: 'storage', method: 'PUT' }, action: { status: 403 } });
		const failed = await run();
		hub.resetFaults();
		assert.equal(failed.items('Upload', 1).length, 1);
		await run();
		assert.equal(await contentOf(project, 'incoming/d.png'), 'incoming/d.png');
	});

	it('is refused by the storage with another secret key', async () => {
		const { n8n } = theLab();
		const [hubCredential, { data }] = credentials as [Credential, Credential];
		const wrong = await n8n.api.createCredential('S3', 's3', { ...data, secretAccessKey: 'other' });
		const workflow = exampleWorkflow('s3-to-ango-hub.json', [hubCredential, wrong], {
			project: project._id,
			bucket: s3.bucket,
		});
		const execution = await (await runnable(n8n, workflow))();
		assert.equal(execution.status, 'error');
		assert.match(execution.error!, /403|Forbidden/);
	});
});

describe('the example "New files in a folder to Ango Hub"', () => {
	let folder: string;
	let project: Project;

	function write(name: string): void {
		const file = join(folder, name);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, `content of ${name}`);
	}

	before(() => {
		const { hub, n8n } = theLab();
		folder = join(n8n.filesFolder, 'camera');
		mkdirSync(folder);
		project = hub.seedProject({ name: 'Folder' });
	});

	it('uploads what is new in the folder, in a batch of the day, and nothing twice', async () => {
		const { hub, credential } = theLab();
		const settings = { project: project._id, folder };
		const run = await exampleOf('new-files-in-folder.json', [credential], settings);
		assert.equal((await run()).items('Upload').length, 0);
		write('one.png');
		write('left/one.png');
		const earlier = await run();
		write('two.txt');
		write('no.docx');
		hub.clearRequests();
		const later = await run();
		const puts = hub.storage.requests.filter(({ method }) => method === 'PUT');
		assert.equal(puts.length, 1);
		assert.deepEqual(batchesByExternalId(project), {
			'one.png': [dayOf(earlier)],
			'left/one.png': [dayOf(earlier)],
			'two.txt': [dayOf(later)],
		});
		assert.equal(await contentOf(project, 'left/one.png'), 'content of left/one.png');
		assert.match(String(later.json('Upload', 1)[0]?.error), /docx/);
	});

	it('reads only the folder of today where there is one for each day', async () => {
		const { credential } = theLab();
		const days = [-2, -1, 0, 1].map((n) => new Date(Date.now() + n * DAY_MS));
		for (const day of days) write(`${day.toISOString().slice(0, 10)}/new.png`);
		const run = await exampleOf('new-files-in-folder.json', [credential], {
			project: project._id,
			folder,
			files: "={{ $now.toFormat('yyyy-MM-dd') }}/**/*",
		});
		const execution = await run();
		assert.equal(execution.items('Read Files').length, 1);
		assert.deepEqual(
			execution.json('Upload').map(({ externalId, status }) => [externalId, status]),
			[[`${dayOf(execution)}/new.png`, 'created']],
		);
	});
});

describe('the example "Nightly import from cloud storage"', () => {
	it('imports what is new each night into a batch of its day', async () => {
		const { hub, credential } = theLab();
		const { state, storage } = hub;
		const project = hub.seedProject({ name: 'Cloud' });
		const record = {
			name: 'Camera',
			organization: state.organization,
			createdAt: state.timestamp(),
		};
		const storageId = state.newId();
		state.storages.set(storageId, { _id: storageId, ...record });
		for (const key of [
			'incoming/a.png',
			'incoming/b/c d.png',
			'incoming/list.csv',
			'other/e.png',
		]) {
			storage.put(`/cams/${key}`, key);
		}
		const night = async (more: IDataObject) =>
			await exampleOf('nightly-cloud-import.json', [credential], {
				project: project._id,
				storage: storageId,
				bucket: 'cams',
				address: storage.urlOf('/cams/'),
				...more,
			});

		const first = await night({});
		const day = dayOf(await first());
		const imported = { 'incoming/a.png': [day], 'incoming/b/c d.png': [day] };
		assert.deepEqual(batchesByExternalId(project), imported);
		const { assets } = state.room(project._id);
		for (const { data, storage: from, externalId } of assets) {
			assert.equal(data, storage.urlOf(`/cams/${externalId}`));
			assert.equal(from, storageId);
		}
		await first();
		assert.equal(assets.length, 2);

		storage.put('/cams/incoming/new.png', 'new');
		const second = await night({ batch: 'The next day' });
		await second();
		const all = { ...imported, 'incoming/new.png': ['The next day'] };
		assert.deepEqual(batchesByExternalId(project), all);
		const third = await night({ batch: 'A day without files' });
		await third();
		assert.deepEqual(batchesByExternalId(project), all);
		const names = project.batches.map(({ name }) => name);
		assert.deepEqual(names, [day, 'The next day']);
	});
});
