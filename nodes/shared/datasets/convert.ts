import { UserError, type IDataObject } from 'n8n-workflow';

import type { NewMember } from '../formats/zipWriter';
import type { Breather } from '../util/breather';
import { Assembly } from './assembly';
import { folderNames } from './formats/folders/write';
import type { DocumentFormat, OutFormat, ReadyPicture, WriteContext } from './formats/format';
import { pictureFacts } from './pictureFacts';
import { Report } from './report';
import type { DatasetSettings } from './settings';
import type { LabelSource } from './source';
import { SPLITS, type Split } from './split';
import { survey, type Plan } from './survey';

/** A picture of a dataset as an item of its own. */
export interface PictureItem {
	json: IDataObject;
	/** The file of its labels, where that is no text. */
	file?: { name: string; content: Buffer };
	/** Position of the input item that it comes from. */
	index: number;
}

/** Labels on their way to a dataset in one of the training formats. */
export class Dataset {
	private readonly assembly: Assembly;

	private constructor(
		private readonly format: OutFormat,
		private readonly plan: Plan,
		private readonly context: WriteContext,
		source: LabelSource,
	) {
		this.assembly = new Assembly(source, plan, format, context);
	}

	/**
	 * Looks through all labels before the first is written.
	 * @throws UserError when there is nothing to write, or a setting is missing
	 */
	static async plan(
		source: LabelSource,
		format: OutFormat,
		given: DatasetSettings,
		breather: Breather,
	): Promise<Dataset> {
		const settings = { ...given, byAnswers: format.shapes === 'answers' };
		checkSettings(format, settings);
		const plan = await survey(source, format, settings, breather);
		const context: WriteContext = {
			settings: { ...settings, labelSet: plan.labelSet },
			classes: plan.classes,
			report: new Report(),
			breather,
		};
		return new Dataset(format, plan, context, source);
	}

	/** What was left out, once everything is written. */
	get report(): Report {
		return this.context.report;
	}

	/** Facts about what was written, for the output. */
	summary(): IDataObject {
		const { report, classes } = this.context;
		const { stems, classCounts } = this.assembly;
		const counts = classes.names.map((name, index) => [name, classCounts[index]]);
		return {
			images: report.images,
			objects: report.written,
			classes: this.classes,
			classCounts: Object.fromEntries(counts) as IDataObject,
			splits: Object.fromEntries(
				SPLITS.map((split) => [split, stems.get(split)?.length ?? 0]),
			) as IDataObject,
			report: report.toJson(),
		};
	}

	/** Goes through everything without writing, so that the report says what would become of it. */
	async rehearse(): Promise<void> {
		const pictures = this.assembly.pictures();
		for (let step = await pictures.next(); !step.done;) step = await pictures.next();
		this.assembly.finish();
	}

	/** Each picture as an item. */
	async *items(): AsyncGenerator<PictureItem> {
		const { format, context } = this;
		const labels = format.labels?.(context);
		const entryOf = format.document?.item(context);
		const folders = format.isPicturesOnly ? folderNames(context) : [];
		for await (const { ready, index } of this.assembly.pictures()) {
			const { stem, split, imageName } = ready;
			const json = itemOf(ready);
			if (labels) {
				json.fileName = labels.path(stem, split);
				const content = await labels.content(ready);
				if (typeof content === 'string') json.content = content;
				else {
					yield { json, file: { name: json.fileName as string, content }, index };
					continue;
				}
			} else if (entryOf) Object.assign(json, await entryOf(ready));
			else json.fileName = this.folderOf(ready, folders) + imageName;
			yield { json, index };
		}
		this.finish();
	}

	/** The file of a format that is one file. */
	async *document(document: DocumentFormat): AsyncGenerator<string> {
		yield* document.text(this.ready(), this.context);
		this.finish();
	}

