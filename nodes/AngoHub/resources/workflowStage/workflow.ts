import { UserError } from 'n8n-workflow';

import type { Stage } from '../../../shared/hub/types';
import type { JsonValue } from '../../../shared/util/json';
import { suggestion } from '../../../shared/util/nearest';

/**
 * The stages of a whole workflow: a list, or a project that has one (contract 4.4).
 * @throws UserError when they cannot make a workflow
 */
export function workflowIn(value: JsonValue | undefined): Stage[] {
	const list = Array.isArray(value) ? value : ((value ?? {}) as { stages?: unknown }).stages;
	if (!Array.isArray(list) || list.length === 0) {
		throw new UserError("'Stages' has to be a JSON list of all stages", {
			description:
				'Change what Get Many gives, and leave nothing out: the list replaces the workflow.',
		});
	}
	const stages = list as Stage[];
	for (const [index, stage] of stages.entries()) {
		const { id, type } = stage ?? {};
		if (typeof id === 'string' && id !== '' && typeof type === 'string' && type !== '') continue;
		throw new UserError(`Stage ${index + 1} in 'Stages' needs an 'id' and a 'type'`, {
			description: "Start from what 'Get Many' gives.",
		});
	}
	const ids = stages.map(({ id }) => id);
	const twice = ids.find((id, index) => ids.indexOf(id) !== index);
	if (twice !== undefined) {
		throw new UserError(`The stage ID '${twice}' is in 'Stages' twice`, {
			description: 'Give each stage an ID of its own.',
		});
	}
	for (const { id, name, next } of stages) {
		const unknown = [next ?? []].flat().find((to) => typeof to === 'string' && !ids.includes(to));
		if (unknown === undefined) continue;
		throw new UserError(
			`The stage '${name ?? id}' leads to '${String(unknown)}', which is not a stage`,
			{
				description: suggestion(String(unknown), ids, ''),
			},
		);
	}
	return stages.map(withoutFacts);
}

/** A stage as Ango Hub has it: 'Get Many' gives it with names that are the same for all items. */
function withoutFacts(stage: Stage): Stage {
	const own: Stage = { ...stage };
	for (const name of ['projectId', 'stageId', 'stageName']) delete own[name];
	return own;
}

/**
 * Simplified stages lack what leads from one to the next; writing them would break the workflow.
 * @throws UserError when a stage has lost its way on
 */
export function checkComplete(stages: Stage[], existing: Stage[]): void {
	const lost = stages.find(
		(stage) =>
			stage.next === undefined &&
			[existing.find(({ id }) => id === stage.id)?.next ?? []].flat().length > 0,
	);
	if (lost === undefined) return;
	throw new UserError(`The stage '${lost.name ?? lost.id}' in 'Stages' has lost its 'next'`, {
		description:
			"Give complete stages: those of Get Many, or of a project that was read with 'Simplify' off.",
	});
}
