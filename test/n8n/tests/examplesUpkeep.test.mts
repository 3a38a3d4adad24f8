import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, beforeEach, describe, it } from 'node:test';
import type { IDataObject } from 'n8n-workflow';
import type { Asset, Project } from '../../local-hub/index.mts';
import { exampleWorkflow, runnable } from '../harness/examples.mts';
import { theLab } from '../harness/lab.mts';
import type { Execution } from '../harness/n8nApi.mts';
import { chain, node } from '../harness/workflows.mts';

const DAY_MS = 24 * 3600 * 1000;
const TONE = {
	tools: [],
	classifications: [{ schemaId: 'tone', tool: 'text', title: 'Tone', classifications: [] }],
	relations: [],
};
const tone = (answer: string) => ({ classifications: [{ schemaId: 'tone', answer }] });

/** An example with the lab's credential, to be run by hand. */
async function exampleOf(
	fileName: string,
	settings: IDataObject,
): Promise<() => Promise<Execution>> {
	const { n8n, credential } = theLab();
	return await runnable(n8n, exampleWorkflow(fileName, [credential], settings));
}

const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

/** The same, for a run that has to succeed. */
function succeeding(run: () => Promise<Execution>): () => Promise<Execution> {
	return async () => {
		const execution = await run();
		assert.equal(execution.status, 'success', execution.error);
		return execution;
	};
}

describe('the example "Finished labels, caught up after downtime"', () => {
	const TABLE = 'Caught up in a test';
	let projects: Project[];

	/** Labels an asset of the project; its task was changed so many days ago. */
	function label({ _id }: Project, name: string, answer: string, days: number): void {
		const { hub } = theLab();
		const known = hub.state.room(_id).byExternalId.get(name)?.[0];
		const task = hub.taskOf(known ?? hub.seedAsset(_id, { externalId: name }));
		if (known) Object.assign(task, { stage: 'Label' });
		hub.labelTask(task._id, tone(answer));
		task.updatedAt = ago(days);
		hub.state.touch(_id);
	}

	/** What the table holds of a project: the answer of each file. */
	async function stored({ _id }: Project): Promise<Record<string, string>> {
		const read = node(
			'Read',
			'n8n-nodes-base.dataTable',
			{
				operation: 'get',
				dataTableId: { __rl: true, mode: 'name', value: TABLE },
				filters: { conditions: [{ keyName: 'projectId', condition: 'eq', keyValue: _id }] },
				returnAll: true,
			},
			{ typeVersion: 1.1 },
		);
		const rows = (await succeeding(await runnable(theLab().n8n, chain('Read', read)))()).json(
			'Read',
		);
		const answers = rows.map(({ externalId, labels }) => {
			const { classifications } = JSON.parse(String(labels));
			return [externalId, classifications[0].answer];
		});
		assert.equal(new Set(rows.map(({ taskId }) => taskId)).size, rows.length);
		return Object.fromEntries(answers);
	}

	const runOf = async ({ _id }: Project) =>
		succeeding(await exampleOf('catch-up-export.json', { project: _id, table: TABLE }));
	const files = (execution: Execution, nodeName: string) =>
		execution.json(nodeName).map(({ externalId, file }) => externalId ?? file);

	before(() => {
		const { hub } = theLab();
		projects = ['One', 'Two'].map((name) => hub.seedProject({ name, categorySchema: TONE }));
	});

	it('loses nothing and doubles nothing, however long n8n was down', async () => {
		const { hub, n8n } = theLab();
		const [project, other] = projects as [Project, Project];
		// The newest change first, which is the order of neither the hub nor the table.
		label(project, 'b', 'calm', 5);
		label(project, 'a', 'loud', 10);
		label(project, 'c', 'shy', 7);
		hub.seedAsset(project._id, { externalId: 'unfinished' });
		label(other, 'elsewhere', 'far', 0);
		const [run, runOther] = await Promise.all(projects.map(runOf));
		await runOther!();

		const first = await run!();
		assert.deepEqual(files(first, 'Store'), ['a', 'c', 'b']);
		assert.deepEqual(await stored(project), { a: 'loud', b: 'calm', c: 'shy' });

		await n8n.kill();
		label(project, 'd', 'late', 4);
		label(project, 'e', 'early', 5.5);
		label(project, 'a', 'quiet', 3);
		await n8n.start();

		const second = await run!();
		// What was changed less than a day before the newest row is exported again, not stored again.
		assert.deepEqual(files(second, 'Export Finished Tasks').sort(), ['a', 'b', 'd', 'e']);
		assert.deepEqual(files(second, 'Next Step'), ['e', 'd', 'a']);
		const all = { a: 'quiet', b: 'calm', c: 'shy', d: 'late', e: 'early' };
		assert.deepEqual(await stored(project), all);

		const third = await run!();
		assert.deepEqual(files(third, 'Export Finished Tasks'), ['a']);
		assert.deepEqual(files(third, 'Store'), []);
		assert.deepEqual(await stored(project), all);
		assert.deepEqual(await stored(other), { elsewhere: 'far' });
	});
});

