import { idAdvice } from './ids';

/** What a picker says about the records it picks. */
interface LocatorText<N extends string> {
	displayName: string;
	name: N;
	description: string;
	searchListMethod: string;
	/** An address that a user could paste, and the expression that finds the ID in it. */
	url?: { example: string; regex: string };
	/** The last way, where it takes names too: what it is called, and an example of it. */
	id?: { displayName: string; example: string };
	/** Where its IDs are found, where it takes nothing else. */
	advice?: (typeof idAdvice)[keyof typeof idAdvice];
}

const EXAMPLE_ID = '6554c81ac3b0d000147ea001';

/** Only projects have a documented address; of other addresses the last ID counts. */
const LAST_ID = {
	example: `https://imerit.ango.ai/…/${EXAMPLE_ID}`,
	regex: '^https?://.*?([0-9a-fA-F]{24})(?:[^0-9a-fA-F][^/]*)?$',
};

/** A picker of one record: from a list with search, by its address, or by its ID. */
function locator<const N extends string>({
	displayName,
	name,
	description,
	searchListMethod,
	url = LAST_ID,
	id,
	advice,
}: LocatorText<N>) {
	const noun = displayName.toLowerCase();
	return {
		displayName,
		name,
		type: 'resourceLocator',
		typeOptions: { takesNames: id !== undefined, ...(advice && { idAdvice: advice }) },
		default: { mode: 'list', value: '' },
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Select ${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}...`,
				typeOptions: { searchListMethod, searchable: true },
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: `e.g. ${url.example}`,
				extractValue: { type: 'regex', regex: url.regex },
				validation: [
					{
						type: 'regex',
						properties: {
							regex: url.regex,
							errorMessage:
								'This URL holds no ID. Copy the URL from Ango Hub again, pick from the list, or give the ID.',
						},
					},
				],
			},
			{
				displayName: id?.displayName ?? 'By ID',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${id?.example ?? EXAMPLE_ID}`,
			},
		],
	} as const;
}

/** The same for records that have no address of their own. */
function withoutUrl<L extends Pick<ReturnType<typeof locator>, 'modes'>>(picker: L) {
	return { ...picker, modes: picker.modes.filter(({ name }) => name !== 'url') };
}

/** What tells a record is taken from the input item by default: any operation can follow any other. */
export function fromItem(key: string) {
	return { mode: 'id', value: `={{ $json.${key} }}` } as const;
}

export const projectLocator = {
	...locator({
		displayName: 'Project',
		name: 'project',
		description: 'The Ango Hub project to work in',
		searchListMethod: 'searchProjects',
		advice: idAdvice.project,
		url: {
			example: `https://imerit.ango.ai/projects/${EXAMPLE_ID}`,
			regex: '^https?://.+/projects/([0-9a-fA-F]{24}).*$',
		},
	}),
	required: true,
} as const;

/** The project of an operation that works on what the input item stands for. */
export const itemProjectLocator = { ...projectLocator, default: fromItem('projectId') } as const;

export const assetLocator = {
	...locator({
		displayName: 'Asset',
		name: 'asset',
		description: 'The asset to work with',
		searchListMethod: 'searchAssets',
		advice: idAdvice.asset,
	}),
	default: fromItem('assetId'),
	required: true,
} as const;

/** The asset of an operation that reads it, which can look it up. */
export const namedAssetLocator = {
	...locator({
		displayName: 'Asset',
		name: 'asset',
		description: 'The asset to read',
		searchListMethod: 'searchAssets',
		id: { displayName: 'By ID or External ID', example: 'front-0001.png' },
	}),
	default: fromItem('assetId'),
	required: true,
} as const;

export const issueLocator = {
	...locator({
		displayName: 'Issue',
		name: 'issue',
		description: 'The issue to work with',
		searchListMethod: 'searchIssues',
		advice: idAdvice.issue,
		url: {
			example: `https://imerit.ango.ai/issue/6554c81ac3b0d000147ea0b1?issue=${EXAMPLE_ID}`,
			regex: '^https?://.+[?&]issue=([0-9a-fA-F]{24}).*$',
		},
	}),
	default: fromItem('issueId'),
	required: true,
} as const;

export const llmLocator = {
	...withoutUrl(
		locator({
			displayName: 'Language Model',
			name: 'llm',
			description: 'The language model of the organization',
			searchListMethod: 'searchLlms',
		}),
	),
	default: fromItem('llmId'),
	required: true,
} as const;

export const organizationLocator = {
	...withoutUrl(
		locator({
			displayName: 'Organization',
			name: 'organization',
			description: 'The organization to work in, where you belong to several',
			searchListMethod: 'searchOrganizations',
			advice: idAdvice.organization,
		}),
	),
	hint: 'Leave empty to use the organization of your first project',
} as const;

export const stageLocator = {
	...withoutUrl(
		locator({
			displayName: 'Stage',
			name: 'stage',
			description: "The stage of the project's workflow",
			searchListMethod: 'searchStages',
			id: { displayName: 'By Name or ID', example: 'Review' },
		}),
	),
	required: true,
} as const;

/** The stage of an operation that works on the one that the input item stands for. */
export const itemStageLocator = { ...stageLocator, default: fromItem('stageId') } as const;

export const storageLocator = locator({
	displayName: 'Storage',
	name: 'storage',
	description: "The storage to keep files in. Defaults to Ango Hub's own.",
	searchListMethod: 'searchStorages',
	advice: idAdvice.storage,
});

export const taskLocator = {
	...locator({
		displayName: 'Task',
		name: 'task',
		description: 'The task to work with',
		searchListMethod: 'searchTasks',
		advice: idAdvice.task,
	}),
	default: fromItem('taskId'),
	required: true,
} as const;

export const templateLocator = {
	...withoutUrl(
		locator({
			displayName: 'Template',
			name: 'template',
			description: 'The asset builder template of the project',
			searchListMethod: 'searchTemplates',
			id: { displayName: 'By Name or ID', example: 'Product page' },
		}),
	),
	default: fromItem('templateId'),
	required: true,
} as const;
