import type { IDataObject } from 'n8n-workflow';

/** Of what is left out or renamed, so many are named. */
const MAX_EXAMPLES = 10;

/** Reasons that a note names. */
const MAX_REASONS = 3;

/** Why something is not in the result. */
export type LeftOutReason =
	| 'belowConfidence'
	| 'brushWithoutMask'
	| 'crowd'
	| 'dontCare'
	| 'leftOutByName'
	| 'noAnswer'
	| 'noInstance'
	| 'noSize'
	| 'notFinite'
	| 'otherShape'
	| 'otherTaskOfAsset'
	| 'outsideImage'
	| 'severalPoints'
	| 'tooFewPoints'
	| 'tooSmall'
	| 'unknownClass'
	| 'unknownColor'
	| 'unknownImage'
	| 'unreadable'
	| 'unsupportedShape';

/** What is written, but worth a look, in the words of the report. */
const WARNINGS = {
	classMissingInSplit:
		'Some classes are missing in a split: trainers that number classes by folder mix them up.',
	classesFromData:
		"The classes are those of the labels present, so another run may number them differently. Set 'Classes' to a list or a label set to fix their order.",
	clampedAtZero: "Some edges lay before the picture. Try 'Edges, No Shift' for VOC coordinates.",
	holeOutside: 'Some holes lie outside their regions and take nothing away.',
	looksNormalized:
		"No coordinate is much above 1. If they are shares of the width and height, set the option 'Coordinates' to 'Normalized'.",
	namesChanged: 'Some pictures have another name than their external ID: see renamed.',
	noValidationImages:
		'There are no pictures for validation, so those for training are named twice.',
	orientation:
		'Some pictures carry an EXIF orientation, which some readers ignore. Their labels are for the picture as it is shown.',
	outOfTolerance:
		'Some coordinates lie more than 1 percent outside their picture. Ultralytics refuses such pictures.',
	pictureMissing: 'Some items do not carry their picture.',
	selfCrossing: 'Some outlines cross themselves.',
	severalAnswers: 'Some objects have several answers for their class; the first counts.',
	sameName:
		"Another picture, from another folder, has the same external ID. Turn on 'Keep Folders' under Options if the folders belong to the external IDs.",
	sizeDiffers:
		'Some pictures have two sizes that differ. That of a file counts first, then that in the labels or predictions.',
	xmlCharacters: 'Some names have characters that XML does not allow; these are dropped.',
	zonesOverlap: 'Some objects have zones that overlap.',
} as const;

export type WarningCode = keyof typeof WARNINGS;

/** Where something was found. */
export interface Example {
	externalId?: string;
	objectId?: string;
	title?: string;
	page?: number;
	/** The known name that is most like an unknown one. */
	nearest?: string;
}

interface LeftOut {
	/** Objects, pictures or tasks, as the reason says. */
	count: number;
	/** Objects in the pictures or tasks that were left out as a whole. */
	objects?: number;
	pixels?: number;
	examples: Example[];
}

/**
 * What became of everything that came in. Nothing is lost silently:
 * objects = written + stopped + those left out.
 */
export class Report {
	/** Pictures written. */
	images = 0;
	/** Pictures written without an object. */
	background = 0;
	written = 0;
	/** Entries that only say where an object ends. */
	stopped = 0;
	clipped = 0;
	approximated = 0;
	joined = 0;
	filledIn = 0;
	notInterpolated = 0;
	duplicates = 0;
	/** Objects that have their own title as class, since they lack the answer that would be it. */
	noAnswer = 0;
	private readonly leftOut = new Map<LeftOutReason, LeftOut>();
	private readonly warnings = new Map<WarningCode, { message: string; count: number }>();
	private renamed = 0;
	private readonly renamedExamples: Array<{ from: string; to: string }> = [];
	/** Facts of one format. */
	private readonly facts: IDataObject = {};
	private readonly classNames = new Map<string, string>();

	/** All objects that came in. */
	get objects(): number {
		let sum = this.written + this.stopped;
		for (const { count, objects } of this.leftOut.values()) sum += objects ?? count;
		return sum;
	}

