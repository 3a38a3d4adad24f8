import { UserError } from 'n8n-workflow';

import type { LabeledAsset, Picture } from '../model';
import { picturesOf } from '../pages';
import type { Report } from '../report';
import type { Pair } from './results';

/** What tells that two items mean the same asset. */
export type MatchBy = 'externalId' | 'assetId';

/**
 * The assets of two sides, paired: in the order of the reference, then those that only the other
 * side has. Of several tasks of an asset on one side, the newest counts.
 * @throws UserError when an asset has no such ID
 */
export function pairedAssets(
	{ reference, compared }: Pair<readonly LabeledAsset[]>,
	matchBy: MatchBy,
	report: Report,
): Array<Pair<LabeledAsset>> {
	const a = newestById(reference ?? [], matchBy, report);
	const b = newestById(compared ?? [], matchBy, report);
	const ids = new Set([...a.keys(), ...b.keys()]);
	return [...ids].map((id) => ({ reference: a.get(id), compared: b.get(id) }));
}

/** The pages of both sides; a picture without pages is its only one. */
export function* pairedPictures({
	reference,
	compared,
}: Pair<LabeledAsset>): Generator<Pair<Picture>> {
	const settings = { fillFrames: false, allPages: false };
	const byPage = (asset?: LabeledAsset) =>
		new Map(
			asset ? [...picturesOf(asset, settings)].map((picture) => [picture.page ?? 0, picture]) : [],
		);
	const [a, b] = [byPage(reference), byPage(compared)];
	for (const page of [...new Set([...a.keys(), ...b.keys()])].sort((p, q) => p - q)) {
		yield { reference: a.get(page), compared: b.get(page) };
	}
}

function newestById(
	assets: readonly LabeledAsset[],
	matchBy: MatchBy,
	report: Report,
): Map<string, LabeledAsset> {
	const newest = new Map<string, LabeledAsset>();
	for (const asset of assets) {
		const id = asset[matchBy];
		if (!id) throw withoutId(asset, matchBy);
		const known = newest.get(id);
		const isNewer = !known || isOlder(known, asset);
		if (known) {
			const { externalId, objects } = isNewer ? known : asset;
			report.leaveOut('otherTaskOfAsset', { externalId }, objects.length);
		}
		if (isNewer) newest.set(id, asset);
	}
	return newest;
}

function isOlder(a: LabeledAsset, b: LabeledAsset): boolean {
	if (a.updatedAt !== b.updatedAt) return a.updatedAt < b.updatedAt;
	return (a.taskId ?? '') < (b.taskId ?? '');
}

function withoutId({ externalId }: LabeledAsset, matchBy: MatchBy): UserError {
	if (matchBy === 'assetId') {
		return new UserError(`The labels of '${externalId}' have no asset ID to be matched by`, {
			description: "Set 'Match Pictures By' to 'External ID', as predictions have no asset ID.",
		});
	}
	return new UserError('An item with labels has no external ID to be matched by', {
		description: "Give the items an 'externalId', or set 'Match Pictures By' to 'Asset ID'.",
	});
}
