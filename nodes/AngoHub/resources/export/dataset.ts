import { UserError } from 'n8n-workflow';

import { Dataset } from '../../../shared/datasets/convert';
import { OUT_FORMATS } from '../../../shared/datasets/formats';
import { labelSetIn } from '../../../shared/datasets/survey';
import { settingsIn } from '../../../shared/fields/datasets/datasetSettings';
import { zipArchive } from '../../../shared/formats/zipWriter';
import { emptyFilter } from '../../../shared/operation/emptyResult';
import { FileResult, type Result } from '../../../shared/operation/operation';
import { outcomeOf } from '../../../shared/util/outcome';
import { operation } from '../../operation';
import { datasetFields, type DatasetParams } from './datasetFields';
import { DatasetSource } from './datasetSource';
import { safeName, type Context } from './result';

export const dataset = operation({
	name: 'Export Dataset',
	action: 'Export dataset',
	description:
		'Export labels and pictures as one ZIP to train a model with, such as COCO, YOLO or Pascal VOC',
	fields: datasetFields,
	run: exportDataset,
});

/** Exports labels, fetches their pictures and writes both into one ZIP. */
async function exportDataset(context: Context<DatasetParams>): Promise<Result> {
	const { params, hub, files, hint, breather } = context;
	const { project: projectId, format: formatName, includePictures, field, filters } = params;
	if (emptyFilter(datasetFields, filters)) return [];
	const format = OUT_FORMATS[formatName](params.options.rows ?? 'picture');
	if (format.isPicturesOnly && !includePictures) {
		throw new UserError("'Include Pictures' is off", {
			description: 'Folders of pictures need the pictures: turn it on, or choose another format.',
		});
	}
	const { categorySchema, name } = await hub.projects.recall(projectId);
	const settings = settingsIn({ ...params, labelSet: undefined });
	settings.labelSet = labelSetIn(categorySchema);
	const source = await DatasetSource.open(context);
	const plan = await Dataset.plan(source, format, settings, breather);
	if (source.isEmpty) return [];
	const fileName = params.options.fileName?.trim() || `${safeName(name)} dataset.zip`;
	const archive = zipArchive(plan.members());
	const saved = await outcomeOf(files.saveChunks(archive, fileName, 'application/zip'));
	if ('error' in saved) {
		breather.throwIfCanceled();
		throw source.noPicture(plan.report.images) ?? saved.error;
	}
	if (plan.report.leftOutNote) hint(plan.report.leftOutNote);
	if (source.missing.size > 0) {
		hint(`Of the assets in 'Asset IDs', ${source.missing.size} are not in the export.`);
	}
	return new FileResult(
		{ projectId, format: formatName, fileName, ...plan.summary(), ...source.failures() },
		{ [field]: saved.value },
	);
}
