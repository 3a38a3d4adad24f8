import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { Hub } from '../shared/hub';
import { toUserError } from '../shared/operation/errors';
import { EVENTS, type ListEvent, type PollEvent, type Records, type Subject } from './events';
import { find, type Memory } from './find';
import { settingsOf, type Settings } from './pollSettings';
import type { Scope } from './scope';
import { toItems } from './toItems';
import { shortKey } from './window';

/** What n8n keeps for the trigger. It changes only together with events that are handed on. */
interface State extends Memory {
	/** What the rest was found in. */
	watched?: string;
	/** The filters that decided what was handed on. */
	filters?: string;
}

/** Records that are shown while a user tries the trigger out. */
const MAX_EXAMPLES = 5;

/** Polls under way: one that takes longer than the time between two must not be doubled. */
const running = new Set<string>();

/** What this process saw at the last poll of each trigger, whether or not it was handed on. */
const lastPolls = new Map<string, Memory & { watched: string }>();

/** Looks for events since the poll before; null where there are none. */
export async function runPoll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const trigger = `${context.getWorkflow().id}:${context.getNode().id}`;
	const isManual = context.getMode() === 'manual';
	if (!isManual && running.has(trigger)) return null;
	if (!isManual) running.add(trigger);
	try {
		const run = await openRun(context);
		const items = isManual ? await examples(run) : await newItems(context, run, trigger);
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
	const batches = await hub.batches.resolve(id, filters.batches);
	const resolved = { ...filters, stages: await hub.stages.resolve(id, filters.stages), batches };
	return {
		event: EVENTS[settings.event] as PollEvent,
		scope: { hub, project, stages, batches },
		settings: { ...settings, filters: resolved },
	};
}

async function newItems(
	context: IPollFunctions,
	{ event, scope, settings }: PollRun,
	trigger: string,
): Promise<IDataObject[]> {
	const state = context.getWorkflowStaticData('node') as State;
	const watched = shortKey(
		JSON.stringify([
			settings.event,
			scope.project._id,
			scope.stages,
			'read' in event && scope.batches,
		]),
	);
	const filters = shortKey(JSON.stringify(settings.filters));
	const isFirst = state.watched !== watched;
	const isEdited = !isFirst && state.filters !== filters;
	if (isFirst && state.watched !== undefined) {
		context.logger.warn(
			`"${context.getNode().name}" watches something else from now on: what happened since its last poll does not start the workflow.`,
		);
	}
	const { records, memory, pages } = await find(
		event,
		scope,
		isFirst ? {} : knownTo(event, isEdited, state, lastPolls.get(trigger)),
	);
	const items = isFirst ? [] : await toItems(records, scope, settings);
	// A state that only changes with what is handed on is always the one that n8n has saved, so that a
	// restart makes no difference. Only what would cost many requests to read again is put behind.
	if (isFirst || isEdited || items.length > 0 || (records.length > 0 && pages > 1)) {
		Object.assign(state, { window: undefined, inList: undefined, ...memory, watched, filters });
	}
	lastPolls.set(trigger, { ...memory, watched });
	return items;
}

/**
 * What counts as seen. The saved state would give an event that other filters kept out, so after an
 * edit it is what the last poll saw; so it is too for what is so now and was not then.
 */
function knownTo(
	event: PollEvent,
	isEdited: boolean,
	state: State,
	last: (Memory & { watched: string }) | undefined,
): Memory {
	return last?.watched === state.watched && (isEdited || 'read' in event) ? last! : state;
}

/** A few records that would have started the workflow, the newest first. */
async function examples({ event, scope, settings }: PollRun): Promise<IDataObject[]> {
	const records = 'read' in event ? await event.read(scope) : await newest(event, scope);
	return (await toItems(records, scope, settings)).slice(0, MAX_EXAMPLES);
}

async function newest(event: ListEvent, scope: Scope): Promise<Array<Records[Subject]>> {
	const { list } = await scope.hub.readPage(event.listing(scope, 0), 1);
	return list.filter((record) => event.happening(record, scope) !== undefined);
}
