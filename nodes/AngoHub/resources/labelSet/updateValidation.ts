import { UserError } from 'n8n-workflow';

import { objectIn } from '../../../shared/fields/values';
import type { ValidationSettings } from '../../../shared/hub/labelSets';
import { booleanIn } from '../../../shared/operation/booleanIn';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { isEmpty } from '../../../shared/util/isEmpty';

/** How labels are checked. Names are those of the wire. */
export const validationOptions = [
	{
		displayName: 'Custom Validation',
		name: 'customValidationEnabled',
		type: 'boolean',
		default: true,
		description: 'Whether the validation function checks labels when annotators submit them',
	},
	{
		displayName: 'External Validation',
		name: 'externalValidation',
		type: 'json',
		default: '{}',
		placeholder: 'e.g. {"enabled": true, "apiUrl": "https://example.com/check"}',
		description:
			'The service that checks labels, as an object; only projects for multi-sensor fusion have one',
	},
	{
		displayName: 'Validation Function',
		name: 'validationFunction',
		type: 'string',
		typeOptions: { rows: 6 },
		default: '',
		description: 'The JavaScript code that checks the labels of a task',
	},
] as const satisfies readonly Field[];

/**
 * The settings that were given; what is blank stays as it is.
 * @throws UserError when one has the wrong form, or none was given
 */
export function validationIn(
	options: Partial<Parameters<typeof validationOptions>>,
): ValidationSettings {
	const { customValidationEnabled: enabled, validationFunction, externalValidation } = options;
	const external = objectIn(externalValidation, 'External Validation');
	const settings = {
		...(!isEmpty(enabled) && {
			customValidationEnabled: booleanIn(enabled, 'Custom Validation'),
		}),
		...(!isEmpty(validationFunction) && { validationFunction }),
		...(external && { externalValidation: external }),
	};
	if (Object.keys(settings).length > 0) return settings;
	throw new UserError("'Update Fields' holds nothing to change", {
		description: 'Add at least one field with a value.',
	});
}
