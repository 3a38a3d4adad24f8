import type { IPollFunctions } from 'n8n-workflow';

import { requestSettingsIn } from '../shared/fields/requestOptions';
import type { RequestSettings } from '../shared/hub/http/call';
import { filtersIn, type Filters } from '../shared/items/filters';
import type { ItemForm } from '../shared/items/oneItemPer';
import { readParameters } from '../shared/operation/read';
import type { Names } from '../shared/util/names';
import { EVENTS, type EventName, type Subject } from './events';
import { fields } from './fields';

/** What the user set in the trigger. */
export interface Settings extends ItemForm {
	project: string;
	event: EventName;
	subject: Subject;
	/** Names or ids of the stages to watch. */
	stages: Names;
	filters: Filters;
	/** Whether items carry labels. */
	includeLabels: boolean;
	requests: Partial<RequestSettings>;
}

/** @throws UserError when a value is not allowed, or is needed and empty */
export function settingsOf(poll: IPollFunctions): Settings {
	const {
		project,
		event,
		stages,
		filters,
		options,
		oneItemPer,
		flatten,
		simplify,
		requestOptions,
	} = readParameters(poll, fields);
	const { subject } = EVENTS[event];
	const isTask = subject === 'task';
	return {
		project,
		event,
		subject,
		stages: 'sweep' in EVENTS[event] ? stages : [],
		// Filters of a field that is hidden now may be left from another event.
		filters: filtersIn(
			fields,
			isTask || subject === 'issue' ? filters : { batches: filters.batches },
		),
		includeLabels: isTask && (options.includeLabels ?? true),
		oneItemPer: isTask ? oneItemPer : 'task',
		flatten: isTask && flatten,
		simplify,
		requests: requestSettingsIn(requestOptions),
	};
}
