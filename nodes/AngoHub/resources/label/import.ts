import { UserError, type IDataObject } from 'n8n-workflow';

import { preLabelItems } from '../../../shared/fields/datasets/preLabelItems';
import { normalizedUrl } from '../../../shared/formats/urls';
import type { Hub } from '../../../shared/hub';
import type { LabelItem, LabelSet } from '../../../shared/hub/types';
import { isWithoutLabels, labelContent } from '../../../shared/labels/content';
import type { Files } from '../../../shared/operation/files';
import type { Result } from '../../../shared/operation/operation';
import type { Parameters } from '../../../shared/operation/parameters';
import { together } from '../../../shared/operation/together';
import type { Breather } from '../../../shared/util/breather';
import { isRecord } from '../../../shared/util/isRecord';
import { batchOperation, type Services } from '../../operation';
import { importFields } from './importFields';
import { importGroup, type ImportPlan, type LabeledPicture } from './importGroup';

type ImportParams = Parameters<typeof importFields>;

export const importOperation = batchOperation({
	name: 'Import',
	action: 'Import labels',
	description:
		"Pre-label assets with labels that annotators then see and correct. Only works for tasks in the Start stage, unless 'Tasks After Start' says otherwise. Items for the same asset are combined, and items without labels are skipped.",
	fields: importFields,
	plan: async ({ params, json, hub, index, files, breather }) => {
		const { project, options } = params;
		const annotates = options.whenMoved === 'annotate';
		if (annotates) hub.platform.require('annotation');
		const pictures = labeledPictures(hub, params, json, files, breather);
		return {
			index,
			projectId: project,
			check: options.check ?? true,
			patience: (options.patience ?? 0) * 1000,
			annotates,
			// One item that does not fit does not keep the others from being sent.
			pictures: await pictures.catch((error: Error) => error),
		};
	},
	runAll: importLabels,
});

/** Other items that cannot be sent are told with the first of them, up to this many. */
const MAX_TOLD = 10;

/**
 * The labels of one input item; predictions may be of several pictures.
 * @throws UserError when they do not say which asset, or hold nothing
 */
async function labeledPictures(
	hub: Hub,
	params: ImportParams,
	json: IDataObject,
	files: Files,
	breather: Breather,
): Promise<LabeledPicture[]> {
	const { categorySchema } = await hub.projects.recall(params.project);
	if (params.format === 'angoHub') return [{ item: givenLabels(params, json, categorySchema) }];
	const { format, predictionOptions: options, ...given } = params;
	const asset = assetIn(params);
	const predictions = { ...given, format, options, labelSet: categorySchema, externalId: asset };
	const pictures: LabeledPicture[] = [];
	for await (const { externalId, objects, classifications, report } of preLabelItems(
		predictions,
		files,
		breather,
	)) {
		const item = labelContent(
			{ ...params, labels: { externalId, objects, classifications } },
			json,
			categorySchema,
		);
		pictures.push({ item: addressed(item, externalId === asset ? params : undefined), report });
	}
	return pictures;
}

/** Labels in Ango Hub's own form. */
function givenLabels(params: ImportParams, json: IDataObject, labelSet?: LabelSet): LabelItem {
	const content = labelContent(params, json, labelSet);
	if (isWithoutLabels(content) && !saysThereAreNone(params.labels)) {
		throw new UserError("'Labels' and 'Answers' hold no labels", {
			description:
				"Fill in one of them. 'Labels' takes objects, classifications, relations and masks.",
		});
	}
	return addressed(content, params);
}

/** True for a picture on which a model found nothing. */
function saysThereAreNone(labels: unknown): boolean {
	return isRecord(labels) && Array.isArray(labels.objects ?? labels.tools);
}

/** The labels with the asset that they are for. @throws UserError when nothing says which */
function addressed(content: LabelItem, params?: ImportParams): LabelItem {
	const byUrl = params?.findBy === 'data';
	if (params && byUrl && params.format !== 'angoHub') delete content.externalId;
	if (params && content.externalId === undefined && content.data === undefined) {
		const asset = assetIn(params);
		if (!asset) {
			throw new UserError(`'${byUrl ? 'Asset URL' : 'External ID'}' is empty`, {
				description: 'Say which asset the labels are for.',
			});
		}
		content[byUrl ? 'data' : 'externalId'] = asset;
	}
	if (typeof content.data === 'string') content.data = normalizedUrl(content.data);
	if (content.externalId !== undefined) content.externalId = String(content.externalId);
	return content;
}

/** The asset that the fields name. */
function assetIn({ findBy, assetUrl, externalId }: ImportParams): string {
	return String((findBy === 'data' ? assetUrl : externalId) ?? '').trim();
}

/** Imports the labels that can be sent, and says of the others why not. */
async function importLabels(
	plans: ImportPlan[],
	{ hub, hint, continueOnFail }: Services,
): Promise<Array<Result | Error>> {
	const outcomes = await together(plans, {
		key: ({ projectId }) => projectId,
		ids: (plan) => [plan],
		call: async ({ projectId }, group) => await importGroup(hub, hint, projectId, group),
		done: (_, [result]) => result,
	});
	return continueOnFail ? outcomes : withAllErrors(plans, outcomes);
}

/** The run ends with the first item that did not work, so that one tells of the others. */
function withAllErrors(
	plans: ImportPlan[],
	outcomes: Array<Result | Error>,
): Array<Result | Error> {
	const failed = outcomes.flatMap((outcome, at) => (outcome instanceof Error ? [at] : []));
	if (failed.length < 2) return outcomes;
	const [first, ...others] = failed;
	const told = others
		.slice(0, MAX_TOLD)
		.map((at) => `[item ${plans[at].index}] ${(outcomes[at] as Error).message}.`);
	if (others.length > MAX_TOLD) told.push(`And ${others.length - MAX_TOLD} more items.`);
	const { message, description } = outcomes[first] as UserError;
	const error = new UserError(message, { description: [description, ...told].join(' ') });
	return outcomes.map((outcome, at) => (at === first ? error : outcome));
}
