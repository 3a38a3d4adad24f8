import { UserError } from 'n8n-workflow';

import { projectLocator } from '../../../shared/fields/locators';
import { objectIn } from '../../../shared/fields/values';
import type { ValidationSettings } from '../../../shared/hub/labelSets';
import { beside } from '../../../shared/items/records';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { isEmpty } from '../../../shared/util/isEmpty';
import { operation } from '../../operation';

/** How labels are checked. Names are those of the wire. */
const validationOptions = [
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
		hint: 'Such as {"enabled": true, "apiUrl": "https://example.com/check"}',
		description:
			'The service that checks labels, as an object; only projects for multi-sensor fusion have one',
	},
	{
		displayName: 'Remove Validation Function',
		name: 'removeFunction',
		type: 'boolean',
		default: true,
		description: 'Whether to remove the validation function that the project has',
	},
	{
		displayName: 'Validation Function',
		name: 'validationFunction',
		type: 'string',
		typeOptions: { rows: 6 },
		default: '',
		description:
			'JavaScript code that checks the labels of a task. An empty one leaves the function as it is.',
	},
] as const satisfies readonly Field[];

/**
 * The settings that were given; what is blank stays as it is.
 * @throws UserError when one has the wrong form, or none was given
 */
function validationIn(options: Partial<Parameters<typeof validationOptions>>): ValidationSettings {
	const { customValidationEnabled: enabled, validationFunction, externalValidation } = options;
	const isRemoved = options.removeFunction ?? false;
	if (isRemoved && !isEmpty(validationFunction)) {
		throw new UserError(
			"'Validation Function' and 'Remove Validation Function' contradict each other",
			{
				description: 'Remove one of them.',
			},
		);
	}
	const external = objectIn(externalValidation, 'External Validation');
	const settings = {
		...(enabled !== undefined && {
			customValidationEnabled: enabled,
		}),
		...(!isEmpty(validationFunction) && { validationFunction }),
		...(isRemoved && { validationFunction: '' }),
		...(external && { externalValidation: external }),
	};
	if (Object.keys(settings).length > 0) return settings;
	throw new UserError("'Update Fields' is empty", {
		description: 'Add at least one field with a value.',
	});
}

export const updateValidation = operation({
	name: 'Update Validation',
	action: 'Update validation of label set',
	description: "Change how Ango Hub checks labels. Settings that you don't add stay as they are.",
	fields: [
		projectLocator,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add field',
			default: {},
			options: validationOptions,
		},
	],
	run: async ({ params: { project, updateFields }, hub }) =>
		beside(
			{ projectId: project },
			await hub.labelSets.updateValidation(project, validationIn(updateFields)),
		),
});
