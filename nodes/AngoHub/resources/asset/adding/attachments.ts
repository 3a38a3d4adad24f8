import { storageLocator } from '../../../../shared/fields/locators';
import { checkedUrl } from '../../../../shared/formats/urls';
import type { Hub } from '../../../../shared/hub';
import type { Attachment } from '../../../../shared/hub/types';
import type { Field, Parameters } from '../../../../shared/operation/parameters';

export const attachmentsOption = {
	displayName: 'Attachments',
	name: 'attachments',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add attachment',
	default: {},
	description: 'Files or texts that annotators see beside the asset',
	options: [
		{
			displayName: 'Attachment',
			name: 'attachment',
			values: [
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					options: [
						{ name: 'HTML', value: 'HTML' },
						{ name: 'Image', value: 'IMAGE' },
						{ name: 'Text', value: 'TEXT' },
						{ name: 'Video', value: 'VIDEO' },
					],
					default: 'IMAGE',
				},
				{
					displayName: 'URL or Text',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. https://example.com/reference.png',
					description: 'The URL of a JPG, PNG or MP4 file, or the text or HTML itself',
				},
				{
					...storageLocator,
					description: 'The storage to read a private file from; leave empty for a public URL',
				},
			],
		},
	],
} as const satisfies Field;

type Rows = NonNullable<
	Parameters<readonly [typeof attachmentsOption]>['attachments']['attachment']
>;

/**
 * Attachments in the form of contract 2.5; a private file names its storage in its URL.
 * @throws UserError when a file has no usable URL
 */
export function attachmentsIn(hub: Hub, rows: Rows): Attachment[] | undefined {
	const attachments = rows
		.filter(({ value }) => value)
		.map(({ type = 'IMAGE', value = '', storage }) => {
			const isContent = type === 'TEXT' || (type === 'HTML' && !/^\s*https?:\/\//i.test(value));
			if (isContent) return { type, value };
			const url = checkedUrl(value, 'URL or Text');
			return { type, value: storage ? hub.assets.inStorage(url, storage) : url };
		});
	return attachments.length > 0 ? attachments : undefined;
}
