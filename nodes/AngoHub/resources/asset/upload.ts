import { UserError, type IDataObject } from 'n8n-workflow';

import { projectLocator } from '../../../shared/fields/locators';
import { checkedUrl } from '../../../shared/formats/urls';
import type { Entry } from '../../../shared/operation/operation';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { isEmpty } from '../../../shared/util/isEmpty';
import { namesIn } from '../../../shared/util/names';
import type { Services } from '../../operation';
import { sourceField, textField, urlField } from './adding/contentFields';
import { preLabelFields } from './adding/options';
import { preLabelPlan, sharedPlan, type AssetPlan, type Part } from './adding/plan';
import { givenPreLabels } from './adding/preLabelObjects';
import {
	embeddedText,
	endingOf,
	nameFor,
	textSource,
	uploadFile,
	type FileOverrides,
} from './adding/uploadFile';
import { sureNameIn, urlFile } from './adding/urlFile';
import { uploadOptions } from './uploadOptions';

/** What the user fills in for Upload. */
export const uploadFields = [
	projectLocator,
	sourceField,
	{
		displayName: 'Input Data Field Name',
		name: 'fileFields',
		type: 'string',
		typeOptions: { takesList: true },
		default: 'data',
		required: true,
		hint: 'The name of the input field containing the file; separate several with commas',
		displayOptions: { show: { source: ['file'] } },
	},
	{ ...textField, displayOptions: { show: { source: ['text'] } } },
	{
		displayName: 'Keep Text As',
		name: 'textAs',
		type: 'options',
		options: [
			{
				name: 'File',
				value: 'file',
				description: 'Exactly as it is, in a file of its own',
			},
			{
				name: 'Part of the Asset',
				value: 'embedded',
				description:
					'On one line, with double quotes turned into single ones; may hold Markdown or HTML',
			},
		],
		default: 'file',
		description: 'How Ango Hub keeps the text',
		displayOptions: { show: { source: ['text'] } },
	},
	urlField,
	...preLabelFields,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: uploadOptions,
	},
] as const satisfies readonly Field[];

export type UploadParams = Parameters<typeof uploadFields>;

/**
 * The assets that one input item of Upload becomes: one, or one for each file field.
 * @throws UserError when the item cannot work; nothing has been sent then
 */
export async function planUpload({
	params,
	json,
	files,
	hub,
	breather,
}: Entry<UploadParams> & Services): Promise<AssetPlan[]> {
	const { options } = params;
	const { type, name } = await hub.projects.recall(params.project);
	if (type === 'pct') {
		throw new UserError(`The project '${name}' is for multi-sensor fusion and takes no uploads`, {
			description: "Put the files into a storage of your own and use 'Import From Cloud'.",
		});
	}
	const shared = await sharedPlan(hub, params.project, options);
	const parts = await partsOf({ params, files, hub });
	const { combine = 'no' } = options;
	if (combine === 'group' && isEmpty(options.groupBy)) {
		throw new UserError("'Group By' is empty", {
			description: 'Give an expression whose value is the same for all files of one asset.',
		});
	}
	const assets = combine === 'no' ? parts.map((part) => [part]) : [parts];
	const ownId = options.externalId?.trim();
	const names = assets.map((own) => [...(ownId ? [ownId] : []), ...own.map(knownName)]);
	const preLabels = await givenPreLabels({ params, json, files, hub, breather }, names);
	const { preLabelsWhenMoved } = options;
	const plans = assets.map(async (own, at) => {
		const [externalId] = names[at];
		if (!externalId && !('open' in own[0])) {
			throw new UserError('The asset has no external ID', {
				description: "There is no file name to use as one. Give an 'External ID' under Options.",
			});
		}
		return {
			...shared,
			...(await preLabelPlan(hub, params.project, preLabels[at], preLabelsWhenMoved)),
			entry: options.addFileInfo ? withFileInfo(shared.entry, own) : shared.entry,
			parts: own,
			group: combine === 'group' ? String(options.groupBy) : undefined,
			order: options.combineOrder ?? 'input',
			externalId,
			isDefaultId: !ownId,
			// What is uploaded is Ango Hub's own copy; a text has nothing to copy.
			copy: own.some((part) => !('value' in part)) || undefined,
		};
	});
	return await Promise.all(plans);
}

async function partsOf({
	params: { source, fileFields, text, textAs, url, options },
	files,
	hub,
}: Pick<Entry<UploadParams> & Services, 'params' | 'files' | 'hub'>): Promise<Part[]> {
	const { fileName, mimeType, checkType = true } = options;
	const overrides: FileOverrides = { fileName, mimeType, checkType };
	const looksForIds = (options.ifExists ?? 'upload') !== 'upload' && !options.externalId?.trim();
	switch (source) {
		case 'text': {
			if (textAs === 'embedded') return [{ value: embeddedText(text) }];
			if (looksForIds && !fileName) {
				throw new UserError("'If Asset Exists' needs an 'External ID' to look for", {
					description:
						"All texts would have the same one, 'text.txt'. Add 'External ID' under Options, such as the ID of the text where it comes from.",
				});
			}
			return [{ file: await uploadFile(textSource(text, fileName || 'text.txt'), overrides) }];
		}
		case 'url': {
			const link = checkedUrl(url, 'URL');
			const open = async () => await urlFile(hub, files, link, overrides);
			const known = fileName && endingOf(fileName) ? fileName : fileName ? '' : sureNameIn(link);
			if (known) {
				return [{ open, fileName: nameFor({ fileName: known }, overrides).fileName }];
			}
			// The server knows the name, or the type that makes it whole.
			if (!looksForIds && !options.addFileInfo) return [{ open, fileName: '' }];
			const file = await open();
			file.source.close?.();
			return [{ file }];
		}
		default: {
			const fields = namesIn(fileFields, (field) => files.has(field));
			if (fields.length > 1 && fileName) {
				throw new UserError("'File Name' cannot be used for several files", {
					description: 'Remove it, so that each file keeps its own name.',
				});
			}
			return await Promise.all(
				fields.map(async (field) => ({
					file: await uploadFile(await files.read(field), overrides),
				})),
			);
		}
	}
}

/** What is known of the name of a part before it is read; empty for nothing. */
function knownName(part: Part): string {
	if ('file' in part) return part.file.fileName;
	return 'open' in part ? part.fileName : '';
}

function withFileInfo(entry: AssetPlan['entry'], parts: Part[]): AssetPlan['entry'] {
	const [first, ...others] = parts.map(infoOf);
	const info = others.length === 0 ? first : { files: [first, ...others] };
	return {
		...entry,
		contextData: { ...info, uploadedAt: new Date().toISOString(), ...entry.contextData },
	};
}

function infoOf(part: Part): IDataObject {
	if ('value' in part) return {};
	if ('open' in part) return { fileName: part.fileName };
	const { fileName, mimeType, source } = part.file;
	return { fileName, mimeType, size: source.size, folder: source.directory };
}
