import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Asset, Project, Stage } from '../../local-hub/index.mts';
import { exampleWorkflow, runnable } from '../harness/examples.mts';
import { theLab } from '../harness/lab.mts';
import { MailServer } from '../stand-ins/mailServer.mts';
import { ModelStandIn } from '../stand-ins/model.mts';
import { S3StandIn } from '../stand-ins/s3.mts';
import { filesOfZip } from '../../engine/labelCases/archives.mts';

const CAR = { schemaId: 'car', tool: 'bounding-box', title: 'Car', color: '#ff0000' };
const LABEL_SET = {
	tools: [{ ...CAR, classifications: [] }],
	classifications: [],
	relations: [],
};

const START: Stage = { id: 'Start', type: 'Start', name: 'Start', next: ['Label'] };
const COMPLETE: Stage = { id: 'Complete', type: 'Complete', name: 'Complete' };
const labelStage = (id: string, more: object = {}): Stage => ({
	...{ id, type: 'Label', name: id, next: ['Complete'], assignedTo: [] },
	...more,
});

const SIZE = 20;
const car = (x: number) => ({
	schemaId: 'car',
	title: 'Car',
	'bounding-box': { x, y: 10, width: SIZE, height: SIZE },
});
const seen = (x: number, confidence: number, name = 'Car') => ({
	name,
	confidence,
	box: { x1: x, y1: 10, x2: x + SIZE, y2: 10 + SIZE },
});

function seedProject(name: string, stages: Stage[]): Project {
	return theLab().hub.seedProject({ name, stages, categorySchema: LABEL_SET });
}

function seedPicture({ _id }: Project, externalId: string): Asset {
	const { hub } = theLab();
	hub.storage.put(`/${_id}/assets/${externalId}`, externalId, 'image/png');
	return hub.seedAsset(_id, { externalId, metadata: { width: 100, height: 80 } });
}

/** A PNG as far as its header goes, which says its size. */
function pngHeader(width: number, height: number): Buffer {
	const bytes = Buffer.alloc(64, 1);
	Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
	bytes.writeUInt32BE(width, 16);
	bytes.writeUInt32BE(height, 20);
	return bytes;
}

