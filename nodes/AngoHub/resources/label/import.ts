import { UserError, type IDataObject } from 'n8n-workflow';

import { answersField } from '../../../shared/fields/answers';
import { classAnswersField } from '../../../shared/fields/classAnswers';
import { projectLocator } from '../../../shared/fields/locators';
import { normalizedUrl } from '../../../shared/formats/fileNames';
import type { Hub } from '../../../shared/hub';
import type { LabelItem } from '../../../shared/hub/types';
import { checkContent, idsOf } from '../../../shared/labels/check';
import { counts, isWithoutLabels, labelContent } from '../../../shared/labels/content';
import { joinLabels } from '../../../shared/labels/joinLabels';
import { looksLikeFractions } from '../../../shared/labels/shapes';
import type { Result } from '../../../shared/operation/operation';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { together } from '../../../shared/operation/together';
import { groupBy } from '../../../shared/util/groupBy';
import { outcomeOf } from '../../../shared/util/outcome';
import { batchOperation, type Services } from '../../operation';
import { whyNotImported } from './explain';
import { checkOption, FRACTIONS_HINT, labelsField } from './fields';

const importFields = [
	projectLocator,
	{
		displayName: 'Find Asset By',
		name: 'findBy',
		type: 'options',
		options: [
			{
				name: 'External ID',
				value: 'externalId',
				description: 'All assets with this external ID get the labels',
			},
			{ name: 'URL', value: 'data', description: 'The URL that the asset has in Ango Hub' },
		],
		default: 'externalId',
		description: "How to find the asset. 'externalId' or 'data' in Labels takes precedence.",
	},
	{
		displayName: 'External ID',
		name: 'externalId',
		type: 'string',
		default: '={{ $json.externalId }}',
		placeholder: 'e.g. front-0001.png',
		description: 'The external ID of the asset',
		displayOptions: { show: { findBy: ['externalId'] } },
	},
	{
		displayName: 'Asset URL',
		name: 'assetUrl',
		type: 'string',
		default: '={{ $json.url }}',
		placeholder: 'e.g. https://example.com/image.png',
		description: 'The URL of the asset',
		displayOptions: { show: { findBy: ['data'] } },
	},
	classAnswersField,
	labelsField,
	answersField,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			checkOption,
			{
				displayName: 'Wait for Assets',
				name: 'patience',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 600 },
				default: 60,
				hint: 'In seconds',
				description:
					'How long to retry labels that match no task yet. New assets may take a moment.',
			},
		],
	},
] as const satisfies readonly Field[];

export const importOperation = batchOperation({
	name: 'Import',
	action: 'Import labels',
	description:
		'Pre-label assets with labels that annotators then see and correct. Only works for tasks in the Start stage. Items for the same asset are combined.',
	fields: importFields,
	plan: async ({ params, json, hub, index }) => {
		const { project, options } = params;
		const item = importItem(hub, params, json);
		return {
			index,
			projectId: project,
			check: options.check ?? true,
			patience: (options.patience ?? 0) * 1000,
			// One item that does not fit does not keep the others from being sent.
			item: await item.catch((error: Error) => error),
		};
	},
	runAll: importLabels,
});

/** The labels of one input item, or why they cannot be sent. */
interface ImportPlan {
	index: number;
	projectId: string;
	/** Whether the labels have to fit the label set. */
	check: boolean;
	/** Milliseconds to wait for assets that are not there yet. */
	patience: number;
	item: LabelItem | Error;
}

type ReadyPlan = ImportPlan & { item: LabelItem };

/** Other items that cannot be sent are told with the first of them, up to this many. */
const MAX_TOLD = 10;

/**
 * The labels of one item.
 * @throws UserError when they do not say which asset, or hold nothing
 */
async function importItem(
	hub: Hub,
	params: Parameters<typeof importFields>,
	json: IDataObject,
): Promise<LabelItem> {
	const { categorySchema } = await hub.projects.recall(params.project);
	const content = labelContent(params, json, categorySchema);
	if (isWithoutLabels(content)) {
		throw new UserError("'Labels' and 'Answers' hold no labels", {
			description:
				"Fill in one of them. 'Labels' takes objects, classifications, relations and masks.",
		});
	}
	if (content.externalId === undefined && content.data === undefined) {
		const byUrl = params.findBy === 'data';
		const asset = String((byUrl ? params.assetUrl : params.externalId) ?? '').trim();
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

/** Imports the labels of one project, those of an asset in one entry. Gives the outcome of each plan. */
async function importGroup(
	hub: Hub,
	hint: Services['hint'],
	projectId: string,
	plans: ImportPlan[],
): Promise<Array<IDataObject | Error>> {
	const project = await hub.projects.recall(projectId);
	const outcomes = new Map<ImportPlan, IDataObject | Error>();
	const entries: Array<{ item: LabelItem; members: ReadyPlan[] }> = [];
	for (const plan of plans) if (plan.item instanceof Error) outcomes.set(plan, plan.item);
	const ready = plans.filter(({ item }) => !(item instanceof Error)) as ReadyPlan[];
	if (looksLikeFractions(ready.flatMap(({ item }) => item.objects ?? []))) hint(FRACTIONS_HINT);
	for (const group of groupBy(ready, ({ item }) => item.externalId ?? item.data).values()) {
		const ids = idsOf(group.flatMap(({ item }) => item.objects ?? []));
		const members: ReadyPlan[] = [];
		let entry: LabelItem | undefined;
		for (const plan of group) {
			try {
				// Relations may name objects of other items for the same asset.
				if (plan.check) checkContent(plan.item, project.categorySchema, ids);
				entry = entry ? joinLabels(entry, plan.item, project.categorySchema) : plan.item;
				members.push(plan);
			} catch (error) {
				outcomes.set(plan, error as Error);
			}
		}
		if (entry) entries.push({ item: entry, members });
	}
	const items = entries.map(({ item }) => item);
	const patience = Math.max(0, ...ready.map((plan) => plan.patience));
	const results = await hub.labels.import(projectId, items, patience);
	const missed = items.filter((_, index) => results[index] === 'notMatched');
	const reasons = await reasonsFor(hub, projectId, missed);
	for (const [index, { members }] of entries.entries()) {
		const result = results[index] === 'notMatched' ? reasons.shift()! : results[index];
		for (const plan of members) {
			outcomes.set(plan, result instanceof Error ? result : imported(plan.item));
		}
	}
	return plans.map((plan) => outcomes.get(plan)!);
}

/** Why labels reached no task. That it cannot be found out must not hide what was imported. */
async function reasonsFor(hub: Hub, projectId: string, missed: LabelItem[]): Promise<Error[]> {
	if (missed.length === 0) return [];
	const project = await hub.projects.recall(projectId);
	const outcome = await outcomeOf(whyNotImported(hub, project, missed));
	if ('value' in outcome) return outcome.value;
	const description = `Check the external ID or the URL, and that the task is still in the Start stage. The reason could not be determined: ${outcome.error.message}.`;
	return missed.map(() => new UserError('The labels reached no task', { description }));
}

function imported(item: LabelItem): IDataObject {
	const { externalId, data } = item;
	return { externalId, data, imported: true, ...counts(item) };
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
