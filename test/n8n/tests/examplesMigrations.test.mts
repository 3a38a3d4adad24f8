import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { IDataObject } from 'n8n-workflow';
import type { Asset, Project } from '../../local-hub/index.mts';
import { exampleWorkflow, runnable } from '../harness/examples.mts';
import { theLab } from '../harness/lab.mts';
import type { Credential, Execution } from '../harness/n8nApi.mts';
import { startCognite, type CogniteFile } from '../stand-ins/cognite.mts';
import { startGeti, type GetiMedium } from '../stand-ins/geti.mts';
import type { Service } from '../stand-ins/jsonService.mts';
import { startScale, type ScaleAttachment, type ScaleTask } from '../stand-ins/scale.mts';
import type { Medium } from '../stand-ins/signedLinks.mts';

/** Larger than one part of a stream. */
const LARGE = 5_000_000;

const hexId = () => randomBytes(12).toString('hex');
const secret = () => randomBytes(20).toString('hex');

function image(size = 1_000): Medium {
	return { bytes: randomBytes(size), contentType: 'image/png' };
}

/** An example that migrates from a stand-in, ready to be run again and again. */
class Migration {
	readonly service: Service;
	readonly project: Project;
	readonly #execute: () => Promise<Execution>;

	private constructor(service: Service, project: Project, execute: () => Promise<Execution>) {
		this.service = service;
		this.project = project;
		this.#execute = execute;
	}

	static async prepare(
		fileName: string,
		service: Service,
		access: [type: string, data: IDataObject],
		settings: IDataObject,
		project: Project,
	): Promise<Migration> {
		const { n8n, credential } = theLab();
		const [type, data] = access;
		const credentials: Credential[] = [
			credential,
			await n8n.api.createCredential(fileName, type, data),
		];
		const own = { project: project._id, ...settings };
		const workflow = exampleWorkflow(fileName, credentials, own);
		return new Migration(service, project, await runnable(n8n, workflow));
	}

	/** Runs it to its success; the service has to refuse nothing and never sees Ango Hub's key. */
	async run(): Promise<Execution> {
		const { calls } = this.service;
		calls.length = 0;
		const execution = await this.#execute();
		assert.equal(execution.status, 'success', execution.error);
		const refused = calls.filter(({ status }) => status >= 400);
		assert.deepEqual(refused, []);
		const sent = JSON.stringify(calls.map(({ headers, query }) => ({ headers, query })));
		assert.ok(!sent.includes(theLab().hub.apiKey));
		return execution;
	}

	/** How often the service was asked for a path. */
	asked(path: RegExp): number {
		return this.service.calls.filter((call) => path.test(call.path)).length;
	}

	/** The project's assets by their external ids, each of which is there once. */
	get assets(): Map<string, Asset> {
		const { assets } = theLab().hub.state.room(this.project._id);
		const byExternalId = new Map(assets.map((asset) => [asset.externalId, asset]));
		assert.equal(byExternalId.size, assets.length);
		return byExternalId;
	}

	/** Checks that the project has these assets and no others, byte for byte and in this batch. */
	checkAssets(expected: Map<string, Medium>, batch: string): void {
		const { hub } = theLab();
		const { assets } = this;
		assert.deepEqual([...assets.keys()].sort(), [...expected.keys()].sort());
		const { batches } = hub.state.project(this.project._id);
		const batchId = batches.find(({ name }) => name === batch)?._id;
		for (const [externalId, { data, batches: own }] of assets) {
			const { bytes } = expected.get(externalId)!;
			const stored = hub.storage.objects.get(new URL(data).pathname);
			assert.equal(stored?.sha256, createHash('sha256').update(bytes).digest('hex'), externalId);
			assert.deepEqual(own, [batchId]);
		}
	}

	/** Runs it once more with nothing new, and checks that no file was read again. */
	async checkNothingNew(files: RegExp): Promise<void> {
		const before = [...this.assets.values()].map(({ _id }) => _id);
		await this.run();
		assert.equal(this.asked(files), 0);
		assert.deepEqual(
			[...this.assets.values()].map(({ _id }) => _id),
			before,
		);
	}
}

