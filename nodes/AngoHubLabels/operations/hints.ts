import type { Report } from '../../shared/datasets/report';
import type { Services } from '../operation';

/** Says how brush strokes can be had, where some were left out. */
export function hintAtBrush(report: Report, hint: Services['hint']): void {
	if (report.countOf('brushWithoutMask') === 0) return;
	hint(
		"Brush strokes are left out where their PNG is missing. Download the file at 'brushDataUrl' with an HTTP Request node, and name its binary field in 'Brush Mask Field' under Options.",
	);
}