describe('the example "Delete old assets"', () => {
	let project: Project;
	let old: Asset[];

	/** An asset whose task was changed so many days ago, in this stage. */
	function seed(days: number, stage = 'Complete'): Asset {
		const { hub } = theLab();
		const asset = hub.seedAsset(project._id);
		Object.assign(hub.taskOf(asset), { updatedAt: ago(days), stage });
		return asset;
	}

	beforeEach(() => {
		const { hub } = theLab();
		project = hub.seedProject({ name: 'Retention' });
		old = [seed(31), seed(400)];
		for (const days of [0, 1, 29]) seed(days);
		seed(400, 'Label');
		const worked = seed(400);
		hub.state.addTask({ ...hub.taskOf(worked), _id: hub.state.newId(), updatedAt: ago(2) });
		const reopened = seed(400);
		hub.state.addTask({ ...hub.taskOf(reopened), _id: hub.state.newId(), stage: 'Label' });
		hub.clearRequests();
	});

	const settings = (more: IDataObject) => ({ project: project._id, days: 30, ...more });
	const ids = (assets: Asset[]) => assets.map(({ _id }) => _id).sort();
	const left = () => ids(theLab().hub.state.room(project._id).assets);
	const deletions = () => theLab().hub.requests.filter(({ method }) => method === 'DELETE').length;

	it('only lists what it would delete, until it is told to delete', async () => {
		const run = await exampleOf('retention.json', settings({}));
		const execution = await succeeding(run)();

		const listed = execution.json('Would Be Deleted').map(({ asset }) => String(asset));
		assert.deepEqual(listed.sort(), ids(old));
		assert.equal(deletions(), 0);
		assert.equal(left().length, 8);
	});

	it('deletes what is old and finished, and nothing the second time', async () => {
		const run = succeeding(await exampleOf('retention.json', settings({ dryRun: false })));
		const expected = left().filter((id) => !ids(old).includes(id));

		await run();
		assert.deepEqual(left(), expected);
		await run();
		assert.deepEqual(left(), expected);
		assert.equal(deletions(), 1);
	});

	for (const [reason, wrong, message] of [
		['too much would go at once', { mostPercent: 24 }, /2 of 8 assets would be deleted/],
		['days is 0', { days: 0, mostPercent: 100 }, /days has to be 1 or more/],
		['days is empty', { days: '', mostPercent: 100 }, /days has to be 1 or more/],
	] as const) {
		it(`stops and deletes nothing when ${reason}`, async () => {
			const run = await exampleOf('retention.json', settings({ dryRun: false, ...wrong }));
			const { status, error } = await run();

			assert.equal(status, 'error');
			assert.match(error!, message);
			assert.equal(deletions(), 0);
			assert.equal(left().length, 8);
		});
	}
});

describe('the example "DICOM series to one asset each"', () => {
	it('makes one asset of each folder of slices, in their order, once', async () => {
		const { hub, n8n } = theLab();
		const folder = join(n8n.filesFolder, 'dicom');
		const write = (path: string, content: string) => {
			const file = join(folder, path);
			mkdirSync(dirname(file), { recursive: true });
			writeFileSync(file, content);
		};
		/** A file with the mark of DICOM and something of its own. */
		const slice = (text: string) => `${'\0'.repeat(128)}DICM${text}`;
		const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
		for (const n of numbers) write(`patient 7/ct/slice ${n}.dcm`, slice(`ct ${n}`));
		for (const n of [1, 2]) write(`patient 8/ct/slice ${n}.dcm`, slice(`other ${n}`));
		write('patient 8/scout/single.dcm', slice('scout'));
		write('patient 8/ct/report.txt', 'no slice');
		const project = hub.seedProject({ name: 'DICOM' });
		const run = succeeding(
			await exampleOf('dicom-series.json', { folder, project: project._id, batch: 'Scans' }),
		);
		const slicesOf = ({ data, dataset }: Asset) =>
			(dataset.length > 0 ? dataset : [data]).map((url) => {
				const { bytes } = hub.storage.objects.get(new URL(url).pathname)!;
				return bytes!.toString().slice(132);
			});
		const uploads = () => hub.storage.requests.filter(({ method }) => method === 'PUT').length;
		hub.clearRequests();

		const first = await run();

		const { assets } = hub.state.room(project._id);
		const series = assets.map((asset) => [asset.externalId, slicesOf(asset)] as const);
		assert.deepEqual(Object.fromEntries(series), {
			'patient 7/ct': numbers.map((n) => `ct ${n}`),
			'patient 8/ct': ['other 1', 'other 2'],
			'patient 8/scout': ['scout'],
		});
		const [batch] = hub.state.project(project._id).batches;
		assert.equal(batch?.name, 'Scans');
		for (const asset of assets) assert.deepEqual(asset.batches, [batch._id]);
		assert.equal(first.json('One Item per Series').length, 3);
		assert.equal(uploads(), 15);

		const second = await run();

		assert.equal(hub.state.room(project._id).assets.length, 3);
		assert.deepEqual(
			second.json('One Item per Series').map(({ status }) => status),
			['skipped', 'skipped', 'skipped'],
		);
		assert.equal(uploads(), 15);
	});
});
