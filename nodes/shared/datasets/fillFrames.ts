import { UserError } from 'n8n-workflow';

import { cornersOfExport, toImportForm } from '../labels/geometry/rotated';
import type { Point, Ring } from '../labels/geometry/types';
import { groupBy } from '../util/groupBy';
import type { LabeledAsset, LabeledObject, Shape } from './model';
import type { Report } from './report';

/** More come from a slip in the labels, such as a page in milliseconds. */
const MAX_FILLED_IN = 1_000_000;

/**
 * Objects of a video with those between the frames that they were drawn on. After its last frame an
 * object stays up to where it stops; a stop between two frames parts them.
 */
export function* filledIn(
	objects: readonly LabeledObject[],
	stops: LabeledAsset['stops'],
	report?: Report,
): Generator<LabeledObject> {
	const tracks = groupBy(
		objects.filter(({ objectId }) => objectId !== undefined),
		({ objectId }) => objectId,
	);
	const stopsOf = groupBy(stops, ({ objectId }) => objectId);
	let count = 0;
	const following = new Map<LabeledObject, LabeledObject>();
	for (const track of tracks.values()) {
		track.sort((a, b) => pageOf(a) - pageOf(b));
		for (let i = 1; i < track.length; i++) following.set(track[i - 1], track[i]);
	}
	for (const object of objects) {
		yield { ...object, filledIn: false };
		const next = following.get(object);
		const page = pageOf(object);
		const after = (stopsOf.get(object.objectId) ?? []).map((stop) => stop.page);
		const stop = Math.min(...after.filter((one) => one > page));
		const end = Math.min(stop, next ? pageOf(next) : Infinity);
		if (object.objectId === undefined || end === Infinity) continue;
		count += Math.max(0, end - page - 1);
		if (count > MAX_FILLED_IN) {
			throw new UserError(`'${object.title}' would be filled in on more than a million frames`, {
				description: "Turn off 'Fill In Frames', or check the pages of its labels.",
			});
		}
		for (let at = page + 1; at < end; at++) {
			const isBetween = next !== undefined && end === pageOf(next);
			const share = isBetween ? (at - page) / (end - page) : 0;
			const shape = isBetween ? between(object.shape, next.shape, share) : object.shape;
			if (!shape && report) report.notInterpolated++;
			yield { ...object, shape: shape ?? object.shape, page: at, filledIn: true };
		}
	}
}

function pageOf({ page = 0 }: LabeledObject): number {
	return page;
}

/** The shape at a share of the way from one to another; undefined where there is none in between. */
function between(a: Shape, b: Shape, share: number): Shape | undefined {
	const mix = (from: number, to: number) => from + (to - from) * share;
	const mixed = (from: Ring, to: Ring): Ring =>
		from.map(([x, y], index): Point => [mix(x, to[index][0]), mix(y, to[index][1])]);
	if (a.kind === 'box' && b.kind === 'box') {
		return {
			kind: 'box',
			box: {
				x0: mix(a.box.x0, b.box.x0),
				y0: mix(a.box.y0, b.box.y0),
				x1: mix(a.box.x1, b.box.x1),
				y1: mix(a.box.y1, b.box.y1),
			},
		};
	}
	if (a.kind === 'point' && b.kind === 'point') {
		return { kind: 'point', point: mixed([a.point], [b.point])[0] };
	}
	if (a.kind === 'polygon' && b.kind === 'polygon' && a.ring.length === b.ring.length) {
		return { kind: 'polygon', ring: mixed(a.ring, b.ring) };
	}
	if (a.kind === 'rotated' && b.kind === 'rotated') {
		return { kind: 'rotated', corners: turnedBetween(a.corners, b.corners, mix) };
	}
	return undefined;
}

/** Rotated boxes move by their centers and sizes, and turn the shorter way round. */
function turnedBetween(from: Ring, to: Ring, mix: (a: number, b: number) => number): Ring {
	const [a, b] = [toImportForm(from), toImportForm(to)];
	const turn = ((b.rotation - a.rotation + 540) % 360) - 180;
	const rotation = mix(a.rotation, a.rotation + turn);
	const [width, height] = [mix(a.width, b.width), mix(a.height, b.height)];
	const centerX = mix(a.x + a.width / 2, b.x + b.width / 2);
	const centerY = mix(a.y + a.height / 2, b.y + b.height / 2);
	const corners = cornersOfExport({ x: 0, y: 0, width, height, rotation });
	const [dx, dy] = [centerX - corners[2][0] / 2, centerY - corners[2][1] / 2];
	return corners.map(([x, y]): Point => [x + dx, y + dy]);
}
