import { signedArea } from './polygon';
import type { Point, Ring, Zone } from './types';

/** Of longer rings not every point is tried as the place to join them. */
const MAX_POINTS_SEARCHED = 2000;

/**
 * Zones as one ring: holes are cut open from their region, further zones hang on by a line that is
 * run along twice. The signed area is that of the zones without their holes.
 */
export function joinedRing([first, ...others]: readonly Zone[]): Ring {
	const joined = withHoles(first);
	if (others.length === 0) return joined.ring();
	const isClockwise = signedArea(joined.ring()) > 0;
	for (const zone of others) joined.add(directed(withHoles(zone).ring(), isClockwise));
	return joined.ring();
}

function withHoles({ region, holes }: Zone): JoinedRing {
	const isClockwise = signedArea(region) > 0;
	const joined = new JoinedRing(region);
	for (const hole of holes) joined.add(directed(hole, !isClockwise));
	return joined;
}

/** The ring in the wanted direction; turned round, it keeps its first point. */
function directed(ring: Ring, isClockwise: boolean): Ring {
	if (signedArea(ring) > 0 === isClockwise) return ring;
	return [ring[0], ...ring.slice(1).reverse()];
}

/** A ring that others are joined to. Each point knows the next, so that thousands of rings take no copies. */
class JoinedRing {
	private readonly points: Point[] = [];
	private readonly next: number[] = [];
	/** Points that are tried as places to join at, in the order of the ring. */
	private searched: number[];

	constructor(ring: Ring) {
		this.searched = thinned(this.append(ring));
	}

	/** Joins a ring where both are nearest to each other; of equal distances the first counts. */
	add(ring: Ring): void {
		const [place, start] = this.nearest(ring);
		const at = this.searched[place];
		const after = this.next[at];
		const added = this.append([...ring.slice(start), ...ring.slice(0, start + 1), this.points[at]]);
		this.next[at] = added[0];
		this.next[added[added.length - 1]] = after;
		const before = this.searched.slice(0, place + 1);
		this.searched = thinned([...before, ...thinned(added), ...this.searched.slice(place + 1)]);
	}

	ring(): Ring {
		const ring: Point[] = [];
		for (let at = 0; at >= 0; at = this.next[at]) ring.push(this.points[at]);
		return ring;
	}

	/** Puts points one after the other. @returns their numbers */
	private append(ring: Ring): number[] {
		const numbers = ring.map((_, index) => this.points.length + index);
		for (const [index, point] of ring.entries()) {
			this.points.push(point);
			this.next.push(numbers[index + 1] ?? -1);
		}
		return numbers;
	}

	/** Where in `searched` and in the other ring the two are nearest to each other. */
	private nearest(ring: Ring): [place: number, start: number] {
		const step = Math.ceil(ring.length / MAX_POINTS_SEARCHED);
		let [least, place, start] = [Infinity, 0, 0];
		for (const [index, at] of this.searched.entries()) {
			const [x, y] = this.points[at];
			for (let j = 0; j < ring.length; j += step) {
				const distance = (x - ring[j][0]) ** 2 + (y - ring[j][1]) ** 2;
				if (distance < least) [least, place, start] = [distance, index, j];
			}
		}
		return [place, start];
	}
}

/** Of too many points every second, third or so. */
function thinned(points: number[]): number[] {
	const step = Math.ceil(points.length / MAX_POINTS_SEARCHED);
	return step < 2 ? points : points.filter((_, index) => index % step === 0);
}
