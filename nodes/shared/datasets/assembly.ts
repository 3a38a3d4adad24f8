import { UserError } from 'n8n-workflow';

import { outcomeOf } from '../util/outcome';
import type { SourceFile } from '../util/streams';
import { paintedObjects, reportMasks } from './brush';
import { answerAt, answersByPath } from './classes';
import type { OutFormat, ReadyPicture, WriteContext } from './formats/format';
import { assetsIn } from './input';
import { MeasuredFiles, type FoundFile, type NumberedPage } from './measuredFiles';
import type { LabeledAsset, Picture } from './model';
import { fileNameOf, lastPart } from './names';
import { picturesOf } from './pages';
import { ReadyObjects } from './readyObjects';
import { Report, type Example, type LeftOutReason } from './report';
import type { LabelEntry, LabelSource } from './source';
import type { Split } from './split';
import type { Plan, PlannedName } from './survey';

/** A picture that is written, and the item that it came with. */
export interface Assembled {
	ready: ReadyPicture;
	/** Position of the input item that it comes from. */
	index: number;
}

/** A page on the way. */
interface Walked extends NumberedPage {
	name: PlannedName;
}

/** A page whose file has been looked at; it is undefined where it cannot be read. */
interface Opened extends Walked {
	found?: FoundFile;
}

type Outcome = Awaited<ReturnType<typeof outcomeOf<FoundFile | undefined>>>;

/** Turns labels into what a format writes, one picture after the other, and keeps account of it. */
export class Assembly {
	/** Names of the pictures that are written, of each part; without a split all are for training. */
	readonly stems = new Map<Split, string[]>();
	private readonly objects: ReadyObjects;
	/** Parts that have each class, by its position. */
	private readonly classSplits: Array<Set<Split>>;
	/** How many objects of each class are written, or pictures with such an answer. */
	readonly classCounts: number[];
	private isFirstPass = true;
	private readonly measuredFiles: MeasuredFiles;

	constructor(
		private readonly source: LabelSource,
		private readonly plan: Plan,
		private readonly format: OutFormat,
		private readonly context: WriteContext,
	) {
		this.objects = new ReadyObjects(format, context);
		this.measuredFiles = new MeasuredFiles(context);
		this.classSplits = context.classes.names.map(() => new Set());
		this.classCounts = context.classes.names.map(() => 0);
	}

	/**
	 * The pictures with their objects; one at a time is in memory.
	 * @param only the part whose pictures are wanted
	 */
	async *pictures(only?: Split): AsyncGenerator<Assembled> {
		// What concerns whole assets is reported once, however often the labels are gone through.
		const report = this.isFirstPass ? this.context.report : new Report();
		this.isFirstPass = false;
		for await (const opened of this.opened(this.walk(report), only)) {
			const ready = await this.ready(opened);
			if (ready) yield { ready, index: opened.entry.index };
		}
	}

	/**
	 * The files of the pictures, for formats that have the labels of many pictures in one file: their
	 * sizes are kept, so that no file has to be opened again.
	 */
	async *files(): AsyncGenerator<{ name: string; split: Split; file: SourceFile }> {
		for await (const { name, number, found } of this.opened(this.walk(new Report()))) {
			if (!found?.file || (!found.size && this.format.needsSize)) continue;
			yield {
				name: name.stem + name.extension,
				split: name.split ?? 'train',
				file: found.file,
			};
			this.measuredFiles.keepSize(number, found.size);
		}
	}

	/** The same pages with their files, of which some are opened before their turn. */
	private async *opened(walk: AsyncIterable<Walked>, only?: Split): AsyncGenerator<Opened> {
		const waiting: Array<{ walked: Walked; opening: Promise<Outcome> }> = [];
		const next = async (): Promise<Opened> => {
			const { walked, opening } = waiting.shift()!;
			const outcome = await opening;
			// A file that a cancel kept from coming is not one that cannot be read.
			this.context.breather.throwIfCanceled();
			if ('error' in outcome) throw outcome.error;
			return { ...walked, found: outcome.value };
		};
		try {
			for await (const walked of walk) {
				if (only !== undefined && (walked.name.split ?? 'train') !== only) continue;
				waiting.push({ walked, opening: outcomeOf(this.measuredFiles.find(walked)) });
				if (waiting.length > (this.source.ahead ?? 0)) yield await next();
			}
			while (waiting.length > 0) yield await next();
		} finally {
			await Promise.all(waiting.map(async ({ opening }) => await opening));
		}
	}

	/** Goes through all labels, page by page. */
	private async *walk(report: Report): AsyncGenerator<Walked> {
		const { context, plan } = this;
		let [task, number] = [-1, -1];
		for await (const entry of this.source.entries()) {
			if (this.context.breather.isDue) await this.context.breather.pause();
			const assets = assetsIn(entry.json);
			if (assets.length === 0) report.leaveOut('unreadable', exampleFrom(entry.json), 0);
			for (const asset of assets) {
				report.stopped += asset.stops.length;
				if (plan.otherTasks.has(++task)) {
					report.leaveOut('otherTaskOfAsset', exampleFrom(asset), objectCount(asset));
					continue;
				}
				reportMasks(asset, entry.brush !== undefined, this.canBePainted, report);
				for (const page of picturesOf(asset, context.settings, report)) {
					const name = plan.names[++number];
					if (this.context.breather.isDue) await this.context.breather.pause();
					yield { page, name, entry, number };
				}
			}
		}
	}

