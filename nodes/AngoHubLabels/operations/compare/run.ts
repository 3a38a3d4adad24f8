import { UserError, type IDataObject } from 'n8n-workflow';

import { classTitles } from '../../../shared/datasets/classes';
import { compare as compareSides } from '../../../shared/datasets/compare';
import { Report } from '../../../shared/datasets/report';
import { allClasses } from '../../../shared/labels/classes';
import type { Result } from '../../../shared/operation/operation';
import { namesIn } from '../../../shared/util/names';
import type { Services } from '../../operation';
import { hintAtBrush } from '../hints';
import { labelSetOf } from '../labeledItems';
import { fewItems } from '../shortened';
import type { CompareEntry } from './fields';
import { pairsOf, sidesOf } from './sides';

/** Compares all input items by the options of the first. */
export async function compareAll(
	entries: CompareEntry[],
	{ breather, hint, isTool, secondInput }: Services,
): Promise<Result[]> {
	const { shapes, iou = 0.5, maxDistance = 10, oneItemPer, options, ...first } = entries[0].params;
	const labelSet = labelSetOf(entries);
	const titles = allClasses(labelSet).map(({ title }) => title);
	const answers = namesIn(first.answers, (text) => titles.includes(text));
	if (shapes === 'none' && answers.length === 0) {
		throw new UserError("'Shapes' is None and 'Answers' is empty", {
			description: 'Choose which shapes to compare, or add the title of a classification.',
		});
	}
	const settings = {
		shapes,
		iou,
		maxDistance,
		oneItemPer,
		answers,
		also50to95: options.also50to95 ?? false,
		classAgnostic: options.classAgnostic ?? false,
		confusion: options.confusion ?? true,
		matchBy: options.matchBy ?? 'externalId',
		nameOf: classTitles(labelSet),
	};
	const items: IDataObject[] = [];
	for (const [reference, compared] of pairsOf(await sidesOf(entries, secondInput, breather))) {
		const report = new Report();
		report.include(reference.report);
		report.include(compared.report);
		const sides = { reference: reference.assets, compared: compared.assets };
		const found = await compareSides(sides, settings, report, breather);
		if (report.leftOutCount > 0) {
			const reasons = report.mainReasons;
			hint(
				oneItemPer === 'run'
					? `Some labels were not compared (number: ${report.leftOutCount}, main reasons: ${reasons}). The field 'leftOut' says which and why.`
					: `Some labels were not compared (number: ${report.leftOutCount}, main reasons: ${reasons}). Set 'One Item Per' to Run to see which and why.`,
			);
			hintAtBrush(report, hint);
		}
		items.push(
			...found.map((json) => ({
				sides: { reference: reference.name, compared: compared.name },
				...json,
			})),
		);
	}
	const output = isTool ? fewItems(items) : items;
	return entries.map((_, index) => (index === 0 ? output : []));
}
