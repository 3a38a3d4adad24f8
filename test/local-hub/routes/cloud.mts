import { isKnownClassification } from '../answers.mts';
import type { HubCore } from '../core.mts';
import { badRequest, HubError } from '../errors.mts';
import { batchIds, createAsset, delayVisibility } from '../records.mts';
import { route } from '../router.mts';
import type { Platform, Project } from '../types.mts';
import type { Infer } from '../validate.mts';
import {
	arrayOf,
	integer,
	nullable,
	number,
	object,
	oneOf,
	openObject,
	optional,
	queryJson,
	string,
	text,
} from '../validate.mts';

/** Contract 2.5; `HTML` is presumed for the current platform. */
export const attachmentOf = (platform: Platform) =>
	object({
		type:
			platform === 'current'
				? oneOf('IMAGE', 'TEXT', 'VIDEO', 'HTML')
				: oneOf('IMAGE', 'TEXT', 'VIDEO'),
		value: string,
	});

const entryOf = (platform: Platform) =>
	object({
		data: optional(text),
		externalId: text,
		dataset: optional(arrayOf(text)),
		contextData: optional(nullable(openObject)),
		metadata: optional(nullable(openObject)),
		width: optional(number),
		height: optional(number),
		storage: optional(nullable(text)),
		batches: optional(arrayOf(text)),
		attachments: optional(arrayOf(attachmentOf(platform))),
		classifications: optional(arrayOf(openObject)),
		...(platform === 'legacy' && { tags: optional(arrayOf(text)) }),
	});

const bodyOf = (platform: Platform) =>
	object({
		assets: arrayOf(entryOf(platform)),
		uploadLocal: optional(nullable(oneOf('true', 'false'))),
		priority: optional(platform === 'current' ? integer(-1000, 1000) : integer(-10000, 10000)),
	});

type CloudBody = Infer<ReturnType<typeof bodyOf>>;
type Entry = CloudBody['assets'][number] & { tags?: string[] };

interface Checked {
	entry: Entry;
	batches: string[];
}

function checkEntry(core: HubCore, project: Project, entry: Entry, common: string[]): Checked {
	if (entry.data === undefined && (entry.dataset ?? []).length === 0) {
		throw badRequest('"data" is required.');
	}
	if (entry.storage) core.state.find(core.state.storages, 'storage', entry.storage);
	// Legacy sends ids as `tags` and leaves the names in `batches` beside them (contract 2.18).
	const own = core.platform === 'legacy' ? entry.tags : entry.batches;
	return { entry, batches: own === undefined ? common : batchIds(project, own) };
}

/** Checks all entries before any is registered; the refusal names the first bad one. */
function checkAll(core: HubCore, project: Project, entries: Entry[], common: string[]): Checked[] {
	return entries.map((entry, index) => {
		try {
			return checkEntry(core, project, entry, common);
		} catch (error) {
			const { message } = error as HubError;
			throw badRequest(`assets[${index}] (${entry.externalId}): ${message}`);
		}
	});
}

interface Counts {
	assetsCreated: number;
	tasksCreated: number;
	preLabelsCount: number;
	validPreLabelsCount: number;
}

function register(core: HubCore, project: Project, checked: Checked[], priority: number): Counts {
	const counts = { assetsCreated: 0, tasksCreated: 0, preLabelsCount: 0, validPreLabelsCount: 0 };
	for (const { entry, batches } of checked) {
		const { width, height, classifications = [] } = entry;
		const { asset } = createAsset(core, project, {
			externalId: entry.externalId,
			data: entry.data ?? '',
			dataset: entry.dataset ?? [],
			batches,
			metadata: { ...(width && { width }), ...(height && { height }), ...entry.metadata },
			contextData: entry.contextData ?? {},
			storage: entry.storage ?? null,
			attachments: entry.attachments ?? [],
			priority,
			...(classifications.length > 0 && { preLabels: { classifications } }),
		});
		delayVisibility(core, asset);
		counts.assetsCreated += 1;
		counts.tasksCreated += asset.taskIds.length;
		counts.preLabelsCount += classifications.length;
		counts.validPreLabelsCount += classifications.filter((item) =>
			isKnownClassification(project.categorySchema, item),
		).length;
	}
	return counts;
}

const cloudRoute = (platform: Platform) => {
	const listName = platform === 'current' ? 'batches' : 'tags';
	return route(
		{
			method: 'POST',
			path: '/v2/project/:projectId/cloud',
			platform,
			query: object({ [listName]: optional(queryJson(arrayOf(text))) }),
			body: bodyOf(platform),
			status: 201,
		},
		({ core, params, query, body }) => {
			const project = core.state.project(params.projectId);
			const common = batchIds(project, query[listName] ?? []);
			const checked = checkAll(core, project, body.assets, common);
			const counts = register(core, project, checked, body.priority ?? 0);
			return { assets: platform === 'current' ? counts : 'Successfully created.' };
		},
	);
};

/** Contract 2.4. */
export const cloudRoutes = [cloudRoute('current'), cloudRoute('legacy')];
