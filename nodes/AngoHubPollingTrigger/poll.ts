import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { Hub } from '../shared/hub';
import { toUserError } from '../shared/operation/errors';
import { EVENTS, type PollEvent, type Scope } from './events';
import { findByDate, findBySweep, type Memory } from './find';
import { settingsOf, type Settings } from './pollSettings';
import { toItems } from './toItems';
import { shortKey } from './window';

/** What n8n keeps for the trigger. It changes only together with events that are handed on. */
interface State extends Memory {
	/** Which settings the rest was found out with. */
	settings?: string;
}

/** Records that are shown while a user tries the trigger out. */
const MAX_EXAMPLES = 5;

/** Polls under way: one that takes longer than the time between two must not be doubled. */
const running = new Set<string>();

/** Looks for events since the poll before; null where there are none. */
export async function runPoll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const trigger = `${context.getWorkflow().id}:${context.getNode().id}`;
	const isManual = context.getMode() === 'manual';
	if (!isManual && running.has(trigger)) return null;
	if (!isManual) running.add(trigger);
	try {
		const run = await openRun(context);
		const items = isManual ? await examples(run) : await newItems(context, run);
		return items.length > 0 ? [items.map((json) => ({ json }))] : null;
	} catch (error) {
		throw toUserError(error);
	} finally {
		if (!isManual) running.delete(trigger);
	}
}

/** What one poll works with. */
interface PollRun {
	event: PollEvent;
	scope: Scope;
	settings: Settings;
}

/** @throws UserError when the project has no such stage or batch */
async function openRun(context: IPollFunctions): Promise<PollRun> {
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

async function newItems(context: IPollFunctions, run: PollRun): Promise<IDataObject[]> {
	const { event, scope, settings } = run;
	const state = context.getWorkflowStaticData('node') as State;
	const signature = shortKey(
		JSON.stringify([settings.event, scope.project._id, scope.stages, settings.filters]),
	);
	const isFirst = state.settings !== signature;
	const find = event.sweep ? findBySweep : findByDate;
	const { records, memory, pages } = await find(event, scope, isFirst ? {} : state);
	const items = isFirst ? [] : await toItems(records, scope, settings);
	// A state that only changes with what is handed on is always the one that n8n has saved, so that a
	// restart makes no difference. Only what would cost many requests to read again is put behind.
	if (isFirst || items.length > 0 || (records.length > 0 && pages > 1)) {
		Object.assign(state, { window: undefined, inList: undefined, ...memory, settings: signature });
	}
	return items;
}

/** A few records that would have started the workflow, the newest first. */
async function examples({ event, scope, settings }: PollRun): Promise<IDataObject[]> {
	const { list } = await scope.hub.readPage(event.listing(scope, 0), 1);
	const records = list.filter((record) => event.happening(record, scope) !== undefined);
	return (await toItems(records, scope, settings)).slice(0, MAX_EXAMPLES);
}