describe('the example "Migrate media from Scale"', () => {
	const project = 'Street & Scenes';
	const apiKey = secret();
	const attachment = (url: string, more: Partial<ScaleAttachment> = {}): ScaleAttachment => ({
		...image(),
		url,
		...more,
	});
	const task = (attachments: ScaleAttachment[], metadata: IDataObject = {}): ScaleTask => ({
		id: hexId(),
		metadata,
		attachments,
	});
	const tasks = [
		task([attachment('https://files.example.com/a/one.png?version=3')], { camera: 'front' }),
		task([attachment('s3://bucket/b/two%20words.png', image(LARGE))]),
		// The same name as before is another file.
		task([attachment('https://files.example.com/c/one.png')]),
		task([
			attachment('https://files.example.com/big.png'),
			attachment('https://files.example.com/big-converted.png', { converted: true }),
		]),
		// A file from Scale's own storage has no name; its type is known from the answer.
		task([attachment('scaledata://6554c81a/8ac09d70-ca43')]),
		task([]),
	];
	const expected = (): Map<string, Medium> =>
		new Map(
			tasks.flatMap(({ id, attachments: [first] }) =>
				first
					? [[`${id}/${decodeURIComponent(first.url.split('?')[0]!.split('/').pop()!)}`, first]]
					: [],
			),
		);
	let service: Service;
	let migration: Migration;

	before(async () => {
		const { hub } = theLab();
		service = await startScale({ apiKey, project, tasks, pageLimit: 2 });
		migration = await Migration.prepare(
			'migrate-from-scale.json',
			service,
			['httpBasicAuth', { user: apiKey, password: '' }],
			{ scaleUrl: service.url, scaleProject: project },
			hub.seedProject({ name: 'From Scale' }),
		);
	});

	after(() => service?.stop());

	it('brings every original file with the metadata of its task', async () => {
		const execution = await migration.run();

		migration.checkAssets(expected(), 'From Scale');
		const [{ id }] = tasks as [ScaleTask];
		assert.deepEqual(migration.assets.get(`${id}/one.png`)?.contextData, {
			camera: 'front',
			scaleTaskId: id,
		});
		assert.equal(migration.asked(/tasks/), 3);
		assert.deepEqual(execution.items('Upload', 1), []);
	});

	it('adds only what is missing when it runs again', async () => {
		await migration.checkNothingNew(/^\/s3/);

		tasks.push(task([attachment('https://files.example.com/late.png')]));
		const broken = task([{ ...attachment('https://files.example.com/empty.docx') }]);
		tasks.push(broken);
		const execution = await migration.run();

		tasks.pop();
		migration.checkAssets(expected(), 'From Scale');
		assert.equal(migration.asked(/^\/s3/), 1);
		const [{ error }] = execution.json('Upload', 1) as [{ error: string }];
		assert.match(error, /does not take files of type '\.docx'/);
	});
});

describe('the example "Migrate files from Cognite Data Fusion"', () => {
	const token = secret();
	const project = 'plant-1';
	let nextId = 4_503_599_627_370_000;
	const file = (name: string, more: Partial<CogniteFile> = {}): CogniteFile => ({
		...image(100),
		id: (nextId += 1),
		name,
		uploaded: true,
		dataSetExternalId: 'inspections',
		...more,
	});
	const files = [
		file('valve.png', {
			externalId: 'valve-7/photo',
			metadata: { site: 'Oslo', drone: 'D-2' },
			more: { directory: '/2026/03', source: 'drone' },
		}),
		file('without-external-id.png'),
		// Only the record tells the type of this one.
		file('pump', {
			externalId: 'pump',
			mimeType: 'image/png',
			contentType: 'application/octet-stream',
		}),
		file('large.png', { externalId: 'large', ...image(LARGE) }),
		...Array.from({ length: 98 }, (_, n) => file(`${n}.png`, { externalId: `series/${n}` })),
		file('not-yet-there.png', { externalId: 'later', uploaded: false }),
		file('other.png', { externalId: 'other', dataSetExternalId: 'invoices' }),
	];
	const expected = (): Map<string, Medium> =>
		new Map(
			files
				.filter(({ uploaded, dataSetExternalId: set }) => uploaded && set === 'inspections')
				.map((one) => [one.externalId ?? String(one.id), one]),
		);
	let service: Service;
	let migration: Migration;

	before(async () => {
		service = await startCognite({ token, project, files, pageLimit: 60 });
		migration = await Migration.prepare(
			'migrate-from-cognite.json',
			service,
			['httpBearerAuth', { token }],
			{ cogniteUrl: service.url, cogniteProject: project, dataSet: 'inspections' },
			theLab().hub.seedProject({ name: 'From Cognite' }),
		);
	});

	after(() => service?.stop());

	it('brings every uploaded file with its external id and metadata', async () => {
		const execution = await migration.run();

		migration.checkAssets(expected(), 'From Cognite');
		assert.deepEqual(migration.assets.get('valve-7/photo')?.contextData, {
			site: 'Oslo',
			drone: 'D-2',
			cogniteId: files[0]!.id,
			directory: '/2026/03',
			source: 'drone',
		});
		assert.equal(migration.asked(/list$/), 2);
		const links = service.calls.filter(({ path }) => path.endsWith('downloadlink'));
		assert.deepEqual(
			links.map(({ body, query }) => [body.items.length, query.extendedExpiration]),
			[
				[100, 'true'],
				[2, 'true'],
			],
		);
		assert.deepEqual(execution.items('Not Migrated'), []);
	});

	it('adds only what is missing when it runs again', async () => {
		await migration.checkNothingNew(/^\/storage/);

		files.find(({ externalId }) => externalId === 'later')!.uploaded = true;
		const broken = file('report.docx', { externalId: 'report', contentType: 'application/msword' });
		files.push(broken);
		const execution = await migration.run();

		files.pop();
		migration.checkAssets(expected(), 'From Cognite');
		assert.equal(migration.asked(/^\/storage/), 1);
		const failures = execution.json('Not Migrated') as Array<{ error: string }>;
		assert.equal(failures.length, 1);
		assert.match(failures[0]!.error, /does not take files of type '\.docx'/);
	});
});

