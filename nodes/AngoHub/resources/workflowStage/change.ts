import { UserError, type IDataObject } from 'n8n-workflow';

import { emailsIn } from '../../../shared/fields/emails';
import { stageIn } from '../../../shared/hub/stages';
import type { Stage } from '../../../shared/hub/types';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { isEmpty } from '../../../shared/util/isEmpty';
import { isRecord } from '../../../shared/util/isRecord';
import type { JsonValue } from '../../../shared/util/json';
import type { Names } from '../../../shared/util/names';

/** What can be changed about a stage. */
export const settingsOptions = [
	{
		displayName: 'Assign to Nobody',
		name: 'assignToNobody',
		type: 'boolean',
		default: false,
		description:
			'Whether to remove everybody from a Label or Review stage, which opens it to all members of the project',
	},
	{
		displayName: 'Assigned To',
		name: 'assignedTo',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add member' },
		default: [],
		placeholder: 'e.g. nathan@example.com',
		description:
			'Email addresses of the people who work in a Label or Review stage, replacing the current ones',
	},
	{
		displayName: 'Auto Forward',
		name: 'autoForward',
		type: 'boolean',
		default: false,
		description: 'Whether tasks leave the Start stage by themselves',
	},
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Second review',
		description: 'Name of the stage',
	},
	{
		displayName: 'Other Settings',
		name: 'other',
		type: 'json',
		default: '{}',
		hint: 'Such as {"next": ["Complete"]}',
		description: 'Further keys of the stage, as an object',
	},
	{
		displayName: 'Prevent Requeue',
		name: 'preventRequeue',
		type: 'boolean',
		default: false,
		description: 'Whether tasks in a Complete stage have to stay there',
	},
	{
		displayName: 'Read Only',
		name: 'readOnly',
		type: 'boolean',
		default: false,
		description: 'Whether a Review stage lets reviewers see labels but not change them',
	},
] as const satisfies readonly Field[];

/** Settings that stages of some types have (contract 4.4). */
const SETTINGS = {
	assignedTo: { label: 'Assigned To', types: ['Label', 'Review'] },
	autoForward: { label: 'Auto Forward', types: ['Start'] },
	preventRequeue: { label: 'Prevent Requeue', types: ['Complete', 'Archive'] },
	readOnly: { label: 'Read Only', types: ['Review'] },
};

/** What may not be changed by hand: everything refers to stages by their ids. */
const FIXED = ['id', 'type'];

/**
 * The keys of a stage that the fields change.
 * @throws UserError when a field has no value that can be used, or when nothing is changed
 */
export function changesIn({
	other,
	assignToNobody,
	...fields
}: Partial<Parameters<typeof settingsOptions>>): IDataObject {
	const changes: IDataObject = { ...otherIn(other) };
	if (fields.name !== undefined) changes.name = nameIn(fields.name);
	if (fields.assignedTo !== undefined) changes.assignedTo = assigneesIn(fields.assignedTo);
	if (assignToNobody) {
		if (fields.assignedTo !== undefined) {
			throw new UserError("'Assigned To' and 'Assign to Nobody' contradict each other", {
				description: 'Remove one of them.',
			});
		}
		changes.assignedTo = [];
	}
	for (const key of ['autoForward', 'preventRequeue', 'readOnly'] as const) {
		if (fields[key] !== undefined) changes[key] = fields[key];
	}
	if (Object.keys(changes).length > 0) return changes;
	throw new UserError("'Update Fields' is empty", {
		description: 'Add at least one field with a value.',
	});
}

/**
 * All stages, one of them changed; what is not known stays as it is.
 * @throws UserError when there is no such stage, or when its type lacks a setting
 */
export function withStageChanged(stages: Stage[], nameOrId: string, changes: IDataObject): Stage[] {
	const stage = stageIn(stages, nameOrId);
	for (const [key, { label, types }] of Object.entries(SETTINGS)) {
		if (!(key in changes) || key in stage || types.includes(stage.type)) continue;
		throw new UserError(`The stage '${stage.name}' has no '${label}'`, {
			description: `Its type is ${stage.type}; only stages of the type ${types.join(' or ')} have it.`,
		});
	}
	return stages.map((one) => (one === stage ? { ...stage, ...changes } : one));
}

function nameIn(name: string): string {
	if (!isEmpty(name)) return name.trim();
	throw new UserError("'Name' is empty", { description: 'Give the stage a name.' });
}

function assigneesIn(value: Names): string[] {
	const emails = emailsIn(value, 'Assigned To');
	if (emails.length > 0) return emails;
	throw new UserError("'Assigned To' is empty", {
		description:
			"Give the email address of at least one member, or use 'Assign to Nobody' to open the stage to all.",
	});
}

function otherIn(value?: JsonValue): IDataObject | undefined {
	if (value === undefined || value === null) return undefined;
	if (!isRecord(value)) {
		throw new UserError("'Other Settings' has to be a JSON object", {
			description: 'Give keys and values such as {"next": ["Complete"]}.',
		});
	}
	const fixed = FIXED.find((key) => key in value);
	if (fixed === undefined) return value;
	throw new UserError(`'Other Settings' cannot change the '${fixed}' of a stage`, {
		description: "To build another workflow, set 'Specify Stages' to 'Using JSON'.",
	});
}
