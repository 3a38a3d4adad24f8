import { UserError, type IDataObject, type IPollFunctions } from 'n8n-workflow';

import { requestSettingsIn } from '../shared/fields/requestOptions';
import { namesIn } from '../shared/fields/values';
import type { RequestSettings } from '../shared/hub/http/transport';
import { filtersIn, type Filters } from '../shared/items/filters';
import type { ItemForm, OneItemPer } from '../shared/items/oneItemPer';
import { EVENTS, type EventName, type Subject } from './events';

/** What the user set in the trigger. */
export interface Settings extends ItemForm {
	project: string;
	event: EventName;
	subject: Subject;
	/** Names or ids of the stages to watch. */
	stages: string[];
	filters: Filters;
	/** Whether items carry labels. */
	includeLabels: boolean;
	requests: Partial<RequestSettings>;
}

/** @throws UserError when something that is needed is empty */
export function settingsOf(poll: IPollFunctions): Settings {
	const event = poll.getNodeParameter('event', 'taskCompleted') as EventName;
	const { subject } = EVENTS[event];
	const sweep = 'sweep' in EVENTS[event];
	const project = String(poll.getNodeParameter('project', '', { extractValue: true }) ?? '');
	const stages = sweep ? namesIn(poll.getNodeParameter('stages', [])) : [];
	if (project === '') throw emptyField('Project');
	if (sweep && stages.length === 0) throw emptyField('Stage Names or IDs');
	const filters = filtersIn(poll.getNodeParameter('filters', {}) as IDataObject);
	const isTask = subject === 'task';
	const options = isTask ? poll.getNodeParameter('options', {}) : {};
	return {
		project,
		event,
		subject,
		stages,
		// Filters of a field that is hidden now may be left from another event.
		filters:
			isTask || subject === 'issue' ? filters : { ...filtersIn({}), batches: filters.batches },
		includeLabels: isTask && (options as IDataObject).includeLabels !== false,
		oneItemPer: isTask ? (poll.getNodeParameter('oneItemPer', 'task') as OneItemPer) : 'task',
		flatten: isTask && poll.getNodeParameter('flatten', false) === true,
		requests: requestSettingsIn(poll.getNodeParameter('requestOptions', {}) as IDataObject),
	};
}

function emptyField(field: string): UserError {
	return new UserError(`'${field}' is empty`, {
		description: `Fill in '${field}', or check that its expression gives a value.`,
	});
}
