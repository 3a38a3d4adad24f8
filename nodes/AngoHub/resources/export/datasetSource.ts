import { UserError, type IDataObject } from 'n8n-workflow';

import { assetsIn } from '../../../shared/datasets/input';
import type { Picture } from '../../../shared/datasets/model';
import type { LabelEntry, LabelSource } from '../../../shared/datasets/source';
import { parsedObjects } from '../../../shared/formats/jsonObjects';
import type { Exported } from '../../../shared/hub/exports';
import { PictureFiles } from '../../../shared/items/pictureFiles';
import { outcomeOf } from '../../../shared/util/outcome';
import { streamFrom, type SourceFile } from '../../../shared/util/streams';
import type { DatasetParams } from './datasetFields';
import { ExportFile } from './exportFile';
import type { Context } from './result';
import { taskSelection, tasksIn } from './selection';

/** Failures that are told one by one. */
const MAX_FAILURES = 10;

/** Exported labels in a file of n8n's, to be gone through again and again, with the pictures behind them. */
export class DatasetSource implements LabelSource {
	readonly ahead: number;
	/** Wanted assets that the export has not shown yet. */
	readonly missing: Set<string>;
	/** True until a task has been read. */
	isEmpty = true;
	private readonly failed = new Map<string, IDataObject>();

	private constructor(
		private readonly labels: SourceFile,
		private readonly pictures: PictureFiles,
		private readonly tasksOf: (object: IDataObject) => IDataObject[],
		private readonly hasPictures: boolean,
		wantedAssets: Iterable<string>,
	) {
		this.ahead = hasPictures ? pictures.ahead : 0;
		this.missing = new Set(wantedAssets);
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
		const kept = await hub.exports.tasks(projectId, wanted, async (exported) => {
			const readable = readableOnly(exported);
			return await hub.exports.read(readable, async (groups, like) => {
				const lines = new ExportFile(groups, 'ndjson').chunks();
				return await files.save(streamFrom(like, lines), 'labels.ndjson', 'application/x-ndjson');
			});
		});
		const project = await hub.projects.recall(projectId);
		return new DatasetSource(
			await files.source(kept),
			new PictureFiles(hub, files, projectId),
			(object) => tasksIn(object, { hub, project, filters }),
			includePictures,
			wanted.assetIds,
		);
	}

	async *entries(): AsyncGenerator<LabelEntry> {
		for await (const group of parsedObjects(await this.labels.open())) {
			for (const object of group) {
				for (const json of this.tasksOf(object)) yield this.entry(json);
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
		return new UserError('None of the pictures could be downloaded', {
			description: `Make sure that the storage of the project lets Ango Hub sign links, or turn off 'Include Pictures'. The error for '${first.externalId as string}': ${first.error as string}.`,
		});
	}

	private entry(json: IDataObject): LabelEntry {
		this.isEmpty = false;
		const [asset] = assetsIn(json);
		const { brushUrl, assetId } = asset;
		if (assetId !== undefined) this.missing.delete(assetId);
		return {
			json,
			index: 0,
			picture: this.hasPictures ? async (page) => await this.file(page, page.url) : undefined,
			brush: brushUrl === undefined ? undefined : async () => await this.file(asset, brushUrl),
		};
	}

	/** A file of an asset: its picture, or the PNG of its brush strokes. */
	private async file(
		{ assetId, externalId }: Pick<Picture, 'assetId' | 'externalId'>,
		url: string | undefined,
	): Promise<SourceFile> {
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
