import { UserError } from 'n8n-workflow';

import { preLabelsOption } from '../../../shared/fields/answers';
import { batchesOption, createMissingBatchesOption } from '../../../shared/fields/batches';
import { projectLocator } from '../../../shared/fields/locators';
import { priorityOption } from '../../../shared/fields/priority';
import { namesIn } from '../../../shared/fields/values';
import { checkedUrl, nameInUrl } from '../../../shared/formats/fileNames';
import type { Entry } from '../../../shared/operation/operation';
import type { Field } from '../../../shared/operation/parameters';
import { isEmpty } from '../../../shared/util/isEmpty';
import type { Services } from '../../operation';
import { attachmentsOption } from './adding/attachments';
import {
	addFileInfoOption,
	checkTypeOption,
	combineOptions,
	contextDataOption,
	deleteLabelsOption,
	externalIdOption,
	fileNameOption,
	frameRateOption,
	heightOption,
	ifExistsOption,
	metadataOption,
	mimeTypeOption,
	preLabelsWhenMovedOption,
	returnIdsOption,
	storageOption,
	widthOption,
} from './adding/options';
import { sharedPlan, type AssetPlan, type SharedOptions } from './adding/plan';
import {
	embeddedText,
	nameFor,
	textSource,
	uploadFile,
	urlFile,
	type FileOverrides,
	type Part,
} from './adding/sources';

/** What the user fills in for Upload. */
export const uploadFields = [
	projectLocator,
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		options: [
			{ name: 'File', value: 'file', description: 'A file that the item carries' },
			{ name: 'Text', value: 'text', description: 'A text from a field' },
			{
				name: 'URL',
				value: 'url',
				description: 'A file that is read from a URL and passed on',
			},
		],
		default: 'file',
		description: 'Where the content comes from',
	},
	{
		displayName: 'Input Data Field Name',
		name: 'fileFields',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the input field containing the file; several with commas',
		displayOptions: { show: { source: ['file'] } },
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. The parcel came two days late',
		description: 'The text that annotators label',
		displayOptions: { show: { source: ['text'] } },
	},
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
	{
		displayName: 'URL',
		name: 'url',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://example.com/image.png',
		description: 'The file to read; n8n has to be able to reach it',
		displayOptions: { show: { source: ['url'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			addFileInfoOption,
			attachmentsOption,
			batchesOption,
			checkTypeOption,
			...combineOptions,
			contextDataOption,
			createMissingBatchesOption,
			externalIdOption,
			fileNameOption,
			frameRateOption,
			heightOption,
			deleteLabelsOption,
			ifExistsOption,
			metadataOption,
			mimeTypeOption,
			preLabelsOption,
			preLabelsWhenMovedOption,
			priorityOption,
			returnIdsOption,
			storageOption,
			widthOption,
		],
	},
] as const satisfies readonly Field[];

/** The parameters of Upload. */
export interface UploadParams {
	project: string;
	source: 'file' | 'text' | 'url';
	fileFields: string;
	text: string;
	textAs: 'file' | 'embedded';
	url: string;
	options: SharedOptions & {
		addFileInfo?: boolean;
		checkType?: boolean;
		combine?: 'no' | 'fields' | 'group';
		combineOrder?: 'input' | 'fileName';
		externalId?: string;
		fileName?: string;
		groupBy?: string;
		mimeType?: string;
	};
}

/** A part, with what is known of its file before it is read. */
interface PlannedPart {
	part: Part;
	fileName: string;
	info: { fileName?: string; size?: number; mimeType?: string; folder?: string };
}

/**
 * The assets that one input item of Upload becomes: one, or one for each file field.
 * @throws UserError when the item cannot work; nothing has been sent then
 */
export async function planUpload({
	params,
	files,
	hub,
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
	return assets.map((own) => {
		const externalId = options.externalId?.trim() || own[0].fileName;
		if (!externalId) {
			throw new UserError('The asset has no external ID', {
				description: "There is no file name to use as one. Give an 'External ID' under Options.",
			});
		}
		return {
			...shared,
			entry: options.addFileInfo ? withFileInfo(shared.entry, own) : shared.entry,
			parts: own.map(({ part }) => part),
			group: combine === 'group' ? String(options.groupBy) : undefined,
			order: options.combineOrder ?? 'input',
			externalId,
			// What is uploaded is Ango Hub's own copy; a text has nothing to copy.
			copy: own.some(({ part }) => 'file' in part) || undefined,
		};
	});
}

async function partsOf({
	params: { source, fileFields, text, textAs, url, options },
	files,
	hub,
}: Pick<Entry<UploadParams> & Services, 'params' | 'files' | 'hub'>): Promise<PlannedPart[]> {
	const { fileName, mimeType, checkType = true } = options;
	const overrides: FileOverrides = { fileName, mimeType, checkType };
	switch (source) {
		case 'text': {
			if (textAs === 'embedded') {
				return [{ part: { value: embeddedText(text) }, fileName: '', info: {} }];
			}
			const file = uploadFile(textSource(text, fileName || 'text.txt', 'text/plain'), overrides);
			return [planned(file)];
		}
		case 'url': {
			const link = checkedUrl(url, 'URL');
			const known = fileName || nameInUrl(link) || '';
			// Without an extension in the name, the type is only known once the server has answered.
			if (/\.\w+$/.test(known)) nameFor({ fileName: known }, overrides);
			return [
				{
					part: { file: async () => await urlFile(hub, files, link, overrides) },
					fileName: known,
					info: { fileName: known },
				},
			];
		}
		default: {
			const fields = namesIn(fileFields);
			if (fields.length > 1 && fileName) {
				throw new UserError("'File Name' cannot be used for several files", {
					description: 'Remove it, so that each file keeps its own name.',
				});
			}
			return await Promise.all(
				fields.map(async (field) => {
					const found = await files.read(field);
					const part = planned(uploadFile(found, overrides));
					return { ...part, info: { ...part.info, folder: found.directory } };
				}),
			);
		}
	}
}

function planned(file: ReturnType<typeof uploadFile>): PlannedPart {
	const { fileName, mimeType, source } = file;
	return {
		part: { file: async () => file },
		fileName,
		info: { fileName, mimeType, size: source.size },
	};
}

function withFileInfo(entry: AssetPlan['entry'], parts: PlannedPart[]): AssetPlan['entry'] {
	const [first, ...others] = parts.map(({ info }) => info);
	const info = others.length === 0 ? first : { files: [first, ...others] };
	return {
		...entry,
		contextData: { ...info, uploadedAt: new Date().toISOString(), ...entry.contextData },
	};
}
