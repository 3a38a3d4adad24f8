import { UserError } from 'n8n-workflow';

import type { Hub } from '../../../../shared/hub';
import { groupBy } from '../../../../shared/util/groupBy';
import { isOpen, type Work } from './work';

/**
 * Does what 'If Asset Exists' says for assets whose external id is in the project already, or comes
 * twice in this run. Nothing has been sent yet.
 */
export async function checkExisting(hub: Hub, works: Work[]): Promise<void> {
	const asked = works.filter(({ plan }) => plan.ifExists !== 'upload');
	for (const [projectId, group] of groupBy(asked, ({ plan }) => plan.projectId)) {
		const externalIds = group.map(({ plan }) => plan.externalId);
		const existing = await hub.assets.withExternalIds(projectId, externalIds);
		const inThisRun = new Map<string, Work>();
		for (const work of group) {
			const { externalId } = work.plan;
			const earlier = inThisRun.get(externalId);
			const found = existing.get(externalId) ?? [];
			if (earlier) settle(work, undefined, 'comes twice in this run');
			else if (found.length > 0) {
				work.oldIds = found.map(({ _id }) => _id);
				settle(work, found[0]._id, 'is in the project already');
			}
			inThisRun.set(externalId, work);
		}
	}
}

function settle(work: Work, assetId: string | undefined, where: string): void {
	const { externalId, ifExists } = work.plan;
	if (ifExists === 'skip') {
		work.skipped = true;
		work.assetId = assetId;
	} else if (ifExists === 'fail' || assetId === undefined) {
		work.error = new UserError(`An asset with the external ID '${externalId}' ${where}`, {
			description: "Give another 'External ID', or choose 'Skip' in 'If Asset Exists'.",
		});
	}
}

/**
 * Deletes the assets that new ones replace, once each new one is known to be there.
 * An asset that cannot be seen yet becomes an error, and the old one stays.
 */
export async function deleteReplaced(hub: Hub, works: Work[]): Promise<void> {
	const replacing = works.filter((work) => isOpen(work) && work.oldIds.length > 0);
	for (const [projectId, group] of groupBy(replacing, ({ plan }) => plan.projectId)) {
		for (const work of group) {
			if (work.assetId) continue;
			work.error = new UserError(`The new asset '${work.plan.externalId}' cannot be seen yet`, {
				description: 'It was registered, and the old one was kept. Look at both in Ango Hub.',
			});
		}
		const seen = group.filter(isOpen);
		const olds = seen.flatMap((work) => work.oldIds.map((id) => ({ work, id })));
		const errors = await hub.assets.delete(
			projectId,
			olds.map(({ id }) => id),
		);
		for (const [index, { work }] of olds.entries()) work.error ??= errors[index];
	}
}
