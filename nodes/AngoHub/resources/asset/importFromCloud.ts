import { UserError } from 'n8n-workflow';

import { projectLocator, storageLocator } from '../../../shared/fields/locators';
import { checkedUrl, nameInUrl, urlsIn } from '../../../shared/formats/urls';
import type { Entry } from '../../../shared/operation/operation';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { isEmpty } from '../../../shared/util/isEmpty';
import { namesIn } from '../../../shared/util/names';
import type { Services } from '../../operation';
import { textField } from './adding/contentFields';
import { byDisplayName, preLabelFields, sharedOptions } from './adding/options';
import { preLabelPlan, sharedPlan, type AssetPlan } from './adding/plan';
import { givenPreLabels } from './adding/preLabelObjects';
import { embeddedText } from './adding/uploadFile';

const copyOption = {
	displayName: 'Copy Into Ango Hub',
	name: 'copy',
	type: 'boolean',
	default: false,
	description:
		'Whether Ango Hub should store its own copy, so that the asset keeps working if the original file is removed',
} as const satisfies Field;

/** What the user fills in for Import From Cloud. */
export const importFields = [
	projectLocator,
	{
		displayName: 'Content',
		name: 'content',
		type: 'options',
		options: [
			{ name: 'One URL', value: 'url', description: 'One file becomes an asset' },
			{
				name: 'Several URLs',
				value: 'urls',
				description: 'Several images become the pages of one asset',
			},
			{ name: 'Text', value: 'text', description: 'The text itself becomes an asset' },
		],
		default: 'url',
		description: 'What the asset is made of',
	},
	{
		displayName: 'URL',
		name: 'url',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://example.com/image.png',
		description: 'The address of the file. For a private file, pick its storage under Options.',
		displayOptions: { show: { content: ['url'] } },
	},
	{
		displayName: 'URLs',
		name: 'urls',
		type: 'string',
		typeOptions: { rows: 4, takesList: true },
		default: '',
		required: true,
		placeholder: 'e.g. https://example.com/page-1.png',
		description: 'One address per line in the order of the pages, or a list from an expression',
		displayOptions: { show: { content: ['urls'] } },
	},
	{
		...textField,
		description:
			'Plain text, Markdown or HTML. It is put on one line, with double quotes turned into single ones.',
		displayOptions: { show: { content: ['text'] } },
	},
	...preLabelFields,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: byDisplayName([
			...sharedOptions,
			copyOption,
			{
				...storageLocator,
				description: 'The storage that the files are in. Files that anyone can open need none.',
			},
		]),
	},
] as const satisfies readonly Field[];

type ImportParams = Parameters<typeof importFields>;

/**
 * The asset that one input item of Import From Cloud becomes. An item's own batches come from its
 * expression, so they replace what the node says for the others.
 * @throws UserError when the item cannot work; nothing has been sent then
 */
export async function planImport({
	params,
	json,
	files,
	hub,
	breather,
}: Pick<Entry<ImportParams> & Services, 'params' | 'json' | 'files' | 'hub' | 'breather'>): Promise<
	AssetPlan[]
> {
	const { options } = params;
	const values = valuesOf(params);
	const ownId = options.externalId?.trim();
	const externalId = ownId || (params.content === 'text' ? '' : nameInUrl(values[0]));
	if (!externalId) {
		throw new UserError('The asset has no external ID', {
			description: "There is no file name to use as one. Give an 'External ID' under Options.",
		});
	}
	const expiring = params.content === 'text' ? undefined : values.find(isExpiring);
	const names = [
		externalId,
		...(params.content === 'text' ? [] : values.flatMap((value) => nameInUrl(value) ?? [])),
	];
	const [preLabels] = await givenPreLabels({ params, json, files, hub, breather }, [names]);
	return [
		{
			...(await sharedPlan(hub, params.project, options)),
			...(await preLabelPlan(hub, params.project, preLabels, options.preLabelsWhenMoved)),
			parts: values.map((value) => ({ value })),
			order: 'input',
			externalId,
			isDefaultId: !ownId,
			copy: options.copy || undefined,
			warning:
				expiring && !options.copy
					? "Some URLs carry a signature that expires: Ango Hub will not be able to show these assets afterwards. Use 'Storage', or turn on 'Copy Into Ango Hub'."
					: undefined,
		},
	];
}

function valuesOf({ content, url, urls, text }: ImportParams): string[] {
	if (content === 'text') {
		if (isEmpty(text)) {
			throw new UserError("'Text' is empty", {
				description: 'Give the text that annotators read.',
			});
		}
		return [embeddedText(text)];
	}
	const list = content === 'url' ? [url] : typeof urls === 'string' ? urlsIn(urls) : namesIn(urls);
	if (list.length === 0) {
		throw new UserError("'URLs' is empty", { description: 'Give one URL per line, or a list.' });
	}
	return list.map((one) => checkedUrl(one, content === 'url' ? 'URL' : 'URLs'));
}

/** Signatures of the large clouds' storages that end at some time. */
function isExpiring(url: string): boolean {
	return [...new URL(url).searchParams.keys()].some((key) =>
		/^(x-amz-signature|x-goog-signature|signature|sig|expires)$/i.test(key),
	);
}
