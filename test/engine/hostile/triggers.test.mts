import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { listSearch } from '../../../nodes/shared/fields/listSearch.ts';
import { loadOptions } from '../../../nodes/shared/fields/loadOptions.ts';
import { CRASH, hubAnswers, ID, isBewitched, luring } from './json.mts';
import { openHostileServer, type HostileServer } from './server.mts';
import { byId, openSetup, type Setup } from '../setup.mts';
import {
	deliver,
	openTriggerSetup,
	payload,
	type TriggerSetup,
} from '../triggers/webhookSetup.mts';

const KEY = 'the-key-that-nobody-may-see-0123456789';
const EVENTS = [
	...['assetCreated', 'taskCreated', 'taskCompleted', 'taskEnteredStage', 'taskUpdated'],
	...['taskAssigned', 'issueOpened', 'issueUpdated'],
];

/** What asks Ango Hub without being an operation: triggers, and pickers in the editor. */
describe('An Ango Hub that is wrong or malicious', () => {
	let hub: HostileServer;
	let lure: HostileServer;
	let triggers: TriggerSetup;
	let editor: Setup;
	let asked = 0;
	const rejections: unknown[] = [];
	const note = (reason: unknown) => void rejections.push(reason);
	beforeAll(async () => {
		process.on('unhandledRejection', note);
		hub = await openHostileServer();
		lure = await openHostileServer();
		const credential = { url: hub.url, apiKey: KEY };
		triggers = await openTriggerSetup({ apiCredential: credential });
		editor = await openSetup({ credential });
	});
	afterAll(async () => {
		for (const one of [triggers, editor, hub, lure]) await one.close();
		process.off('unhandledRejection', note);
	});
	beforeEach(() => {
		lure.requests.length = 0;
	});
	afterEach(() => {
		expect(rejections).toEqual([]);
		expect(Object.keys(Object.prototype)).toEqual([]);
		expect(JSON.stringify([triggers.engine.log, editor.engine.log])).not.toContain(KEY);
		expect(lure.requests.filter(({ headers }) => headers.apikey)).toEqual([]);
	});

	const answerWith = (answers: unknown[]) => {
		asked = 0;
		hub.answer = (_request, response) => {
			const data = answers[asked++ % answers.length];
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(`{"status":"success","data":${luring(data, lure.url)}}`);
		};
	};
	/** The outcome, or an error in words for the user. */
	const wordsOr = async <T,>(work: Promise<T>): Promise<T | undefined> =>
		await work.catch((error: Error) => {
			expect(`${error.name}: ${error.message}`).not.toMatch(CRASH);
			return undefined;
		});

	it('stops no polling trigger for good, and leads it nowhere', async () => {
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...EVENTS), hubAnswers, async (event, answers) => {
				const watch = triggers.engine.polling(
					{
						type: 'test.polling',
						parameters: { event, project: byId(ID), stages: ['Start'] },
					},
					undefined,
				);
				answerWith(answers);
				const found = [await wordsOr(watch.activate()), await wordsOr(watch.poll())];
				expect(isBewitched(found.map((result) => result?.items.map(({ json }) => json)))).toBe(
					false,
				);
				expect(asked).toBeLessThan(200);
				expect(lure.requests).toEqual([]);
			}),
			{ numRuns: 1_000 },
		);
	}, 300_000);

	it('does not silence a polling trigger by a date to come', async () => {
		const { hub: honest, engine } = await openTriggerSetup();
		const project = honest.seedProject({ name: 'P' });
		const asset = (createdAt: string) =>
			(honest.state.assets.get(honest.seedAsset(project._id)._id)!.createdAt = createdAt);
		asset(new Date(Date.now() - 60_000).toISOString());
		const watch = engine.polling({
			type: 'test.polling',
			parameters: { event: 'assetCreated', project: byId(project._id) },
		});
		await watch.activate();
		asset('9999-12-31T23:59:59.000Z');
		expect((await watch.poll())?.items).toHaveLength(1);
		asset(new Date().toISOString());
		expect((await watch.poll())?.items).toHaveLength(1);
		expect(await watch.poll()).toBeUndefined();
		await engine.dispose();
		await honest.stop();
	});

	it('keeps no delivery from starting the workflow', async () => {
		const hook = await triggers.engine.webhook({
			type: 'test.trigger',
			parameters: {
				filters: { projects: [ID] },
				options: {
					deduplicateFor: 0,
					includeLabelSet: true,
					getFullTask: true,
					downloadFile: true,
				},
			},
		});
		await hook.activate();
		const runs = 300;
		await fc.assert(
			fc.asyncProperty(hubAnswers, async (answers) => {
				answerWith(answers);
				const body = payload({ projectId: ID, batches: [ID], batchNames: undefined });
				expect((await deliver(hook, body)).status).toBe(200);
				expect(asked).toBeLessThan(200);
			}),
			{ numRuns: runs },
		);
		const executions = await hook.executions();
		expect(executions).toHaveLength(runs);
		for (const { items, error } of executions) {
			expect(error).toBeUndefined();
			expect(isBewitched(items.map(({ json }) => json))).toBe(false);
			expect(JSON.stringify(items)).not.toContain(KEY);
			for (const one of (items[0].json.notes ?? []) as string[]) expect(one).not.toMatch(CRASH);
		}
	}, 300_000);

	it('crashes no picker, and leads it nowhere', async () => {
		const pickers = [
			...Object.keys(listSearch).map((name) => ['listSearch', name] as const),
			...Object.keys(loadOptions).map((name) => ['loadOptions', name] as const),
		];
		const node = editor.node({
			resource: 'task',
			operation: 'assign',
			project: byId(ID),
			task: byId(ID),
		} as IDataObject);
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...pickers),
				fc.constantFrom('', 'a', 'ß(', '\\'),
				hubAnswers,
				async ([kind, name], filter, answers) => {
					answerWith(answers);
					const found =
						kind === 'listSearch'
							? await wordsOr(editor.engine.listSearch(name, node, { filter }))
							: await wordsOr(editor.engine.loadOptions(name, node));
					expect(isBewitched(found)).toBe(false);
					expect(JSON.stringify(found ?? '')).not.toContain(KEY);
					expect(asked).toBeLessThan(200);
					expect(lure.requests).toEqual([]);
				},
			),
			{ numRuns: 1_000 },
		);
	}, 300_000);
});
