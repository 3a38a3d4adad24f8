import { boxArea, boxAround, contains, frameOf } from '../labels/geometry/box';
import type { Box, Point } from '../labels/geometry/types';
import { answerAt, type Classes } from './classes';
import type { Keypoint, ReadyObject, ReadyPicture } from './formats/format';
import type { LabeledObject } from './model';
import type { LeftOutReason } from './report';
import type { DatasetSettings, KeypointSettings, Skeleton } from './settings';

/** Why a point is no keypoint. */
export type PointLeftOut = (point: LabeledObject, reason: LeftOutReason) => void;

/**
 * Gives the instances of the skeleton's class among the objects of a picture their keypoints, and
 * adds instances that have points only.
 * @returns how many points have become keypoints
 */
export function addKeypoints(
	ready: ReadyPicture,
	points: readonly LabeledObject[],
	classes: Classes,
	settings: KeypointSettings & Pick<DatasetSettings, 'outOfImage'>,
	leaveOut: PointLeftOut,
): number {
	const { skeleton, outOfImage } = settings;
	if (!skeleton) return 0;
	const classIndex = classes.names.indexOf(skeleton.class);
	const instances = ready.objects
		.filter((object) => object.classIndex === classIndex)
		.map((object) => new Instance(skeleton, object));
	const find = finderOf(ready, instances, skeleton, settings);
	const frame = frameOf(ready.size);
	for (const point of points) {
		const number = skeleton.keypoints.indexOf(classes.titleOf(point));
		if (point.shape.kind !== 'point' || number < 0) leaveOut(point, 'unsupportedShape');
		else if (outOfImage !== 'keep' && !contains(frame, point.shape.point)) {
			leaveOut(point, 'outsideImage');
		} else {
			const instance = find(point, point.shape.point);
			if (!instance) leaveOut(point, 'noInstance');
			else if (instance.keypoints[number]) leaveOut(point, 'severalPoints');
			else instance.set(number, point, point.shape.point, visibilityOf(point, settings));
		}
	}
	let written = 0;
	for (const instance of instances) {
		const object = instance.object ?? pointsOnly(instance, classIndex, skeleton);
		const { box } = object.fit;
		if (box.x1 <= box.x0 || box.y1 <= box.y0) {
			for (const point of instance.points) leaveOut(point, 'tooSmall');
			continue;
		}
		object.keypoints = instance.keypoints;
		written += instance.points.length;
		if (!instance.object) ready.objects.push(object);
	}
	return written;
}

/** Something that has keypoints. */
class Instance {
	readonly keypoints: Array<Keypoint | undefined>;
	readonly points: LabeledObject[] = [];

	/** @param object none where only points say that it is there */
	constructor(
		{ keypoints }: Skeleton,
		readonly object?: ReadyObject,
	) {
		this.keypoints = keypoints.map(() => undefined);
	}

	set(number: number, from: LabeledObject, point: Point, visibility: 1 | 2): void {
		this.keypoints[number] = { point, visibility };
		this.points.push(from);
	}
}

type Finder = (object: LabeledObject, point: Point) => Instance | undefined;

/** Which instance a point belongs to. Instances without a box are added to the list. */
function finderOf(
	{ picture }: ReadyPicture,
	instances: Instance[],
	skeleton: Skeleton,
	{ pointsBelongTo }: KeypointSettings,
): Finder {
	if (pointsBelongTo === 'boxAround') {
		const boxes = instances.map((instance) => ({ instance, box: instance.object!.fit.whole }));
		boxes.sort((a, b) => boxArea(a.box) - boxArea(b.box));
		return (_, point) => boxes.find(({ box }) => contains(box, point))?.instance;
	}
	const withPointsOnly = () => {
		const instance = new Instance(skeleton);
		instances.push(instance);
		return instance;
	};
	if (pointsBelongTo === 'wholePicture') return () => instances[0] ?? withPointsOnly();
	const byMember = new Map<string, string[]>();
	for (const { group } of picture.relations) {
		if (!Array.isArray(group)) continue;
		for (const id of group as string[]) if (!byMember.has(id)) byMember.set(id, group as string[]);
	}
	const byGroup = new Map<string[], Instance>();
	return ({ objectId = '' }) => {
		const group = byMember.get(objectId);
		if (!group) return undefined;
		const found =
			byGroup.get(group) ??
			instances.find(({ object }) => group.includes(object?.object.objectId ?? '')) ??
			withPointsOnly();
		byGroup.set(group, found);
		return found;
	};
}

function visibilityOf(
	{ answers }: LabeledObject,
	{ visibilityFrom, hiddenAnswer }: KeypointSettings,
): 1 | 2 {
	if (visibilityFrom === '') return 2;
	return answerAt(answers, visibilityFrom).includes(hiddenAnswer) ? 1 : 2;
}

function pointsOnly({ keypoints }: Instance, classIndex: number, skeleton: Skeleton): ReadyObject {
	const box: Box = boxAround(keypoints.flatMap((keypoint) => (keypoint ? [keypoint.point] : [])));
	return {
		classIndex,
		object: { title: skeleton.class, shape: { kind: 'box', box }, answers: [] },
		fit: { box, whole: box, zones: [], isClipped: false },
	};
}
