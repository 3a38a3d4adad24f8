import { ClassNames } from '../../shared/datasets/classes';
import { Dataset } from '../../shared/datasets/convert';
import { OUT_FORMATS } from '../../shared/datasets/formats';
import { summarize as summarizeLabels } from '../../shared/datasets/summarize';
import { settingsIn } from '../../shared/fields/datasets/datasetSettings';
import type { Entry, Result } from '../../shared/operation/operation';
import { batchOperation, type Services } from '../operation';
import { labelFields } from './convertTo/fields';
import { paramsOf, type LabelParams } from './convertTo/params';
import { labelSource } from './convertTo/sources';
import { shortened } from './shortened';

export const summarize = batchOperation({
	name: 'Summarize',
	action: 'Summarize labels',
	description:
		'Count classes, shapes, answers and picture sizes, and see what a conversion to a training format would leave out, without writing anything',
	fields: labelFields,
	plan: (entry) => entry,
	runAll: summarizeAll,
});

/** Summarizes all input items together, by the fields of the first. */
async function summarizeAll(
	entries: Array<Entry<LabelParams>>,
	{ breather, isTool }: Services,
): Promise<Result[]> {
	const params = paramsOf(entries);
	const settings = settingsIn(params);
	const source = labelSource(entries);
	const summary = await summarizeLabels(source, new ClassNames(settings), settings, breather);
	const format = OUT_FORMATS[params.format](settings.rows);
	const dataset = await Dataset.plan(source, format, settings, breather);
	await dataset.rehearse();
	const { splits, classes } = dataset.summary();
	const { leftOut, warnings } = dataset.report.toJson();
	const item = { ...summary, splits, classes, wouldLeaveOut: leftOut, warnings };
	return entries.map((_, index) => (index > 0 ? [] : isTool ? shortened(item) : item));
}
