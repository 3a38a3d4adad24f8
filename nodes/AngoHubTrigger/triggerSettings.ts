import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { WebhookType } from '../shared/hub/webhooks';
import { filtersIn, type Filters } from '../shared/items/filters';
import type { ItemForm, OneItemPer } from '../shared/items/oneItemPer';
import type { Source } from './payload';

/** What the user set in the trigger. */
export interface Settings extends ItemForm {
	source: Source;
	authentication: 'none' | 'credential';
	/** Legacy: the project that the webhook is registered for. */
	project: string;
	/** Legacy: the events that it is registered for. */
	types: WebhookType[];
	filters: Filters;
	/** Milliseconds. */
	deduplicateFor: number;
	downloadFile: boolean;
	getFullTask: boolean;
	includeLabelSet: boolean;
	includeRaw: boolean;
	resumeWaiting: boolean;
}

export function settingsOf(context: IHookFunctions | IWebhookFunctions): Settings {
	const source = context.getNodeParameter('source', 'stage') as Source;
	const isLegacy = source === 'legacy';
	const options = context.getNodeParameter('options', {}) as IDataObject;
	const filters = filtersIn(context.getNodeParameter('filters', {}) as IDataObject);
	const minutes = Number(options.deduplicateFor ?? 10);
	return {
		source,
		authentication: context.getNodeParameter('authentication', 'credential') as 'none',
		project: isLegacy
			? String(context.getNodeParameter('project', '', { extractValue: true }))
			: '',
		types: isLegacy ? (context.getNodeParameter('types', []) as WebhookType[]) : [],
		oneItemPer: context.getNodeParameter('oneItemPer', 'task') as OneItemPer,
		flatten: context.getNodeParameter('flatten', false) === true,
		// The project of a legacy webhook is its own field, and its tasks are in no stage.
		filters: isLegacy ? { ...filters, projects: [], stages: [] } : filters,
		deduplicateFor: Number.isFinite(minutes) ? Math.max(0, minutes) * 60_000 : 0,
		downloadFile: options.downloadFile === true,
		getFullTask: options.getFullTask === true,
		includeLabelSet: options.includeLabelSet === true,
		includeRaw: options.includeRaw === true,
		resumeWaiting: !isLegacy && options.resumeWaiting === true,
	};
}
