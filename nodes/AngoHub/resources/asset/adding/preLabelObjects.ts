import { UserError, type IDataObject } from 'n8n-workflow';

import type { PreLabelReport } from '../../../../shared/datasets/preLabels';
import type { answersField } from '../../../../shared/fields/answers';
import type { classAnswersField } from '../../../../shared/fields/classAnswers';
import { classListField } from '../../../../shared/fields/datasets/classes';
import {
	predictionFormats,
	taskField,
	TEXT_FORMATS,
} from '../../../../shared/fields/datasets/predictionFields';
import { predictionOptions } from '../../../../shared/fields/datasets/predictionOptions';
import { preLabelItems } from '../../../../shared/fields/datasets/preLabelItems';
import { imageSize } from '../../../../shared/formats/imageSize';
import type { LabelContent, LabelSet } from '../../../../shared/hub/types';
import { checkContent, idsOf } from '../../../../shared/labels/check';
import { labelContent } from '../../../../shared/labels/content';
import type { Files } from '../../../../shared/operation/files';
import type { Entry } from '../../../../shared/operation/operation';
import type { Field, Parameters } from '../../../../shared/operation/parameters';
import { namesIn, type Names } from '../../../../shared/util/names';
import { outcomeOf } from '../../../../shared/util/outcome';
import type { Services } from '../../../operation';

/** Pictures that an error names. */
const MAX_NAMED = 5;

/** n8n lists options by name. */
const [firstFormat, ...otherFormats] = predictionFormats;
const none = otherFormats.findIndex(({ name }) => name > 'None');

/** Boxes and other shapes to draw for annotators. */
export const preLabelObjectFields = [
	{
		displayName: 'Pre-Label Objects',
		name: 'format',
		type: 'options',
		options: [
			firstFormat,
			{ name: 'Ango Hub', value: 'angoHub', description: "Ango Hub's import format" },
			...otherFormats.slice(0, none),
			{ name: 'None', value: 'none', description: 'No boxes or other shapes' },
			...otherFormats.slice(none),
		],
		default: 'none',
		description:
			"The format of the boxes and other shapes to draw for annotators. For lists of boxes, choose 'Plain Boxes'.",
	},
	{
		displayName: 'Objects',
		name: 'preLabelObjects',
		type: 'json',
		typeOptions: { roundsNumbers: true },
		default: '={{ $json }}',
		description:
			'The predictions of a model, or the labels in the import format of Ango Hub, for this asset',
		displayOptions: { hide: { format: ['none', ...TEXT_FORMATS] } },
	},
	{
		displayName: 'Objects as Text',
		name: 'preLabelText',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '={{ $json.text }}',
		description: 'The predictions as text; may be empty for a picture without any',
		displayOptions: { show: { format: TEXT_FORMATS } },
	},
	{ ...taskField, displayOptions: { show: { format: ['yolo'] } } },
	{ ...classListField, displayOptions: { show: { format: ['boxes', 'yolo'] } } },
	{
		displayName: 'Prediction Options',
		name: 'predictionOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: predictionOptions,
		displayOptions: { hide: { format: ['angoHub', 'none'] } },
	},
] as const satisfies readonly Field[];

/** Labels that are drawn for annotators, and what became of the predictions that they are from. */
export interface GivenPreLabels {
	content: LabelContent;
	report?: PreLabelReport;
}

type PreLabelParams = Parameters<
	readonly [typeof classAnswersField, typeof answersField, ...typeof preLabelObjectFields]
> & {
	project: string;
	fileFields?: Names;
	options: { width?: number; height?: number };
};

type PreLabelContext = Pick<
	Entry<PreLabelParams> & Services,
	'params' | 'json' | 'files' | 'hub' | 'breather'
>;

/** A picture that the fields have labels for. */
interface LabeledPicture {
	externalId?: string;
	labels: IDataObject;
	report?: PreLabelReport;
}

/**
 * The labels that the fields give for the assets of an input item.
 * @param assets the names that each asset has: its external ID, and the names of its files
 * @throws UserError when the labels are about none of them, or do not fit the label set
 */
export async function givenPreLabels(
	{ params, json, files, hub, breather }: PreLabelContext,
	assets: string[][],
): Promise<GivenPreLabels[]> {
	const { categorySchema } = await hub.projects.recall(params.project);
	const pictures = await labeledPictures({ params, files, breather }, categorySchema, assets[0][0]);
	return assets.map((names) => {
		const picture =
			pictures.find(({ externalId }) => externalId !== undefined && names.includes(externalId)) ??
			(assets.length === 1 && pictures.length === 1 ? pictures[0] : undefined);
		if (!picture && pictures.length > 0) throw aboutOthers(names[0], pictures);
		const { classAnswers, answers } = params;
		const content = labelContent(
			{ classAnswers, answers, labels: picture?.labels as never },
			json,
			categorySchema,
			{ answers: 'Pre-Labels', labels: 'Objects' },
		);
		// The labels of one asset, wherever they say that they are from.
		delete content.externalId;
		delete content.data;
		checkContent(content, categorySchema, idsOf(content.objects ?? []), false);
		return { content, report: picture?.report };
	});
}

/** The labels of the pictures that the fields speak of. */
async function labeledPictures(
	{ params, files, breather }: Pick<PreLabelContext, 'params' | 'files' | 'breather'>,
	labelSet: LabelSet | undefined,
	asset: string,
): Promise<LabeledPicture[]> {
	const { format, preLabelObjects: predictions, preLabelText: text } = params;
	if (format === 'none') return [];
	if (format === 'angoHub') {
		// Of the asset itself, whatever the labels say of where they are from.
		return [{ labels: (predictions ?? {}) as IDataObject }];
	}
	const { task, classList, predictionOptions: options } = params;
	const size = await sizeOf(params, files);
	const given = { format, source: 'item', predictions, text, task, classList, ...size } as const;
	const all = { ...given, externalId: asset || 'asset', labelSet, options };
	const pictures: LabeledPicture[] = [];
	for await (const { externalId, objects, classifications, report } of preLabelItems(
		all,
		files,
		breather,
	)) {
		pictures.push({ externalId, labels: { objects, classifications }, report });
	}
	return pictures;
}

/** The size that the options say, or that the file at hand has. */
async function sizeOf(
	{ fileFields, options }: PreLabelParams,
	files: Files,
): Promise<{ width?: string; height?: string }> {
	const { width, height } = options;
	if (width !== undefined && height !== undefined) {
		return { width: String(width), height: String(height) };
	}
	const [field] = namesIn(fileFields);
	if (field === undefined || !files.has(field)) return {};
	const { open, fileName = field } = await files.read(field);
	// A damaged picture has no size, which matters only to predictions in shares of it.
	const read = async () =>
		await imageSize((await open()) as Buffer | AsyncIterable<Buffer>, fileName);
	const outcome = await outcomeOf(read());
	const size = 'value' in outcome ? outcome.value : undefined;
	return size ? { width: String(size.width), height: String(size.height) } : {};
}

function aboutOthers(name: string, pictures: LabeledPicture[]): UserError {
	const others = pictures.slice(0, MAX_NAMED).map(({ externalId }) => `'${externalId}'`);
	return new UserError(`The predictions of 'Pre-Label Objects' are not about '${name}'`, {
		description: `They are about ${others.join(', ')}. They are found by the external ID of the asset or the name of its file: give each asset its own, or rename them before this node.`,
	});
}
