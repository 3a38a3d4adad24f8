import { UserError } from 'n8n-workflow';

import type { Hub } from '../../../shared/hub';
import type { Asset, LabelItem, Project, Task } from '../../../shared/hub/types';
import { stageNameIn } from '../../../shared/items/names';

/** Why labels reached no task, for each item (contract 2.12). Looks up assets and tasks to tell. */
export async function whyNotImported(
	hub: Hub,
	project: Project,
	items: LabelItem[],
): Promise<UserError[]> {
	const externalIds = items.flatMap(({ externalId }) => externalId ?? []);
	const assets = await hub.assets.withExternalIds(project._id, externalIds);
	const found = [...assets.values()].flat();
	const tasks = hub.platform.has('taskFilters')
		? await hub.tasks.ofAssets(
				project._id,
				found.map(({ _id, externalId }) => ({ id: _id, externalId })),
			)
		: new Map<string, Task[]>();
	return items.map(({ externalId, data }) =>
		externalId === undefined
			? new UserError(`The labels reached no task: no asset with the URL ${data} waits for them`, {
					description: `Check the URL. ${onlyWaiting(hub)}`,
				})
			: reason(hub, project, externalId, assets.get(externalId) ?? [], tasks),
	);
}

function reason(
	hub: Hub,
	project: Project,
	externalId: string,
	assets: Asset[],
	tasks: Map<string, Task[]>,
): UserError {
	if (assets.length === 0) {
		return new UserError(
			`The labels reached no task: there is no asset with the external ID '${externalId}'`,
			{
				description:
					"Check the external ID and the project. If the asset was added just now, set 'Wait for Assets' under Options.",
			},
		);
	}
	const own = assets.flatMap(({ _id }) => tasks.get(_id) ?? []);
	const start = project.stages?.find(({ type }) => type === 'Start')?.id;
	if (own.some(({ stage }) => stage === start)) {
		return new UserError(
			`The labels reached no task: Ango Hub does not find the asset '${externalId}' yet`,
			{ description: "It may be too new. Set 'Wait for Assets' under Options." },
		);
	}
	const stages = [...new Set(own.map(({ stage }) => `'${stageNameIn(project, stage)}'`))];
	const where = stages.length > 0 ? `The stage is now ${stages.join(' or ')}.` : '';
	const description = `${where} ${onlyWaiting(hub)}`.trim();
	return assets.length === 1
		? new UserError(
				`The labels reached no task: the asset '${externalId}' is not waiting for labels any more`,
				{ description },
			)
		: new UserError(
				`The labels reached no task: the ${assets.length} assets with the external ID '${externalId}' are not waiting for labels any more`,
				{ description },
			);
}

function onlyWaiting({ platform }: Hub): string {
	return platform.has('stages')
		? "Labels can be imported only while the task is in the stage 'Start'. For tasks in other stages, set 'Tasks After Start' under Options, or use 'Annotate Task'."
		: 'Labels can be imported only while the status of the task is TODO.';
}
