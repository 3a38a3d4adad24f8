import { UserError, type IDataObject } from 'n8n-workflow';

import { Dataset } from '../../../shared/datasets/convert';
import { OUT_FORMATS } from '../../../shared/datasets/formats';
import type { Report } from '../../../shared/datasets/report';
import { settingsIn } from '../../../shared/fields/datasets/datasetSettings';
import { zipArchive } from '../../../shared/formats/zipWriter';
import { FileResult, type Entry, type Result } from '../../../shared/operation/operation';
import type { Parameters } from '../../../shared/operation/parameters';
import type { Services } from '../../operation';
import { hintAtBrush } from '../hints';
import type { convertToFields } from './fields';
import { paramsOf } from './params';
import { labelSource } from './sources';

type ConvertToParams = Parameters<typeof convertToFields>;
type ConvertToEntry = Entry<ConvertToParams>;

/** Converts the labels of all input items together, by the parameters of the first. */
export async function convertAll(
	entries: ConvertToEntry[],
	{ breather, hint }: Services,
): Promise<Result[]> {
	const params = paramsOf(entries);
	const { files } = entries[0];
	const { options, output, field } = params;
	const format = OUT_FORMATS[params.format](options.rows ?? 'picture');
	if (format.isPicturesOnly && output === 'zip' && !options.pictureField) {
		throw new UserError("'Pictures Field' is empty", {
			description:
				"Folders of pictures need the pictures: name their binary field in 'Pictures Field' under Options, or set 'Output' to Items.",
		});
	}
	const labels = labelSource(entries);
	const dataset = await Dataset.plan(labels, format, settingsIn(params), breather);
	if (output === 'items') return await itemResults(dataset, entries, hint);
	let saved: FileResult;
	if (output === 'file') {
		if (!format.document) {
			throw new UserError('This format has no single file', {
				description: "Set 'Output' to ZIP Dataset or Items.",
			});
		}
		const { fileName, mimeType } = format.document;
		const name = options.fileName || fileName;
		const data = await files.saveChunks(
			bytesFrom(dataset.document(format.document)),
			name,
			mimeType,
		);
		saved = new FileResult(summaryOf(dataset, params, name), { [field]: data });
	} else {
		const name = options.fileName || 'dataset.zip';
		const data = await files.saveChunks(zipArchive(dataset.members()), name, 'application/zip');
		saved = new FileResult(summaryOf(dataset, params, name), { [field]: data });
	}
	hintAt(dataset.report, hint);
	return entries.map((_, index) => (index === 0 ? saved : []));
}

async function itemResults(
	dataset: Dataset,
	entries: ConvertToEntry[],
	hint: Services['hint'],
): Promise<Result[]> {
	const results: Array<Array<IDataObject | FileResult>> = entries.map(() => []);
	const items: IDataObject[] = [];
	for await (const { json, file, index } of dataset.items()) {
		items.push(json);
		if (!file) results[index].push(json);
		else {
			const { files, params } = entries[index];
			const name = file.name.slice(file.name.lastIndexOf('/') + 1);
			const data = await files.save(file.content, name, 'image/png');
			results[index].push(new FileResult(json, { [params.field || 'data']: data }));
		}
	}
	// One report for all, which n8n stores once however many items have it.
	const { classes, report } = dataset.summary();
	for (const json of items) Object.assign(json, { classes, report });
	hintAt(dataset.report, hint);
	return results;
}

function summaryOf(dataset: Dataset, { format }: ConvertToParams, fileName: string): IDataObject {
	return { format, fileName, ...dataset.summary() };
}

function hintAt(report: Report, hint: Services['hint']): void {
	const { leftOutNote } = report;
	if (leftOutNote === undefined) return;
	hint(leftOutNote);
	hintAtBrush(report, hint);
}

async function* bytesFrom(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
	for await (const text of texts) yield Buffer.from(text);
}
