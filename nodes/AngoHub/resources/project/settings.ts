import { UserError, type IDataObject } from 'n8n-workflow';

import { isEmpty } from '../../../shared/util/isEmpty';
import { isRecord } from '../../../shared/util/isRecord';
import type { JsonValue } from '../../../shared/util/json';

/** JSON settings of a project, by wire name: how they are called, and whether they are lists. */
const JSON_SETTINGS: Record<string, { label: string; list: boolean }> = {
	errorSchema: { label: 'Error Schema', list: false },
	pluginPresets: { label: 'Plugin Presets', list: true },
	projectPlugins: { label: 'Project Plugins', list: false },
};

/** Texts that may be emptied; of others, an empty one counts as not given. */
const MAY_BE_EMPTY = ['description', 'instructions'];

/**
 * The settings of a project that were given, by wire name.
 * @throws UserError when one has the wrong form
 */
export function settingsIn(options: Record<string, JsonValue | undefined>): IDataObject {
	const given: IDataObject = {};
	for (const [key, value] of Object.entries(options)) {
		if (value === undefined || value === null) continue;
		if (typeof value === 'string' && isEmpty(value) && !MAY_BE_EMPTY.includes(key)) continue;
		if (key in JSON_SETTINGS) checkForm(value, JSON_SETTINGS[key]);
		given[key] = value as IDataObject;
	}
	return given;
}

function checkForm(value: JsonValue, { label, list }: { label: string; list: boolean }): void {
	if (list ? Array.isArray(value) : isRecord(value)) return;
	throw new UserError(`'${label}' has to be a JSON ${list ? 'list' : 'object'}`, {
		description: `Give ${list ? 'a list such as [{}]' : 'keys and values such as {"key": 1}'}.`,
	});
}
