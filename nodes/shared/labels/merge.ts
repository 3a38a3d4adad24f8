import type { IDataObject } from 'n8n-workflow';

import type { LabelContent, Task } from '../hub/types';
import { recordsIn } from '../util/lists';
import { objectsIn } from './annotations';
import { withoutSignature } from './maskUrls';

/**
 * New labels laid over those of a task (contract 2.11). What is there goes back as it is, masks
 * included; only a classification that is answered anew (on the same page) gives way.
 */
export function merged(task: Task, content: LabelContent): LabelContent {
	const answer = task.answer ?? {};
	const answered = new Set((content.classifications ?? []).filter(hasClass).map(placeOf));
	return {
		objects: [...objectsIn(answer), ...(content.objects ?? [])],
		classifications: [
			...recordsIn(answer.classifications).filter(
				(one) => !(hasClass(one) && answered.has(placeOf(one))),
			),
			...(content.classifications ?? []),
		],
		relations: [...recordsIn(answer.relations), ...(content.relations ?? [])],
		brushDataUrl: content.brushDataUrl ?? unsigned(task.brushDataUrl),
		medicalBrushDataUrl: content.medicalBrushDataUrl ?? unsigned(task.medicalBrushDataUrl),
	};
}

/** A class is answered once, or once on each page where it is frame-specific. */
export function placeOf({ schemaId, page = null }: IDataObject): string {
	return JSON.stringify([String(schemaId), page]);
}

function hasClass({ schemaId }: IDataObject): boolean {
	return schemaId !== undefined && schemaId !== null;
}

function unsigned(url?: string | null): string | null | undefined {
	return url ? withoutSignature(url) : url;
}
