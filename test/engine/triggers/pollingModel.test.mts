import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import type { Project, Task } from '../../local-hub/index.mts';
import type { Polling } from '../harness/index.mts';
import { byId } from '../setup.mts';
import {
	ANSWER,
	openTriggerSetup,
	REVIEW_STAGE,
	seedWebhookProject,
	type TriggerSetup,
} from './webhookSetup.mts';

/*
 * Random histories of a project, watched by a trigger: what it hands on is compared with what
 * happened, which the hub's own records tell.
 */

const RUNS = 60;

let setup: TriggerSetup;
let clock = Date.parse('2026-03-01T08:00:00.000Z');
/** What happens while the hub has a request in hand, one thing for each. */
let meanwhile: Array<() => void> = [];

beforeAll(async () => {
	setup = await openTriggerSetup({ now: () => clock });
});
afterAll(async () => await setup.close());
beforeEach(() => {
	setup.hub.resetFaults();
	setup.hub.faults.pageClamp = 3;
	setup.hub.faults.rules.push({
		// A rule is looked at for each request before it is answered.
		get match() {
			meanwhile.shift()?.();
			return { path: 'no path at all' };
		},
		action: 'reset-before',
	});
});

const MOVES = ['label', 'finish', 'finish', 'reject', 'save', 'save', 'requeue', 'delete'] as const;

type Change =
	| { kind: 'create'; count: number }
	| { kind: (typeof MOVES)[number]; which: number }
	| { kind: 'wait'; ms: number };
type Step =
	| Change
	| { kind: 'poll' }
	| { kind: 'restart' }
	| { kind: 'down' }
	| { kind: 'busyPoll'; changes: Change[] };

/** Few, so that the same task is met again. */
const which = fc.nat(5);
const change: fc.Arbitrary<Change> = fc.oneof(
	fc.record({ kind: fc.constant('create' as const), count: fc.integer({ min: 1, max: 4 }) }),
	fc.record({ kind: fc.constantFrom(...MOVES), which }),
	fc.record({ kind: fc.constantFrom(...MOVES), which }),
	fc.record({
		kind: fc.constant('wait' as const),
		ms: fc.constantFrom(1, 1, 1_000, 90_000, 400_000),
	}),
);
const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 8, arbitrary: change },
	{ weight: 3, arbitrary: fc.constant({ kind: 'poll' as const }) },
	{ weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
	{ weight: 1, arbitrary: fc.constant({ kind: 'down' as const }) },
	{
		weight: 2,
		arbitrary: fc.record({
			kind: fc.constant('busyPoll' as const),
			changes: fc.array(change, { minLength: 1, maxLength: 5 }),
		}),
	},
);
const history = fc.array(step, { maxLength: 40 });

const time = (date: unknown) => Date.parse(String(date));

/** A project with a trigger, and what the trigger handed on so far. */
class World {
	readonly handedOn: IDataObject[] = [];
	onChange = () => {};
	readonly project: Project;
	readonly watch: Polling;

	constructor(parameters: IDataObject) {
		clock += 3_600_000;
		this.project = seedWebhookProject(setup.hub);
		this.watch = setup.engine.polling({
			type: 'test.polling',
			parameters: {
				project: byId(this.project._id),
				options: { includeLabels: false },
				...parameters,
			},
		});
	}

	get tasks(): Task[] {
		return setup.hub.state.room(this.project._id).tasks;
	}

	get assetIds(): string[] {
		return setup.hub.state.room(this.project._id).assets.map(({ _id }) => _id);
	}

	change(one: Change): void {
		const { hub } = setup;
		if (one.kind === 'wait') clock += one.ms;
		else if (one.kind === 'create') {
			for (let n = 0; n < one.count; n++) hub.seedAsset(this.project._id);
		} else if (this.tasks.length > 0) {
			// The newest are on the first pages, where what leaves moves the others.
			const task = this.tasks[Math.max(0, this.tasks.length - 1 - one.which)];
			const isLabeled = ['label', 'finish'].includes(one.kind);
			if (one.kind === 'save') hub.save(task._id, ANSWER);
			if (isLabeled && task.stage === 'Label') hub.submit(task._id, ANSWER);
			if (one.kind === 'finish' && task.stage === REVIEW_STAGE) hub.review(task._id, 'Accepted');
			if (one.kind === 'reject' && task.stage === REVIEW_STAGE) hub.review(task._id, 'Rejected');
			if (one.kind === 'delete') hub.state.deleteAssets(this.project._id, new Set([task.asset]));
			if (one.kind === 'requeue') {
				// As a requeue that leaves the date alone, the case that is hard to see.
				task.stage = one.which % 2 === 0 ? 'Label' : REVIEW_STAGE;
				hub.state.touch(this.project._id);
			}
		}
		this.onChange();
	}

