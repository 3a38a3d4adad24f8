import type { PreLabelReport } from './preLabels';

/**
 * What to tell of predictions that became labels: what was left out, and what was odd about them.
 * @param field has the reports in the output
 */
export function preLabelNotes(reports: readonly PreLabelReport[], field: string): string[] {
	const leftOut = new Map<string, number>();
	for (const { reason, count } of reports.flatMap((report) => report.leftOut)) {
		leftOut.set(reason, (leftOut.get(reason) ?? 0) + count);
	}
	const named = [...leftOut].map(([reason, count]) => `${count} ${reason}`).join(', ');
	return [
		...(named
			? [`Some predictions were left out (${named}). The field '${field}' says which and why.`]
			: []),
		...new Set(reports.flatMap(({ warnings }) => warnings.map(({ message }) => message))),
	];
}
