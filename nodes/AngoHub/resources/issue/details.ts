import { UserError, type IDataObject } from 'n8n-workflow';

import { emailsIn } from '../../../shared/fields/emails';
import type { mentionsOption } from '../../../shared/fields/people';
import { objectIn } from '../../../shared/fields/values';
import type { IssueChanges } from '../../../shared/hub/issues';
import type { Field, Parameters } from '../../../shared/operation/parameters';

export const errorCodesOption = {
	displayName: 'Error Codes',
	name: 'errorCodes',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add error code',
	default: {},
	description: "Error codes from the project's error schema",
	options: [
		{
			displayName: 'Error Code',
			name: 'code',
			values: [
				{
					displayName: 'Category',
					name: 'category',
					type: 'string',
					default: '',
					placeholder: 'e.g. Geometry',
					description: 'The category of the code',
				},
				{
					displayName: 'Key',
					name: 'key',
					type: 'string',
					default: '',
					placeholder: 'e.g. G1',
					description: 'The short form of the code, where it has one',
				},
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. Too large',
					description: 'Name of the code',
				},
			],
		},
	],
} as const satisfies Field;

export const pctDetailsOption = {
	displayName: 'Multi-Sensor Details (JSON)',
	name: 'pctDetails',
	type: 'json',
	default: '{}',
	hint: 'Such as {"frame": 3, "class": "Car"}',
	description: "Details of the issue's position in a project for multi-sensor fusion",
} as const satisfies Field;

type Details = Partial<
	Parameters<[typeof mentionsOption, typeof errorCodesOption, typeof pctDetailsOption]>
>;

/**
 * Mentions, error codes and details of an issue in the form of contract 2.14; empty ones are left out.
 * @throws UserError naming the field that cannot work
 */
export function detailsOf({
	mentions,
	errorCodes,
	pctDetails,
}: Details): Pick<IssueChanges, 'contentMentions' | 'errorCodes' | 'pctDetails'> {
	const emails = emailsIn(mentions, 'Mention Names or IDs');
	const codes = (errorCodes?.code ?? []).map(errorCode);
	const details = objectIn(pctDetails, 'Multi-Sensor Details (JSON)');
	return {
		...(emails.length > 0 && { contentMentions: emails }),
		...(codes.length > 0 && { errorCodes: codes }),
		...(details && { pctDetails: details }),
	};
}

function errorCode(
	row: NonNullable<NonNullable<Details['errorCodes']>['code']>[number],
): IDataObject {
	const [category, name, key] = [row.category, row.name, row.key].map((text) =>
		String(text ?? '').trim(),
	);
	if (!category || !name) {
		throw new UserError("'Error Codes' needs a category and a name in each row", {
			description: "Take both from the error schema of the project; 'Key' is optional.",
		});
	}
	return { category, name, ...(key && { key }) };
}
