import type { IDataObject } from 'n8n-workflow';
import { Dataset } from '../../../nodes/shared/datasets/convert.ts';
import { OUT_FORMATS, type OutFormatName } from '../../../nodes/shared/datasets/formats/index.ts';
import type { DatasetSettings } from '../../../nodes/shared/datasets/settings.ts';
import type { LabelEntry } from '../../../nodes/shared/datasets/source.ts';
import { zipArchive } from '../../../nodes/shared/formats/zipWriter.ts';
import { Breather } from '../../../nodes/shared/util/breather.ts';

/** What the node does without any options. */
const DEFAULTS: DatasetSettings = {
	classes: 'auto',
	classList: [],
	classFrom: 'title',
	classAnswer: '',
	renameClasses: new Map(),
	fillFrames: false,
	allPages: false,
	outOfImage: 'clip',
	otherShapes: 'convert',
	keepTogetherBy: '',
	severalTasks: 'newest',
	onMissingSize: 'leaveOut',
	onUnreadablePicture: 'leaveOut',
	decimals: 2,
	vocCoordinates: 'pixelsFrom1',
	fileNameFrom: 'externalId',
	pointsBelongTo: 'boxAround',
	visibilityFrom: '',
	hiddenAnswer: 'hidden',
	attributes: [],
	rows: 'picture',
	escapeFormulas: false,
	palette: false,
};

export async function datasetOf(
	items: IDataObject[],
	format: OutFormatName,
	settings: Partial<DatasetSettings> = {},
	signal?: AbortSignal,
	brush?: LabelEntry['brush'],
): Promise<Dataset> {
	const entries = items.map((json, index) => ({ json, index, brush }));
	const rows = settings.rows ?? 'picture';
	return await Dataset.plan(
		{ entries: () => entries },
		OUT_FORMATS[format](rows),
		{ ...DEFAULTS, ...settings },
		new Breather(signal),
	);
}

/** The pictures of a dataset as items. */
export async function itemsOf(dataset: Dataset): Promise<IDataObject[]> {
	const items: IDataObject[] = [];
	for await (const { json } of dataset.items()) items.push(json);
	return items;
}

/** A dataset as one ZIP. */
export async function zipOf(dataset: Dataset): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of zipArchive(dataset.members())) chunks.push(chunk);
	return Buffer.concat(chunks);
}
