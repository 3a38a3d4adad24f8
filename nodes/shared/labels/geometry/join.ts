import { signedArea } from './polygon';
import type { Ring, Zone } from './types';

/** Of longer rings not every point is tried as the place to join them. */
const MAX_POINTS_SEARCHED = 2000;

/**
 * Zones as one ring: holes are cut open from their region, further zones hang on by a line that is
 * run along twice. The signed area is that of the zones without their holes.
 */
export function joinedRing([first, ...others]: readonly Zone[]): Ring {
	let ring = withHoles(first);
	for (const zone of others) ring = joined(ring, directed(withHoles(zone), signedArea(ring) > 0));
	return ring;
}

function withHoles({ region, holes }: Zone): Ring {
	const isClockwise = signedArea(region) > 0;
	return holes.reduce<Ring>((ring, hole) => joined(ring, directed(hole, !isClockwise)), region);
}

/** The ring in the wanted direction; turned round, it keeps its first point. */
function directed(ring: Ring, isClockwise: boolean): Ring {
	if (signedArea(ring) > 0 === isClockwise) return ring;
	return [ring[0], ...ring.slice(1).reverse()];
}

/** Two rings joined where they are nearest to each other; of equal distances the first counts. */
function joined(a: Ring, b: Ring): Ring {
	const stepA = Math.ceil(a.length / MAX_POINTS_SEARCHED);
	const stepB = Math.ceil(b.length / MAX_POINTS_SEARCHED);
	let [nearest, at, bt] = [Infinity, 0, 0];
	for (let i = 0; i < a.length; i += stepA) {
		const [x, y] = a[i];
		for (let j = 0; j < b.length; j += stepB) {
			const distance = (x - b[j][0]) ** 2 + (y - b[j][1]) ** 2;
			if (distance >= nearest) continue;
			[nearest, at, bt] = [distance, i, j];
		}
	}
	return [...a.slice(0, at + 1), ...b.slice(bt), ...b.slice(0, bt + 1), ...a.slice(at)];
}