	/** The files of the dataset for a ZIP. */
	async *members(): AsyncGenerator<NewMember> {
		const { format, context, assembly } = this;
		const withPictures = new Set<Split>();
		if (format.document) {
			yield* this.documents(format.document, withPictures);
		} else {
			const labels = format.labels?.(context);
			const folders = format.isPicturesOnly ? folderNames(context) : [];
			for await (const { ready } of assembly.pictures()) {
				const { stem, split = 'train' } = ready;
				if (ready.file) {
					withPictures.add(split);
					const name = this.folderOf(ready, folders) + ready.imageName;
					yield { name, content: ready.file };
				}
				if (labels) yield { name: labels.path(stem, split), content: await labels.content(ready) };
			}
		}
		yield* this.emptyFolders(withPictures);
		this.finish();
		for (const { name, content } of format.aboutAll?.(context, assembly) ?? []) {
			yield { name, content };
		}
	}

	/** A document for each part. The labels are gone through once for each, and for the pictures before. */
	private async *documents(
		document: DocumentFormat,
		withPictures: Set<Split>,
	): AsyncGenerator<NewMember> {
		for await (const { name, split, file } of this.assembly.files()) {
			withPictures.add(split);
			yield {
				name: this.format.pictureFolder(split) + name,
				content: file,
			};
		}
		const parts = new Set(this.plan.names.map(({ split = 'train' }) => split));
		for (const split of SPLITS) {
			if (!parts.has(split)) continue;
			const ready = this.ready(split);
			const first = await ready.next();
			if (first.done) continue; // all of its pictures were left out
			const content = document.text(following(first.value, ready), this.context);
			yield { name: document.path(split), content };
		}
	}

	private async *ready(split?: Split): AsyncGenerator<ReadyPicture> {
		for await (const { ready } of this.assembly.pictures(split)) yield ready;
	}

	/** Trainers look for the folders of pictures even where there is nothing in them. */
	private *emptyFolders(withPictures: Set<Split>): Generator<NewMember> {
		const { format, assembly } = this;
		if (format.isPicturesOnly) return;
		const folders = [...assembly.stems.keys()]
			.filter((split) => !withPictures.has(split))
			.map((split) => format.pictureFolder(split));
		for (const name of new Set(folders)) yield { name, content: '' };
	}

	private folderOf({ split, classIndex = 0 }: ReadyPicture, folders: string[]): string {
		const { format } = this;
		return format.isPicturesOnly
			? format.pictureFolder(split ?? 'train', folders[classIndex])
			: format.pictureFolder(split ?? 'train');
	}

	private get classes(): string[] {
		return [...(this.format.firstClasses ?? []), ...this.context.classes.names];
	}

	/** @throws UserError when nothing came out */
	private finish(): void {
		this.assembly.finish();
		const { report } = this.context;
		if (report.images > 0) return;
		const [first] = report.reasons;
		throw new UserError('There is no picture to write', {
			description: first
				? `Everything was left out, most of it for the reason '${first}'. 'Summarize' of the node 'Ango Hub Labels' says more.`
				: 'Connect items with labels, such as those of Export Tasks.',
		});
	}
}

async function* following<T>(first: T, others: AsyncIterable<T>): AsyncGenerator<T> {
	yield first;
	yield* others;
}

function itemOf({ picture, imageName, size, split, objects }: ReadyPicture): IDataObject {
	const { page } = picture;
	const { width, height } = size;
	return {
		...pictureFacts(picture),
		imageName,
		width,
		height,
		...(split === undefined ? {} : { split }),
		...(page === undefined ? {} : { page }),
		objects: objects.length,
	};
}

function checkSettings(format: OutFormat, settings: DatasetSettings): void {
	const { skeleton, classAnswer, classFrom } = settings;
	if (format.hasKeypoints && (!skeleton || skeleton.keypoints.length === 0)) {
		throw new UserError("'Skeleton' is empty", {
			description:
				"Add 'Skeleton' under Options: the class, and the titles of its points in order.",
		});
	}
	if (settings.classes === 'list' && settings.classList.length === 0) {
		throw new UserError("'Class Names' is empty", {
			description: "Enter the classes in their order, or choose another value in 'Classes'.",
		});
	}
	const needsAnswer = format.isPicturesOnly || classFrom !== 'title';
	if (needsAnswer && classAnswer === '') {
		throw new UserError("'Answer Title' is empty", {
			description: 'Give the title of the classification whose answers are the classes.',
		});
	}
}
