import { UserError, type IDataObject } from 'n8n-workflow';

import { assetsIn } from '../../../shared/datasets/input';
import type { Picture } from '../../../shared/datasets/model';
import type { LabelEntry, LabelSource } from '../../../shared/datasets/source';
import { parsedObject, parsedObjects } from '../../../shared/formats/jsonObjects';
import type { Exported } from '../../../shared/hub/exports';
import type { Project } from '../../../shared/hub/types';
import { PictureFiles } from '../../../shared/items/pictureFiles';
import { legacyTaskItems, taskItem } from '../../../shared/items/taskItem';
import { namesIn } from '../../../shared/util/names';
import { outcomeOf } from '../../../shared/util/outcome';
import { streamFrom, type SourceFile } from '../../../shared/util/streams';
import type { DatasetParams } from './dataset';
import { ExportFile } from './exportFile';
import type { Context } from './result';
import { taskSelection } from './selection';

/** Failures that are told one by one. */
const MAX_FAILURES = 10;

/** Exported labels in a file of n8n's, to be gone through again and again, with the pictures behind them. */
export class DatasetSource implements LabelSource {
	readonly ahead: number;
	/** Wanted assets that the export has. */
	readonly assetIds = new Set<string>();
	private readonly failed = new Map<string, IDataObject>();

	private constructor(
		private readonly labels: SourceFile,
		private readonly pictures: PictureFiles,
		private readonly project: Project,
		private readonly hasPictures: boolean,
		private readonly exportedObject: 'task' | 'asset',
	) {
		this.ahead = hasPictures ? pictures.ahead : 0;
	}

	/** Exports in the project's turn. @throws UserError when the export cannot be read */
	static async open(context: Context<DatasetParams>): Promise<DatasetSource> {
		const { params, hub, files } = context;
		const { project: projectId, filters, options, includePictures } = params;
		const wanted = {
			...(await taskSelection(hub, params)),
			format: 'ndjson' as const,
			batches: await hub.batches.resolve(projectId, filters.batches),
			created: { after: filters.createdAfter, before: filters.createdBefore },
			updated: { after: filters.updatedAfter, before: filters.updatedBefore },
			history: false,
			metadata: false,
			onlyKeyFrames: options.fillFrames ?? false, // Ango Hub fills them in itself otherwise
			idleAndBlurDurations: false,
			sendEmail: false,
			notify: false,
			asArchive: false,
		};
		const ids = new Set(namesIn(filters.assetIds));
		const found = new Set<string>();
		const kept = await hub.exports.tasks(projectId, wanted, async (exported) => {
			const readable = readableOnly(exported);
			return await hub.exports.read(readable, async (groups, like) => {
				const chosen = ids.size > 0 ? onlyAssets(groups, ids, found) : groups;
				const lines = new ExportFile(chosen, 'ndjson').chunks();
				return await files.save(streamFrom(like, lines), 'labels.ndjson', 'application/x-ndjson');
			});
		});
		const source = new DatasetSource(
			await files.source(kept),
			new PictureFiles(hub, files, projectId),
			await hub.projects.recall(projectId),
			includePictures,
			hub.platform.facts.exportedObject,
		);
		for (const id of found) source.assetIds.add(id);
		return source;
	}

	async *entries(): AsyncGenerator<LabelEntry> {
		for await (const group of parsedObjects(await this.labels.open())) {
			for (const object of group) {
				const items =
					this.exportedObject === 'task'
						? [taskItem(object, this.project)]
						: legacyTaskItems(object, this.project);
				for (const json of items) yield this.entry(json);
			}
		}
	}

	/** What could not be fetched: all IDs to try again with, and the reasons of the first. */
	failures(): IDataObject {
		return {
			failedAssetIds: [...this.failed.keys()],
			failures: [...this.failed.values()].slice(0, MAX_FAILURES),
		};
	}

	/** The reason why there is nothing to write, where it is that no picture could be fetched. */
	noPicture(written: number): UserError | undefined {
		const [first] = this.failed.values();
		if (!first || written > 0) return undefined;
		return new UserError('None of the pictures can be had', {
			description: `Of '${first.externalId as string}': ${first.error as string}. See that the storage of the project lets Ango Hub sign links, or turn off 'Include Pictures'.`,
		});
	}

	private entry(json: IDataObject): LabelEntry {
		const [asset] = assetsIn(json);
		const { brushUrl } = asset;
		return {
			json,
			index: 0,
			picture: this.hasPictures ? async (picture) => await this.picture(picture) : undefined,
			brush: brushUrl === undefined ? undefined : async () => await this.pictures.fetch(brushUrl),
		};
	}

	private async picture({ url, assetId, externalId }: Picture): Promise<SourceFile> {
		const outcome = await outcomeOf(this.fetched(url, externalId));
		if ('value' in outcome) return outcome.value;
		const { message } = outcome.error;
		if (assetId !== undefined) this.failed.set(assetId, { assetId, externalId, error: message });
		throw outcome.error;
	}

	private async fetched(url: string | undefined, externalId: string): Promise<SourceFile> {
		if (url !== undefined) return await this.pictures.fetch(url);
		throw new UserError(`'${externalId}' has no file`, {
			description: 'Only assets with a file behind a URL have pictures.',
		});
	}
}

function readableOnly(exported: Exported) {
	if (!('ownStorage' in exported)) return exported;
	throw new UserError('This project writes its exports into your own storage', {
		description:
			"n8n cannot read them there without the keys of that storage. Fetch the file with the storage's own node and convert it with the node 'Ango Hub Labels'.",
	});
}

/** The bytes of the assets that are wanted. @param found gets the IDs of those */
async function* onlyAssets(
	groups: AsyncIterable<Buffer[]>,
	wanted: ReadonlySet<string>,
	found: Set<string>,
): AsyncGenerator<Buffer[]> {
	for await (const group of groups) {
		yield group.filter((object) => {
			const [{ assetId } = { assetId: undefined }] = assetsIn(parsedObject(object));
			if (assetId === undefined || !wanted.has(assetId)) return false;
			found.add(assetId);
			return true;
		});
	}
}
