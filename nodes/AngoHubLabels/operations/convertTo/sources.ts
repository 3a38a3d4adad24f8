import { UserError } from 'n8n-workflow';

import { joinedObjectItems } from '../../../shared/datasets/input';
import type { LabelEntry, LabelSource } from '../../../shared/datasets/source';
import { parsedObjects } from '../../../shared/formats/jsonObjects';
import type { Entry } from '../../../shared/operation/operation';
import { outcomeOf } from '../../../shared/util/outcome';
import { labelList } from '../labelList';
import type { LabelParams } from './params';

type LabelsEntry = Entry<LabelParams>;

/** The labels that come in, wherever the fields say that they are. */
export function labelSource(entries: LabelsEntry[]): LabelSource {
	const { source, labels } = entries[0].params;
	switch (source) {
		case 'file':
			return fileSource(entries);
		case 'json': {
			const found = joinedObjectItems(labelList(labels, 'Labels')).map(({ json }) => ({
				json,
				index: 0,
			}));
			return { entries: () => found };
		}
		default:
			return itemSource(entries);
	}
}

/** Labels in items, with the files that the items carry. */
function itemSource(entries: LabelsEntry[]): LabelSource {
	const { pictureField, brushMaskField } = entries[0].params.options;
	const items = joinedObjectItems(entries.map(({ json }) => json));
	const found = items.map(({ json, index }): LabelEntry => {
		const { files } = entries[index];
		return {
			json,
			index,
			mimeType: pictureField ? files.mimeTypeOf(pictureField) : undefined,
			picture: pictureField
				? async ({ page }) =>
						page === undefined && files.has(pictureField)
							? await files.read(pictureField, 'Pictures Field')
							: undefined
				: undefined,
			brush:
				brushMaskField && files.has(brushMaskField)
					? async () => await files.read(brushMaskField, 'Brush Mask Field')
					: undefined,
		};
	});
	return { entries: () => found };
}

/** Labels in files that an export made, read anew each time. */
function fileSource(entries: LabelsEntry[]): LabelSource {
	return {
		async *entries() {
			for (const [index, { files, params }] of entries.entries()) {
				const source = await files.read(params.file);
				const groups = parsedObjects(await source.open());
				try {
					for (;;) {
						const step = await outcomeOf(groups.next());
						if ('error' in step) throw withOurAdvice(step.error, params.file);
						if (step.value.done) break;
						for (const json of step.value.value) yield { json, index };
					}
				} finally {
					await groups.return(undefined); // closes the file when nobody reads on
				}
			}
		},
	};
}

/** What reads exports speaks of those that have just been made. */
function withOurAdvice(error: Error, field: string): Error {
	if (!(error instanceof UserError)) return error;
	return new UserError(`The file in '${field}' is not a list of labeled tasks`, {
		description: "Give a whole JSON or NDJSON file that 'Export Tasks' made with the output File.",
		cause: error,
	});
}
