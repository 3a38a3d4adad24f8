import { UserError } from 'n8n-workflow';

import { groupBy } from '../util/groupBy';
import { isWholeNumber } from '../util/isWholeNumber';
import { filledIn } from './fillFrames';
import type { LabeledAsset, LabeledObject, Picture } from './model';
import type { Report } from './report';

/** More pages make no sense as pictures, and would come from a slip in the labels. */
const MAX_PAGES = 1_000_000;

const VIDEO = /\.(mp4|m4v|mov|webm|mkv|avi|ogv|ogg|mpe?g)$/i;

export interface PageSettings {
	/** Interpolates objects between the frames that they were drawn on. */
	fillFrames: boolean;
	/** Gives pages without objects too. */
	allPages: boolean;
	/** For formats of answers: pages with answers are given, and an asset without such pages as a whole. */
	byAnswers?: boolean;
}

/**
 * The pictures that an asset is made of: itself, or its pages with objects in order.
 * @throws UserError when all pages are wanted and nothing says how many there are
 */
export function* picturesOf(
	asset: LabeledAsset,
	settings: PageSettings,
	report?: Report,
): Generator<Picture> {
	const { objects, stops, pageUrls } = asset;
	const isVideo = !pageUrls && hasFrames(asset);
	if (!hasPages(asset)) {
		yield { ...asset, isVideo: false };
		return;
	}
	const tracked = isVideo ? withTracks(objects) : objects;
	const all = settings.fillFrames && isVideo ? filledIn(tracked, stops, report) : tracked;
	const byPage = groupBy([...all], ({ page = 0 }) => page);
	const labeled = new Set(byPage.keys());
	if (pageUrls?.length === 1) labeled.add(0);
	if (settings.byAnswers) {
		for (const { page } of asset.classifications) if (isWholeNumber(page)) labeled.add(page);
		if (labeled.size === 0 && !settings.allPages) yield { ...asset, isVideo: false };
	}
	const answers = groupBy(asset.classifications, (one) => one.page ?? undefined);
	const ofAll = answers.get(undefined) ?? [];
	for (const page of pagesOf(asset, labeled, settings)) {
		const url = pageUrls?.[page] ?? asset.url;
		const classifications = [...ofAll, ...(answers.get(page) ?? [])];
		yield { ...asset, url, page, isVideo, classifications, objects: byPage.get(page) ?? [] };
	}
}

/** True where the pictures are pages or frames of an asset, not the asset itself. */
export function hasPages(asset: LabeledAsset): boolean {
	return asset.pageUrls !== undefined || hasFrames(asset);
}

/** True for what has frames: a plain picture may have a page as well, but only the first. */
function hasFrames({ objects, stops, frameTotal, url = '', externalId }: LabeledAsset): boolean {
	if (frameTotal !== undefined) return true;
	const [path] = url.split(/[?#]/);
	if (VIDEO.test(externalId) || VIDEO.test(path)) return true;
	return objects.some(({ page = 0 }) => page > 0) || stops.some(({ page }) => page > 0);
}

function* pagesOf(
	{ externalId, pageUrls, frameTotal }: LabeledAsset,
	labeled: ReadonlySet<number>,
	{ allPages }: PageSettings,
): Generator<number> {
	if (!allPages) {
		yield* [...labeled].sort((a, b) => a - b);
		return;
	}
	const total = pageUrls?.length ?? frameTotal;
	if (total === undefined || total > MAX_PAGES) {
		throw new UserError(
			total === undefined
				? `'${externalId}' does not say how many frames it has`
				: `'${externalId}' has ${total} frames, more than can be written`,
			{ description: "Turn off 'All Pages' to write only those with objects." },
		);
	}
	for (let page = 0; page < total; page++) yield page;
	yield* [...labeled].filter((page) => page >= total).sort((a, b) => a - b);
}

/** Objects with the numbers of their tracks: in order of the first page, then of the ID. */
function withTracks(objects: readonly LabeledObject[]): LabeledObject[] {
	const first = new Map<string, number>();
	for (const { objectId, page = 0 } of objects) {
		if (objectId === undefined) continue;
		first.set(objectId, Math.min(page, first.get(objectId) ?? Infinity));
	}
	const ordered = [...first].sort(([a, p], [b, q]) => p - q || (a < b ? -1 : 1));
	const tracks = new Map(ordered.map(([objectId], index) => [objectId, index + 1]));
	return objects.map((object) => ({ ...object, track: tracks.get(object.objectId ?? '') }));
}
