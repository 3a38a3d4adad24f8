import { UserError, type IDataObject } from 'n8n-workflow';

import { preLabelNotes } from '../../../shared/datasets/preLabelNotes';
import type { PreLabelReport } from '../../../shared/datasets/preLabels';
import type { Hub } from '../../../shared/hub';
import type { LabelItem } from '../../../shared/hub/types';
import { checkContent, idsOf } from '../../../shared/labels/check';
import { counts, isWithoutLabels } from '../../../shared/labels/content';
import { joinLabels } from '../../../shared/labels/joinLabels';
import { looksLikeFractions } from '../../../shared/labels/shapes';
import { groupBy } from '../../../shared/util/groupBy';
import { outcomeOf } from '../../../shared/util/outcome';
import type { Services } from '../../operation';
import { annotateMoved } from './annotateMoved';
import { whyNotImported } from './explain';
import { FRACTIONS_HINT } from './fields';

/** The labels of one picture. */
export interface LabeledPicture {
	item: LabelItem;
	/** What became of the predictions that the labels are from. */
	report?: PreLabelReport;
}

/** The labels of one input item, or why they cannot be sent. */
export interface ImportPlan {
	index: number;
	projectId: string;
	/** Whether the labels have to fit the label set. */
	check: boolean;
	/** Milliseconds to wait for assets that are not there yet. */
	patience: number;
	/** Whether labels go onto tasks that have left Start. */
	annotates: boolean;
	pictures: LabeledPicture[] | Error;
}

type Outcomes = Map<LabeledPicture, IDataObject | Error>;

/** Imports the labels of one project, those of an asset in one entry. Gives the outcome of each plan. */
export async function importGroup(
	hub: Hub,
	hint: Services['hint'],
	projectId: string,
	plans: ImportPlan[],
): Promise<Array<IDataObject[] | Error>> {
	const { categorySchema } = await hub.projects.recall(projectId);
	const outcomes: Outcomes = new Map();
	const entries: Array<{ item: LabelItem; members: LabeledPicture[] }> = [];
	const all = plans.flatMap(({ pictures, check }) =>
		pictures instanceof Error ? [] : pictures.map((picture) => ({ picture, check })),
	);
	for (const { picture } of all)
		outcomes.set(picture, { ...told(projectId, picture), imported: false });
	// Ango Hub has nothing to do for pictures on which a model found nothing.
	const ready = all.filter(({ picture }) => !isWithoutLabels(picture.item));
	// Those that are made of predictions have notes of their own.
	const given = ready.filter(({ picture }) => !picture.report);
	if (looksLikeFractions(given.flatMap(({ picture }) => picture.item.objects ?? []))) {
		hint(FRACTIONS_HINT);
	}
	const reports = all.flatMap(({ picture: { report = [] } }) => report);
	for (const note of preLabelNotes(reports, 'report')) hint(note);
	const assetOf = ({ picture: { item } }: (typeof ready)[number]) => item.externalId ?? item.data;
	for (const group of groupBy(ready, assetOf).values()) {
		const ids = idsOf(group.flatMap(({ picture }) => picture.item.objects ?? []));
		const members: LabeledPicture[] = [];
		let entry: LabelItem | undefined;
		for (const { picture, check } of group) {
			try {
				// Relations may name objects of other items for the same asset.
				if (check) checkContent(picture.item, categorySchema, ids);
				entry = entry ? joinLabels(entry, picture.item, categorySchema) : picture.item;
				members.push(picture);
			} catch (error) {
				outcomes.set(picture, error as Error);
			}
		}
		if (entry) entries.push({ item: entry, members });
	}
	const items = entries.map(({ item }) => item);
	const patience = Math.max(0, ...plans.map((plan) => plan.patience));
	const annotates = plans.some((plan) => plan.annotates);
	const results = await imported(hub, projectId, items, patience, annotates);
	const missed = items.filter((_, index) => results[index] === 'notMatched');
	const reasons = await reasonsFor(hub, projectId, missed);
	for (const [index, { members }] of entries.entries()) {
		const result = results[index] === 'notMatched' ? reasons.shift()! : results[index];
		for (const picture of members) {
			outcomes.set(
				picture,
				result instanceof Error
					? result
					: {
							...told(projectId, picture),
							imported: result === 'imported',
							...(result === 'annotated' && { annotated: true }),
						},
			);
		}
	}
	return plans.map(({ pictures }) =>
		pictures instanceof Error ? pictures : outcomeOfAll(pictures, outcomes),
	);
}

type ImportResult = Error | 'imported' | 'annotated' | 'notMatched';

/** Imports labels, and writes those whose tasks have moved on onto these where that is wanted. */
async function imported(
	hub: Hub,
	projectId: string,
	items: LabelItem[],
	patience: number,
	annotates: boolean,
): Promise<ImportResult[]> {
	const results: ImportResult[] = items.map(() => 'notMatched');
	const others = () => items.filter((_, index) => results[index] === 'notMatched');
	const take = (taken: LabelItem[], found: Array<ImportResult | 'notFound'>) => {
		for (const [at, result] of found.entries()) {
			if (result !== 'notFound') results[items.indexOf(taken[at])] = result;
		}
	};
	// Tasks that have moved on need no patience; only assets that are not there yet do.
	for (const wait of annotates ? [0, patience] : [patience]) {
		const waiting = others();
		if (waiting.length === 0) break;
		take(waiting, await hub.labels.import(projectId, waiting, wait));
		const missed = others();
		if (annotates && missed.length > 0) take(missed, await annotateMoved(hub, projectId, missed));
	}
	return results;
}

/** The results of an input item's pictures, or an error that names those that did not work. */
function outcomeOfAll(pictures: LabeledPicture[], outcomes: Outcomes): IDataObject[] | Error {
	const results = pictures.map((picture) => outcomes.get(picture)!);
	const failed = pictures.filter((_, index) => results[index] instanceof Error);
	if (failed.length === 0) return results as IDataObject[];
	const error = outcomes.get(failed[0]) as UserError;
	if (pictures.length === 1) return error;
	const names = failed.slice(0, MAX_NAMED).map(({ item }) => item.externalId ?? item.data);
	return new UserError(`${failed.length} of ${pictures.length} pictures were not labeled`, {
		description: [
			`The error for '${names[0]}': ${error.message}.`,
			error.description,
			`Pictures without labels: ${names.join(', ')}.`,
		].join(' '),
	});
}

/** Pictures of one input item that are named in an error. */
const MAX_NAMED = 10;

/** Why labels reached no task. That it cannot be found out must not hide what was imported. */
async function reasonsFor(hub: Hub, projectId: string, missed: LabelItem[]): Promise<Error[]> {
	if (missed.length === 0) return [];
	const project = await hub.projects.recall(projectId);
	const outcome = await outcomeOf(whyNotImported(hub, project, missed));
	if ('value' in outcome) return outcome.value;
	const description = `Check the external ID or the URL, and that the task is still in the Start stage. The reason could not be determined: ${outcome.error.message}.`;
	return missed.map(() => new UserError('The labels reached no task', { description }));
}

/** What the output says of a picture. */
function told(projectId: string, { item, report }: LabeledPicture): IDataObject {
	const { externalId, data: url } = item;
	return {
		projectId,
		...(externalId !== undefined && { externalId }),
		...(url !== undefined && { url }),
		...counts(item),
		...(report && { report }),
	};
}