	/** How many things were left out. */
	get leftOutCount(): number {
		let sum = 0;
		for (const { count } of this.leftOut.values()) sum += count;
		return sum;
	}

	/** Why things were left out, the most frequent reason first. */
	get reasons(): LeftOutReason[] {
		const entries = [...this.leftOut].sort(([, a], [, b]) => b.count - a.count);
		return entries.map(([reason]) => reason);
	}

	/** The most frequent reasons, such as "noSize, tooSmall". */
	get mainReasons(): string {
		return this.reasons.slice(0, MAX_REASONS).join(', ');
	}

	/** A sentence on what was left out; undefined where nothing was. */
	get leftOutNote(): string | undefined {
		if (this.leftOutCount === 0) return undefined;
		return `Some labels or pictures were left out (number: ${this.leftOutCount}, main reasons: ${this.mainReasons}). The field 'report' says which and why.`;
	}

	/** How many things were left out for a reason. */
	countOf(reason: LeftOutReason): number {
		return this.leftOut.get(reason)?.count ?? 0;
	}

	/**
	 * Notes one thing that is left out.
	 * @param example may be made for the few that are named alone
	 * @param objects how many objects go with it, where it is none itself
	 */
	leaveOut(reason: LeftOutReason, example: Example | (() => Example), objects?: number): void {
		const entry = this.entryOf(reason);
		add(entry, { count: 1, objects });
		if (entry.examples.length === MAX_EXAMPLES) return;
		entry.examples.push(typeof example === 'function' ? example() : example);
	}

	/** Notes a color in a mask that no class has. */
	leaveOutColor(example: Example, pixels: number): void {
		this.leaveOut('unknownColor', example);
		const entry = this.leftOut.get('unknownColor')!;
		entry.pixels = (entry.pixels ?? 0) + pixels;
	}

	/** Takes in what another report says was left out. */
	include(other: Report): void {
		for (const [reason, { count, objects, pixels, examples }] of other.leftOut) {
			const entry = this.entryOf(reason);
			add(entry, { count, objects });
			if (pixels !== undefined) entry.pixels = (entry.pixels ?? 0) + pixels;
			entry.examples.push(...examples.slice(0, MAX_EXAMPLES - entry.examples.length));
		}
	}

	private entryOf(reason: LeftOutReason): LeftOut {
		const entry = this.leftOut.get(reason) ?? { count: 0, examples: [] };
		this.leftOut.set(reason, entry);
		return entry;
	}

	/** @param message in place of the usual one */
	warn(code: WarningCode, message: string = WARNINGS[code]): void {
		const warning = this.warnings.get(code);
		if (warning) warning.count++;
		else this.warnings.set(code, { message, count: 1 });
	}

	rename(from: string, to: string): void {
		this.renamed++;
		this.warn('namesChanged');
		if (this.renamedExamples.length < MAX_EXAMPLES) this.renamedExamples.push({ from, to });
	}

	/** Notes that a format writes a class under another name. */
	renameClass(from: string, to: string): void {
		this.classNames.set(from, to);
	}

	/** Notes how a format was written. */
	note(key: string, value: string): void {
		this.facts[key] = value;
	}

	toJson(): IDataObject {
		const { images, background, objects, written, stopped, clipped, approximated } = this;
		const { joined, filledIn, notInterpolated, duplicates, noAnswer } = this;
		return {
			images,
			background,
			objects,
			written,
			stopped,
			clipped,
			approximated,
			joined,
			filledIn,
			notInterpolated,
			duplicates,
			noAnswer,
			leftOut: [...this.leftOut].map(([reason, entry]) => ({ reason, ...entry })),
			renamed: this.renamed,
			renamedExamples: this.renamedExamples,
			classNames: Object.fromEntries(this.classNames),
			...this.facts,
			warnings: [...this.warnings].map(([code, warning]) => ({ code, ...warning })),
		} as unknown as IDataObject;
	}
}

/** Adds what is left out. Things without a number of objects are objects themselves. */
function add(entry: LeftOut, { count, objects }: Omit<LeftOut, 'examples'>): void {
	if (objects !== undefined || entry.objects !== undefined) {
		entry.objects = (entry.objects ?? entry.count) + (objects ?? count);
	}
	entry.count += count;
}
