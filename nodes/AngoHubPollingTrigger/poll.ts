import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { Hub } from '../shared/hub';
import { readPage } from '../shared/hub/http/pages';
import { toUserError } from '../shared/operation/errors';
import { EVENTS, type PollEvent, type Records, type Scope, type Subject } from './events';
import { present } from './present';
import { scan } from './scan';
import { settingsOf, type Settings } from './settings';
import {
	advanceWindow,
	EMPTY_WINDOW,
	isNew,
	OVERLAP_MS,
	shortKey,
	type WindowState,
} from './window';

/** What n8n keeps for the trigger. It changes only together with events that are handed on. */
interface State {
	/** Which settings the rest was found out with. */
	settings?: string;
	/** Events with a date. */
	window?: WindowState;
	/** Events without one: whatever is in the list now. */
	present?: string[];
}

type AnyRecord = Records[Subject];

/** Records that are shown while a user tries the trigger out. */
const MOST_EXAMPLES = 5;

/** Polls under way: one that takes longer than the time between two must not be doubled. */
const running = new Set<string>();

/** Looks for events since the poll before; null where there are none. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	return await look(context).catch((error: unknown) => {
		throw toUserError(error);
	});
}

async function look(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	if (context.getMode() === 'manual') return output(await examples(await open(context)));
	const trigger = `${context.getWorkflow().id}:${context.getNode().id}`;
	if (running.has(trigger)) return null;
	running.add(trigger);
	try {
		return output(await news(context, await open(context)));
	} finally {
		running.delete(trigger);
	}
}

function output(items: IDataObject[]): INodeExecutionData[][] | null {
	return items.length > 0 ? [items.map((json) => ({ json }))] : null;
}

/** What one poll works with. */
interface Look {
	event: PollEvent;
	scope: Scope;
	settings: Settings;
}

/** @throws UserError when the project has no such stage or batch */
async function open(context: IPollFunctions): Promise<Look> {
	const settings = settingsOf(context);
	const { project: id, filters } = settings;
	const hub = await Hub.open(context, settings.requests);
	const project = await hub.projects.recall(id);
	const stages = await hub.stages.resolve(id, settings.stages);
	const resolved = {
		...filters,
		stages: await hub.stages.resolve(id, filters.stages),
		batches: await hub.batches.resolve(id, filters.batches),
	};
	return {
		event: EVENTS[settings.event] as PollEvent,
		scope: { hub, project, stages },
		settings: { ...settings, filters: resolved },
	};
}

async function news(
	context: IPollFunctions,
	{ event, scope, settings }: Look,
): Promise<IDataObject[]> {
	const state = context.getWorkflowStaticData('node') as State;
	const { filters } = settings;
	const signature = shortKey(
		JSON.stringify([settings.event, scope.project._id, scope.stages, filters]),
	);
	const isFirst = state.settings !== signature;
	const look = event.sweep ? sweep : lookByDate;
	const found = await look(event, scope, isFirst ? {} : state);
	const items = isFirst ? [] : await present(settings.subject, found.records, scope, settings);
	// A state that only changes with what is handed on is always the one that n8n has saved, so that a
	// restart makes no difference. Only what would cost many requests to read again is put behind.
	if (isFirst || items.length > 0 || (found.records.length > 0 && found.pages > 1)) {
		Object.assign(state, {
			window: undefined,
			present: undefined,
			...found.next,
			settings: signature,
		});
	}
	return items;
}

/** What a look at the list brings. */
interface Found {
	/** The records with new events, oldest first. */
	records: AnyRecord[];
	/** What to remember once they are handed on. */
	next: State;
	pages: number;
}

async function lookByDate(event: PollEvent, scope: Scope, { window }: State): Promise<Found> {
	const known = window ?? EMPTY_WINDOW;
	// A date to come would make everything before it seem old.
	const now = Date.now();
	const dated = (record: AnyRecord) => Math.min(event.dated?.(record) ?? Infinity, now);
	const isNews = (record: AnyRecord) => {
		const happening = event.happening(record, scope);
		return happening !== undefined && isNew(known, happening);
	};
	let newest = 0;
	const isOld = (record: AnyRecord) => {
		newest = Math.max(newest, dated(record));
		// The first look only has to reach as far back as will be looked at again.
		return dated(record) < (window ? known.floor : newest - OVERLAP_MS);
	};
	const { records, complete, pages } = await scan(
		scope.hub.transport,
		event.listing(scope, known.floor),
		isOld,
		(list) => list.some(isNews),
	);
	const happened = records.flatMap((record) => {
		const happening = event.happening(record, scope);
		return happening ? [{ record, ...happening }] : [];
	});
	const dates = records.map((record) => (event.dated ? dated(record) : 0));
	const latest = [...dates, ...happened.map(({ time }) => Math.min(time, now))].reduce(
		(a, b) => Math.max(a, b),
		0,
	);
	return {
		records: happened
			.filter((happening) => isNew(known, happening))
			.sort((a, b) => a.time - b.time || (a.key < b.key ? -1 : 1))
			.map(({ record }) => record),
		next: { window: advanceWindow(known, happened, complete || !window ? latest : known.floor) },
		pages,
	};
}

/** Compares what is in the list with what was there before; dates play no part. */
async function sweep(event: PollEvent, scope: Scope, state: State): Promise<Found> {
	const before = new Set(state.present);
	const keyOf = (record: AnyRecord) => shortKey(event.happening(record, scope)!.key);
	const isNews = (record: AnyRecord) => !before.has(keyOf(record));
	const { records, complete, pages } = await scan(
		scope.hub.transport,
		event.listing(scope, 0),
		() => false,
		(list) => list.some(isNews),
	);
	const now = records.map(keyOf);
	return {
		records: records.filter(isNews).reverse(),
		next: { present: complete ? now : [...new Set([...before, ...now])] },
		pages,
	};
}

/** A few records that would have started the workflow, the newest first. */
async function examples({ event, scope, settings }: Look): Promise<IDataObject[]> {
	const { list } = await readPage(scope.hub.transport, event.listing(scope, 0), 1);
	const records = list.filter((record) => event.happening(record, scope) !== undefined);
	const items = await present(settings.subject, records, scope, settings);
	return items.slice(0, MOST_EXAMPLES);
}