describe('the example "Migrate media and labels from Intel Geti"', () => {
	const token = secret();
	const [organization, workspace] = [randomUUID(), randomUUID()];
	const [project, dataset] = [hexId(), hexId()];
	const [car, bus, none] = [hexId(), hexId(), hexId()];
	const labels = [
		{ id: car, name: 'Car' },
		{ id: bus, name: 'Bus' },
		{ id: none, name: 'No object', isEmpty: true },
	];
	const medium = (name: string, more: Partial<GetiMedium> = {}): GetiMedium => ({
		...image(100),
		id: hexId(),
		type: 'image',
		name,
		extension: '.png',
		...more,
	});
	const media = [
		medium('two labels', { annotations: [[car], [bus], [car]] }),
		medium('one label', { annotations: [[bus]] }),
		medium('no object', { annotations: [[none]] }),
		medium('nobody has looked'),
		medium('one label', { extension: '.jpg', contentType: 'image/jpeg', annotations: [[car]] }),
		medium('drive', {
			type: 'video',
			extension: '.mp4',
			contentType: 'video/mp4',
			annotations: [[car]],
		}),
		medium('large', image(LARGE)),
		...Array.from({ length: 16 }, (_, n) => medium(`series ${n}`, { annotations: [[car]] })),
	];
	const nameOf = ({ id, name, extension }: GetiMedium) => `${id}/${name}${extension}`;
	const expected = (): Map<string, Medium> => new Map(media.map((one) => [nameOf(one), one]));
	let service: Service;
	let migration: Migration;

	/** The answers that annotators find filled in for a medium. */
	function answerOf(one: GetiMedium): unknown {
		const { hub } = theLab();
		const { answer } = hub.taskOf(migration.assets.get(nameOf(one))!);
		return answer?.classifications?.map((entry) => [entry.title, entry.answer]) ?? [];
	}

	before(async () => {
		const { hub } = theLab();
		const options = ['Car', 'Bus'].map((value) => ({ value, schemaId: hexId() }));
		const ids = { organization, workspace, project, dataset };
		service = await startGeti({ token, ...ids, labels, media, pageLimit: 8 });
		migration = await Migration.prepare(
			'migrate-from-geti.json',
			service,
			['httpHeaderAuth', { name: 'x-api-key', value: token }],
			{
				class: 'Vehicles',
				getiUrl: service.url,
				organization,
				workspace,
				getiProject: project,
				dataset,
			},
			hub.seedProject({
				name: 'From Geti',
				categorySchema: {
					tools: [],
					classifications: [{ schemaId: hexId(), title: 'Vehicles', tool: 'checkbox', options }],
					relations: [],
				},
			}),
		);
	});

	after(() => service?.stop());

	it('brings every medium, with its labels as pre-labels', async () => {
		const execution = await migration.run();

		migration.checkAssets(expected(), 'From Geti');
		const answers = media.slice(0, 7).map(answerOf);
		assert.deepEqual(answers, [
			[['Vehicles', ['Car', 'Bus']]],
			[['Vehicles', ['Bus']]],
			[],
			[],
			[['Vehicles', ['Car']]],
			[],
			[],
		]);
		assert.equal(migration.asked(/media:query$/), 3);
		assert.deepEqual(execution.items('Not Migrated'), []);
		// Files are in n8n's store; the data of an execution has only their ids.
		const kept = execution.items('Download').map(({ binary }) => binary?.data?.id ?? '');
		assert.equal(kept.filter((id) => id.startsWith('filesystem')).length, media.length);
	});

	it('adds only what is missing when it runs again', async () => {
		await migration.checkNothingNew(/display/);

		media.push(medium('late', { annotations: [[bus]] }));
		media.push(medium('unknown', { extension: '.heic', contentType: 'image/heic' }));
		const execution = await migration.run();

		media.pop();
		migration.checkAssets(expected(), 'From Geti');
		const failures = execution.json('Not Migrated') as Array<{ error: string }>;
		assert.equal(failures.length, 1);
		assert.match(failures[0]!.error, /does not take files of type '\.heic'/);
	});
});
