import { UserError, type IDataObject } from 'n8n-workflow';

import type { LabelItem, LabelSet } from '../hub/types';
import { joined } from './annotations';
import { allClasses } from './classes';
import { placeOf } from './merge';

const MASKS = ['brushDataUrl', 'medicalBrushDataUrl'] as const;

/**
 * Labels of two items for the same asset as one entry of an import: of several entries for an asset,
 * Ango Hub keeps the last one only.
 * @throws UserError when the second item contradicts the first
 */
export function joinLabels(first: LabelItem, second: LabelItem, labelSet?: LabelSet): LabelItem {
	const asset = second.externalId ?? second.data;
	const objects = [...(first.objects ?? [])];
	for (const object of second.objects ?? []) {
		const { objectId, page = 0 } = object;
		const isTaken =
			objectId && objects.some((one) => one.objectId === objectId && (one.page ?? 0) === page);
		if (isTaken) {
			throw new UserError(
				`Two items have an object with the objectId '${String(objectId)}' for the asset '${asset}'`,
				{ description: 'Give each object an objectId of its own, or none.' },
			);
		}
		objects.push(object);
	}
	const item: LabelItem = {
		...first,
		objects,
		classifications: (second.classifications ?? []).reduce(
			(all: IDataObject[], answer) => withAnswer(all, answer, String(asset), labelSet),
			first.classifications ?? [],
		),
		relations: [...(first.relations ?? []), ...(second.relations ?? [])],
	};
	for (const mask of MASKS) {
		if (first[mask] && second[mask] && first[mask] !== second[mask]) {
			throw new UserError(`Two items have a ${mask} for the asset '${asset}'`, {
				description: 'An asset has one mask. Draw both into one before this node.',
			});
		}
		item[mask] = first[mask] ?? second[mask];
	}
	return item;
}

/** The answers with another one. The same answer counts once, with what is inside of both. */
function withAnswer(
	answers: IDataObject[],
	fresh: IDataObject,
	asset: string,
	labelSet?: LabelSet,
): IDataObject[] {
	const others = answers.filter((one) => placeOf(one) === placeOf(fresh));
	const same = others.find((one) => JSON.stringify(one.answer) === JSON.stringify(fresh.answer));
	if (same) {
		const inside = joined(same.classifications, fresh.classifications) as IDataObject[];
		return answers.map((one) =>
			one === same ? { ...same, ...(inside && { classifications: inside }) } : one,
		);
	}
	const schemaClass = allClasses(labelSet).find(({ schemaId }) => schemaId === fresh.schemaId);
	if (others.length > 0 && schemaClass && !schemaClass.multiple) {
		const [one, other] = [others[0].answer, fresh.answer].map((answer) =>
			[answer].flat().join(', '),
		);
		throw new UserError(
			`Two items answer '${schemaClass.title}' for the asset '${asset}': '${one}' and '${other}'`,
			{ description: 'Give one answer for each asset.' },
		);
	}
	return [...answers, fresh];
}
