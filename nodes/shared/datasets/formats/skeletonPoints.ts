import type { Prediction } from '../predictions';
import { areNumbers } from '../values';

/**
 * Points of a skeleton from a flat list of numbers.
 * @param step numbers for each point: x and y, or also its visibility, which is 0 for a point that is not set,
 * 1 for a hidden and 2 for a visible one, or a confidence
 * @param ofInstance the confidence of the instance, for points without their own
 */
export function skeletonPoints(
	numbers: readonly unknown[],
	step: 2 | 3,
	names: readonly string[],
	ofInstance: number | undefined,
): Prediction[] {
	const isVisibility = numbers.every((value, index) => index % 3 < 2 || Number.isInteger(value));
	const points: Prediction[] = [];
	for (let i = 0; i + step <= numbers.length; i += step) {
		const [x, y, visible] = numbers.slice(i, i + step);
		if (step === 3 && visible === 0) continue;
		const title = names[i / step] ?? `keypoint ${i / step + 1}`;
		const isConfidence = step === 3 && !isVisibility;
		const score = isConfidence && Number.isFinite(visible) ? (visible as number) : ofInstance;
		const point = [x, y];
		points.push({
			title,
			score,
			shape: areNumbers(point)
				? { kind: 'point', point: [point[0], point[1]] }
				: { kind: 'notFinite', tool: 'point' },
			isHidden: step === 3 && isVisibility && visible === 1,
		});
	}
	return points;
}
