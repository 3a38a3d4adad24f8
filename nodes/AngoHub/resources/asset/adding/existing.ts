import { UserError } from 'n8n-workflow';

import type { Hub } from '../../../../shared/hub';
import type { Asset } from '../../../../shared/hub/types';
import { groupBy } from '../../../../shared/util/groupBy';
import { fail, type PendingAsset, type RegisteredAsset } from './pending';

/**
 * Does what 'If Asset Exists' says for assets whose external id is in the project already, or comes
 * twice in this run. Nothing has been sent yet.
 */
export async function checkExisting(hub: Hub, assets: PendingAsset[]): Promise<void> {
	const asked = assets.filter(({ plan }) => plan.ifExists !== 'upload');
	for (const [projectId, group] of groupBy(asked, ({ plan }) => plan.projectId)) {
		const externalIds = group.map(({ plan }) => plan.externalId);
		const existing = await hub.assets.withExternalIds(projectId, externalIds);
		const firsts = new Map<string, PendingAsset>();
		for (const asset of group) {
			const { externalId } = asset.plan;
			const key = externalId.normalize('NFC');
			const first = firsts.get(key);
			const found = existing.get(externalId) ?? [];
			if (first) settleDuplicate(asset, first);
			else if (found.length > 0) settleExisting(asset, found);
			firsts.set(key, first ?? asset);
		}
	}
}

function settleExisting(asset: PendingAsset, found: Asset[]): void {
	const { externalId, ifExists, mayDelete } = asset.plan;
	if (ifExists === 'skip') asset.state = { is: 'skipped', existing: found[0] };
	else if (mayDelete) {
		asset.state = { is: 'open', replaces: found.map(({ _id }) => _id) };
	} else {
		const error = new UserError(
			`An asset with the external ID '${externalId}' is in the project already`,
			{ description: "Give another 'External ID', or choose 'Skip' in 'If Asset Exists'." },
		);
		fail(asset, error);
	}
}

function settleDuplicate(asset: PendingAsset, first: PendingAsset): void {
	const { externalId, ifExists } = asset.plan;
	if (ifExists === 'skip') {
		asset.state = { is: 'duplicate', of: first };
		return;
	}
	const error = new UserError(
		`An asset with the external ID '${externalId}' appears twice in this run`,
		{
			description:
				"Give each asset an 'External ID' of its own under Options, such as the path of the file, or choose 'Skip' in 'If Asset Exists'.",
		},
	);
	fail(asset, error);
}

/**
 * Deletes the assets that new ones replace, once each new one is known to be there.
 * An asset that cannot be seen yet becomes an error, and the old one stays.
 */
export async function deleteReplaced(hub: Hub, assets: RegisteredAsset[]): Promise<void> {
	const replacing = assets.filter(({ plan, state }) => plan.mayDelete && state.replaces.length > 0);
	for (const [projectId, group] of groupBy(replacing, ({ plan }) => plan.projectId)) {
		const seen = group.filter(({ state }) => state.assetId);
		for (const asset of group) {
			if (asset.state.assetId) continue;
			const error = new UserError(`The new asset '${asset.plan.externalId}' cannot be seen yet`, {
				description: 'It was registered, and the old one was kept. Look at both in Ango Hub.',
			});
			fail(asset, error);
		}
		const olds = seen.flatMap((asset) => asset.state.replaces.map((id) => ({ asset, id })));
		const errors = await hub.assets.delete(
			projectId,
			olds.map(({ id }) => id),
		);
		for (const [index, { asset }] of olds.entries()) {
			const error = errors[index];
			if (error) fail(asset, error);
		}
	}
}