	/**
	 * Notes what is odd about the dataset as a whole, once it is written.
	 * @throws OperationalError when the run was canceled meanwhile, so that something may be missing
	 */
	finish(): void {
		this.context.breather.throwIfCanceled();
		const { report, settings } = this.context;
		if (this.plan.isFromLabels) report.warn('classesFromData');
		if (!settings.split) return;
		const hasValidation = this.stems.has('val');
		for (const parts of this.classSplits) {
			if (parts.size === 0) continue;
			if (!parts.has('train') || (hasValidation && !parts.has('val'))) {
				report.warn('classMissingInSplit');
			}
		}
	}

	private get canBePainted(): boolean {
		const { shapes } = this.format;
		return shapes !== 'answers' && shapes.has('mask');
	}

	private async ready({
		page: given,
		name,
		entry,
		found,
	}: Opened): Promise<ReadyPicture | undefined> {
		const { format, context } = this;
		const { report, settings } = context;
		const example = exampleFrom(given);
		const leaveOut = (reason: LeftOutReason, facts = (): Example => ({})) => {
			const painted = this.isPainted(given, entry) ? 1 : 0;
			const objects = given.objects.length + painted;
			report.leaveOut(reason, () => ({ ...example, ...facts() }), objects);
			return undefined;
		};
		if (!found || (format.isPicturesOnly && entry.picture && !found.file)) {
			return leaveOut('unreadable');
		}
		const { file, size } = found;
		if (!size && format.needsSize) {
			if (settings.onMissingSize === 'leaveOut') return leaveOut('noSize');
			throw new UserError(`The width and height of '${given.externalId}' are not known`, {
				description:
					"Give the picture itself in 'Pictures Field', or set 'On Missing Size' to Leave Out and Report.",
			});
		}
		let classIndex: number | undefined;
		if (format.shapes === 'answers' && !format.isForAnyAnswer) {
			const answers = answerAt(given.classifications, settings.classAnswer);
			if (answers.length === 0) return leaveOut('noAnswer');
			if (answers.length > 1) report.warn('severalAnswers');
			const [title] = answers;
			const index = context.classes.indexOfName(title);
			if (typeof index !== 'number') {
				return leaveOut(index, () => ({ title, nearest: context.classes.nearestTo(title) }));
			}
			classIndex = index;
		}
		const picture = { ...given, objects: [...given.objects] };
		const ready: ReadyPicture = {
			picture,
			size: size ?? { width: 0, height: 0 },
			stem: name.stem,
			imageName: name.stem + name.extension,
			split: name.split,
			objects: [],
			classIndex,
			file,
		};
		if (size) await this.addBrush(ready, entry);
		this.objects.addTo(ready);
		this.count(ready);
		return ready;
	}

	/** Adds what was painted as objects, one for each class. */
	private async addBrush({ picture, size }: ReadyPicture, entry: LabelEntry): Promise<void> {
		const { report, settings } = this.context;
		if (!this.isPainted(picture, entry)) return;
		const painted = await paintedObjects(
			{ picture, size, open: entry.brush },
			settings.labelSet,
			report,
			this.context.breather,
		);
		picture.objects.push(...painted);
	}

	/** True for brush strokes that have a file and a place. */
	private isPainted(
		{ page }: Picture,
		entry: LabelEntry,
	): entry is LabelEntry & Required<Pick<LabelEntry, 'brush'>> {
		return entry.brush !== undefined && page === undefined && this.canBePainted;
	}

	private count({ picture, stem, imageName, split = 'train', objects, classIndex }: ReadyPicture) {
		const { report, settings } = this.context;
		report.images++;
		if (objects.length === 0 && classIndex === undefined) report.background++;
		const stems = this.stems.get(split);
		if (stems) stems.push(stem);
		else this.stems.set(split, [stem]);
		const used = objects.map((object) => object.classIndex);
		if (classIndex !== undefined) used.push(classIndex);
		for (const index of used) {
			this.classSplits[index].add(split);
			this.classCounts[index]++;
		}
		if (this.format.isForAnyAnswer) this.countAnswers(picture);
		const wished = fileNameOf(picture, settings.fileNameFrom);
		const isPage = picture.page !== undefined;
		const from = isPage
			? wished.stem + wished.extension
			: lastPart(picture.externalId || (picture.url ?? ''));
		if (from !== imageName) report.rename(isPage ? from : picture.externalId, imageName);
	}

	/** Counts a picture for each answer that it has, and notes those that have no place. */
	private countAnswers({ externalId, page, classifications }: Picture): void {
		const { classes, report } = this.context;
		for (const [title, answers] of answersByPath(classifications)) {
			if (answers.length === 0) continue;
			const index = classes.indexOf(title);
			if (typeof index === 'number') {
				this.classCounts[index]++;
				continue;
			}
			const place = exampleFrom({ externalId, page });
			const example = () => ({ ...place, title, nearest: classes.nearestTo(title) });
			report.leaveOut('unknownClass', example, 0);
		}
	}
}

/** Objects of an asset that is left out as a whole. */
function objectCount({ objects, brushUrl, hasMedicalMask }: LabeledAsset): number {
	return objects.length + (brushUrl === undefined ? 0 : 1) + (hasMedicalMask ? 1 : 0);
}

function exampleFrom({ externalId, page }: { externalId?: unknown; page?: unknown }): Example {
	return {
		...(typeof externalId === 'string' ? { externalId } : {}),
		...(typeof page === 'number' ? { page } : {}),
	};
}
