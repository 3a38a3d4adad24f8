import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { WebhookType } from '../shared/hub/webhooks';
import { filtersIn, type Filters } from '../shared/items/filters';
import type { ItemForm } from '../shared/items/oneItemPer';
import { readParameters } from '../shared/operation/read';
import { fields } from './fields';
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

/** @throws UserError when a value is not allowed, or is needed and empty */
export function settingsOf(context: IHookFunctions | IWebhookFunctions): Settings {
	const { source, project, types, filters, options, ...others } = readParameters(context, fields);
	const isLegacy = source === 'legacy';
	return {
		...others,
		source,
		project: isLegacy ? project : '',
		types: isLegacy ? types : [],
		// The project of a legacy webhook is its own field, and its tasks are in no stage.
		filters: filtersIn(fields, {
			...filters,
			...(isLegacy && { projects: undefined, stages: undefined }),
		}),
		deduplicateFor: (options.deduplicateFor ?? 10) * 60_000,
		downloadFile: options.downloadFile ?? false,
		getFullTask: options.getFullTask ?? false,
		includeLabelSet: options.includeLabelSet ?? false,
		includeRaw: options.includeRaw ?? false,
		resumeWaiting: !isLegacy && (options.resumeWaiting ?? false),
	};
}