	async poll(): Promise<IDataObject[]> {
		const items = (await this.watch.poll())?.items.map(({ json }) => json) ?? [];
		this.handedOn.push(...items);
		return items;
	}

	async step(one: Step): Promise<void> {
		if (one.kind === 'poll') await this.poll();
		else if (one.kind === 'busyPoll') {
			meanwhile = one.changes.map((busy) => () => this.change(busy));
			await this.poll();
			for (const late of meanwhile.splice(0)) late();
		} else if (one.kind === 'restart') {
			const items = (await this.watch.activate('init'))?.items.map(({ json }) => json) ?? [];
			this.handedOn.push(...items);
		} else if (one.kind === 'down') {
			setup.hub.faults.rules.push({ action: { status: 403 } });
			await expect(this.watch.poll()).rejects.toThrow();
			setup.hub.faults.rules.pop();
		} else this.change(one);
	}

	async live(before: Change[], steps: Step[]): Promise<void> {
		for (const one of before) this.change(one);
		expect(await this.watch.activate()).toBeUndefined();
		for (const one of steps) await this.step(one);
	}
}

const twice = (keys: string[]) => keys.filter((key, index) => keys.indexOf(key) !== index);
const missing = (keys: Iterable<string>, given: string[]) =>
	[...keys].filter((key) => !given.includes(key));

async function check(test: (before: Change[], steps: Step[]) => Promise<void>): Promise<void> {
	await fc.assert(fc.asyncProperty(fc.array(change, { maxLength: 8 }), history, test), {
		numRuns: RUNS,
	});
}

const taskIds = (world: World) => world.tasks.map(({ _id }) => _id);

it('Asset Created hands on each new asset exactly once', async () => {
	await check(async (before, steps) => {
		const world = new World({ event: 'assetCreated' });
		for (const one of before) world.change(one);
		const old = new Set(world.assetIds);
		await world.live([], steps);
		await world.poll();

		const given = world.handedOn.map(({ assetId }) => String(assetId));
		expect(twice([...old, ...given])).toEqual([]);
		expect(missing(world.assetIds, [...old, ...given])).toEqual([]);
		expect(await world.poll()).toEqual([]);
	});
});

it('Task Created hands on each new task exactly once', async () => {
	await check(async (before, steps) => {
		const world = new World({ event: 'taskCreated' });
		for (const one of before) world.change(one);
		const old = new Set(taskIds(world));
		await world.live([], steps);
		await world.poll();

		const given = world.handedOn.map(({ taskId }) => String(taskId));
		expect(twice([...old, ...given])).toEqual([]);
		expect(missing(taskIds(world), [...old, ...given])).toEqual([]);
		expect(await world.poll()).toEqual([]);
	});
});

it('Task Completed hands on each completion exactly once', async () => {
	const keyOf = (id: unknown, completedAt: unknown) => `${id} ${time(completedAt)}`;
	const completions = (world: World) =>
		world.tasks
			.filter(({ stage: at }) => at === 'Complete')
			.map(({ _id, completedAt }) => keyOf(_id, completedAt));

	await check(async (before, steps) => {
		const world = new World({ event: 'taskCompleted' });
		for (const one of before) world.change(one);
		const old = new Set(completions(world));
		const expected = new Set<string>();
		await world.live([], []);
		for (const one of steps) {
			// A quiet poll has to see what is complete then; a busy one may, and the next one has to.
			const isQuiet = one.kind === 'poll' || one.kind === 'restart';
			if (isQuiet) for (const key of completions(world)) expected.add(key);
			await world.step(one);
		}
		for (const key of completions(world)) expected.add(key);
		await world.poll();

		const given = world.handedOn.map(({ taskId, task }) =>
			keyOf(taskId, (task as IDataObject).completedAt),
		);
		expect(twice([...old, ...given])).toEqual([]);
		expect(missing(expected, [...old, ...given])).toEqual([]);
		expect(await world.poll()).toEqual([]);
	});
});