describe('the example workflows that train models', () => {
	const model = new ModelStandIn();
	const mailServer = new MailServer();

	before(() => model.start());
	after(async () => {
		mailServer.stop();
		await model.stop();
	});

	/** An example that asks the model, ready to be run. */
	async function asking(file: string, project: Project) {
		const { n8n, credential } = theLab();
		const data = { token: model.token };
		const bearer = await n8n.api.createCredential('Detector', 'httpBearerAuth', data);
		const settings = { project: project._id, model: model.url };
		return await runnable(n8n, exampleWorkflow(file, [credential, bearer], settings));
	}

	it('"A dataset that trains" puts labels and pictures into a bucket', async () => {
		const { hub, n8n, credential } = theLab();
		const project = seedProject('Dataset', [START, labelStage('Label'), COMPLETE]);
		const png = pngHeader(100, 80);
		const names = Array.from({ length: 12 }, (_, at) => `street-${at}.png`);
		for (const [at, name] of [...names, 'gone.png'].entries()) {
			const asset = seedPicture(project, name);
			const path = `/${project._id}/assets/${name}`;
			if (name === 'gone.png') hub.storage.objects.delete(path);
			else hub.storage.put(path, png, 'image/png');
			hub.labelTask(hub.taskOf(asset)._id, { objects: [car(10 + at)] });
		}
		const s3 = new S3StandIn('models');
		await s3.start();
		try {
			const { url, region, accessKeyId, secretAccessKey } = s3;
			const data = { endpoint: url, region, accessKeyId, secretAccessKey, forcePathStyle: true };
			const bucket = await n8n.api.createCredential('Bucket', 's3', data);
			const workflow = exampleWorkflow('dataset-to-s3.json', [credential, bucket], {
				project: project._id,
				bucket: s3.bucket,
			});

			const execution = await (await runnable(n8n, workflow))();

			assert.equal(execution.status, 'success', execution.error);
			const [exported] = execution.json('Export Dataset');
			assert.deepEqual(exported!.classes, ['Car']);
			assert.equal((exported!.failedAssetIds as string[]).length, 1);
			const [[key, zip], ...others] = [...s3.objects];
			assert.deepEqual(others, []);
			assert.match(key!, /^datasets\/dataset-\d{4}-\d\d-\d\d\.zip$/);
			const files = filesOfZip(zip!);
			const stems = (pattern: RegExp) =>
				[...files.keys()].flatMap((name) => pattern.exec(name)?.slice(1) ?? []).sort();
			const wanted = names.map((name) => name.replace('.png', '')).sort();
			assert.deepEqual(stems(/^labels\/\w+\/(.*)\.txt$/), wanted);
			assert.deepEqual(stems(/^images\/\w+\/(.*)\.png$/), wanted);
			assert.match(String(files.get('data.yaml')), /names:\n {2}0: "Car"/);
			for (const [name, content] of files) {
				if (name.endsWith('.png')) assert.ok(content.equals(png));
				const [, at] = /street-(\d+)\.txt$/.exec(name) ?? [];
				if (at === undefined) continue;
				const center = ((10 + Number(at) + SIZE / 2) / 100).toFixed(6);
				assert.equal(String(content), `0 ${center} 0.250000 0.200000 0.250000\n`);
			}
		} finally {
			await s3.stop();
		}
	});

	it('"Boxes of a model as pre-labels" gives people the uncertain pictures first', async () => {
		const { hub } = theLab();
		const start = { ...START, autoForward: false };
		const project = seedProject('Boxes', [start, labelStage('Label'), COMPLETE]);
		const names = ['sure.png', 'unsure.png', 'nothing.png', 'broken.png'];
		const tasks = names.map((name) => hub.taskOf(seedPicture(project, name)));
		model.predictions.set('sure.png', [seen(5, 0.95), seen(60, 0.9)]);
		model.predictions.set('unsure.png', [seen(5, 0.95), seen(60, 0.3), seen(30, 0.1)]);
		model.predictions.set('nothing.png', []);
		const run = await asking('model-boxes-to-pre-labels.json', project);

		const execution = await run();

		assert.equal(execution.status, 'success', execution.error);
		const steps = ['Download', 'Ask the Model', 'Predictions to Labels', 'Import Pre-Labels'];
		const failed = steps.flatMap((name) => execution.json(name, 1).map((json) => ({ name, json })));
		assert.deepEqual(
			failed.map(({ name }) => name),
			['Ask the Model'],
			JSON.stringify(failed),
		);
		const [sure, unsure, nothing, broken] = tasks.map(({ _id }) => hub.state.task(_id));
		assert.deepEqual(
			[sure, unsure, nothing, broken].map((task) => task!.stage),
			['Label', 'Label', 'Label', 'Start'],
		);
		const boxes = unsure!.answer.tools.map((tool) => [tool.schemaId, tool['bounding-box']]);
		assert.deepEqual(boxes, [
			['car', { x: 5, y: 10, width: SIZE, height: SIZE }],
			['car', { x: 60, y: 10, width: SIZE, height: SIZE }],
		]);
		assert.deepEqual(
			[sure, unsure, nothing].map((task) => task!.priority),
			[100, 700, 500],
		);
	});

	it('"Two annotators compared" mails the pictures on which they differ most', async () => {
		const { hub, n8n, credential } = theLab();
		const vote = { id: 'Vote', type: 'Consensus', name: 'Vote', next: ['Complete', 'Complete'] };
		const project = seedProject('Annotators', [
			{ ...START, next: ['Vote'], autoForward: true },
			{ ...vote, consensusConfig: { threshold: {}, adjudicationMethod: 'best' } },
			labelStage('A', { consensusId: 'Vote' }),
			labelStage('B', { consensusId: 'Vote' }),
			COMPLETE,
		]);
		const labels: Record<string, [ada: number[], bob: number[]]> = {
			'same.png': [[10], [11]],
			'half.png': [[10, 60], [10]],
			'other.png': [[10], [60]],
		};
		for (const [externalId, [ada, bob]] of Object.entries(labels)) {
			const { taskIds } = seedPicture(project, externalId);
			const copies = taskIds
				.map((id) => hub.state.task(id))
				.filter(({ type }) => type === 'consensus');
			assert.equal(copies.length, 2);
			hub.labelTask(copies[0]!._id, { objects: ada.map(car) }, 'ada@example.com');
			hub.labelTask(copies[1]!._id, { objects: bob.map(car) }, 'bob@example.com');
		}
		const access = await mailServer.start();
		const smtp = await n8n.api.createCredential('Mail', 'smtp', access);
		const people = { from: 'n8n@example.com', to: 'lead@example.com' };
		const workflow = exampleWorkflow('annotators-compared-email.json', [credential, smtp], {
			project: project._id,
			worst: 2,
			...people,
		});

		const execution = await (await runnable(n8n, workflow))();

		assert.equal(execution.status, 'success', execution.error);
		const [mail, ...others] = mailServer.mails;
		assert.deepEqual(others, []);
		const rows = [...mail!.html.matchAll(/<tr>(<td>.*?)<\/tr>/g)].map(([, row]) =>
			[...row!.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell]) => cell),
		);
		const both = 'ada@example.com / bob@example.com';
		assert.deepEqual(rows, [
			['other.png', both, '0', '2', '1'],
			['half.png', both, '1', '1', '0.3333'],
		]);
		const page = mail!.attachments['worst-pictures.html']!;
		const titles = [...page.matchAll(/<figcaption>(.*?)<\/figcaption>/g)].map(([, title]) => title);
		assert.deepEqual(titles, ['half.png', 'other.png']);
		assert.equal(page.match(/<rect /g)!.length, 5);
		assert.equal(page.match(/stroke-dasharray/g)!.length, 2);
	});

	it('"Pictures that a model gets wrong" go back to labeling', async () => {
		const { hub } = theLab();
		const start = { ...START, autoForward: true };
		const project = seedProject('Active learning', [start, labelStage('Label'), COMPLETE]);
		const pictures: Record<string, [labels: number[], model?: object[]]> = {
			'found.png': [
				[10, 60],
				[seen(11, 0.9), seen(61, 0.8)],
			],
			'missed.png': [[10, 50, 70], [seen(10, 0.9)]],
			'too-unsure.png': [[10], [seen(10, 0.1)]],
			'empty.png': [[], []],
			'not-seen.png': [[10]],
		};
		const stages = () =>
			Object.fromEntries(
				hub.state
					.room(project._id)
					.assets.map((asset) => [asset.externalId, hub.taskOf(asset).stage]),
			);
		for (const [externalId, [labels, found]] of Object.entries(pictures)) {
			const task = hub.taskOf(seedPicture(project, externalId));
			hub.labelTask(task._id, { objects: labels.map(car) });
			if (found) model.predictions.set(externalId, found as ReturnType<typeof seen>[]);
		}
		assert.deepEqual(new Set(Object.values(stages())), new Set(['Complete']));
		const run = await asking('low-recall-back-to-label.json', project);

		const execution = await run();

		assert.equal(execution.status, 'success', execution.error);
		assert.deepEqual(stages(), {
			'found.png': 'Complete',
			'missed.png': 'Label',
			'too-unsure.png': 'Label',
			'empty.png': 'Complete',
			'not-seen.png': 'Complete',
		});
		const refused = execution.json('Ask the Model', 1).length;
		assert.equal(refused, 1);
	});
});
