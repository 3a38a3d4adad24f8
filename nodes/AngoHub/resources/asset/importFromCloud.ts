import { UserError } from 'n8n-workflow';

import { namesIn } from '../../../shared/fields/values';
import { checkedUrl, linesOf, nameInUrl } from '../../../shared/formats/fileNames';
import type { Entry } from '../../../shared/operation/operation';
import { isEmpty } from '../../../shared/util/isEmpty';
import type { Services } from '../../operation';
import { sharedPlan, type AssetPlan, type SharedOptions } from './adding/plan';
import { embeddedText } from './adding/sources';

/** The parameters of Import From Cloud. */
export interface ImportParams {
	project: string;
	content: 'url' | 'urls' | 'text';
	url: string;
	urls: unknown;
	text: string;
	options: SharedOptions & { copy?: boolean; externalId?: string };
}

/**
 * The asset that one input item of Import From Cloud becomes. An item's own batches come from its
 * expression, so they replace what the node says for the others.
 * @throws UserError when the item cannot work; nothing has been sent then
 */
export async function planImport({
	params,
	hub,
}: Pick<Entry<ImportParams> & Services, 'params' | 'hub'>): Promise<AssetPlan[]> {
	const { options } = params;
	const values = valuesOf(params);
	const externalId =
		options.externalId?.trim() || (params.content === 'text' ? '' : nameInUrl(values[0]));
	if (!externalId) {
		throw new UserError('The asset has no external ID', {
			description: "There is no file name to use as one. Give an 'External ID' under Options.",
		});
	}
	const expiring = params.content === 'text' ? undefined : values.find(isExpiring);
	return [
		{
			...(await sharedPlan(hub, params.project, options)),
			parts: values.map((value) => ({ value })),
			order: 'input',
			externalId,
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
	const listed = typeof urls === 'string' ? linesOf(urls) : namesIn(urls);
	const list = content === 'url' ? [url] : listed;
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