describe.each(['taskUpdated', 'taskEnteredStage'])('%s', (event) => {
	const keyOf = (id: unknown, at: unknown, updatedAt: unknown) => `${id} ${at} ${time(updatedAt)}`;
	const sees = ({ stage: at, updatedAt, createdAt }: Task) =>
		event === 'taskUpdated' ? updatedAt > createdAt : at === REVIEW_STAGE;
	const seen = (world: World) =>
		world.tasks.filter(sees).map(({ _id, stage: at, updatedAt }) => keyOf(_id, at, updatedAt));

	it('hands on what is so and was updated since the poll before, and nothing twice', async () => {
		await check(async (before, steps) => {
			const world = new World({ event, stages: event === 'taskEnteredStage' ? ['Review'] : [] });
			for (const one of before) world.change(one);
			let updates = new Map(world.tasks.map(({ _id, updatedAt }) => [_id, updatedAt]));
			await world.live([], []);
			const given: string[] = [];
			/** What was handed on and has been in the list ever since. */
			const known = new Set(seen(world));
			world.onChange = () => {
				const still = new Set(seen(world));
				for (const key of known) if (!still.has(key)) known.delete(key);
			};
			for (const one of [...steps, { kind: 'poll' } as const]) {
				const count = world.handedOn.length;
				const isQuiet = one.kind === 'poll';
				const wanted = world.tasks
					.filter(sees)
					.filter(({ _id, updatedAt }) => updates.get(_id) !== updatedAt)
					.map(({ _id, stage: at, updatedAt }) => keyOf(_id, at, updatedAt));
				const present = new Set(seen(world));
				await world.step(one);
				const now = world.handedOn
					.slice(count)
					.map(({ taskId, stageId, task }) =>
						keyOf(taskId, stageId, (task as IDataObject).updatedAt),
					);
				if (isQuiet) {
					expect(now.filter((key) => !present.has(key))).toEqual([]);
					expect(wanted.filter((key) => !now.includes(key) && !given.includes(key))).toEqual([]);
					updates = new Map(world.tasks.map(({ _id, updatedAt }) => [_id, updatedAt]));
				}
				given.push(...now);
				if (one.kind !== 'busyPoll') {
					expect(now.filter((key) => known.has(key))).toEqual([]);
					for (const key of now) known.add(key);
				}
			}
			if (event === 'taskUpdated') expect(twice(given)).toEqual([]);
			expect(await world.poll()).toEqual([]);
		});
	});
});

describe('when a record of an earlier page leaves while the next page is read', () => {
	/** The requests of a poll: the project, the first page, then the second. */
	const beforeThirdRequest = (act: () => void) => {
		meanwhile = [() => {}, () => {}, act];
	};

	it('a task that is thereby never on a page is handed on all the same', async () => {
		const world = new World({ event: 'taskCreated' });
		await world.live([], []);
		for (let n = 0; n < 8; n++) {
			world.change({ kind: 'create', count: 1 });
			world.change({ kind: 'wait', ms: 600_000 });
		}
		beforeThirdRequest(() => world.change({ kind: 'delete', which: 0 }));
		await world.poll();
		await world.poll();

		const given = world.handedOn.map(({ taskId }) => String(taskId));
		expect(missing(taskIds(world), given)).toEqual([]);
		expect(twice(given)).toEqual([]);
	});

	it('a task that is in the stage all the time is not taken for one that entered it', async () => {
		const world = new World({ event: 'taskEnteredStage', stages: ['Review'] });
		world.change({ kind: 'create', count: 8 });
		for (const { _id } of world.tasks) setup.hub.submit(_id);
		await world.live([], []);
		world.change({ kind: 'create', count: 1 });
		world.change({ kind: 'label', which: 0 });
		beforeThirdRequest(() => world.change({ kind: 'delete', which: 1 }));

		expect(await world.poll()).toHaveLength(1);
		expect(await world.poll()).toEqual([]);
		world.change({ kind: 'create', count: 1 });
		world.change({ kind: 'label', which: 0 });
		expect(await world.poll()).toHaveLength(1);
	});
});
