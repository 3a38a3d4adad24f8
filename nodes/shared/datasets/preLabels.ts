import { UserError, type IDataObject } from 'n8n-workflow';

import type { LabelSet, SchemaClass } from '../hub/types';
import { frameOf, isInside } from '../labels/geometry/box';
import { maskZones } from '../labels/geometry/outlines';
import { simplifiedZones } from '../labels/geometry/simplify';
import type { Size } from '../labels/geometry/types';
import { suggestion } from '../util/nearest';
import { withSentence } from '../util/withSentence';
import { fitted } from './fit';
import { importShape, type Placed } from './importShape';
import type { Answer, Shape } from './model';
import { lastPart } from './names';
import { looksNormalized, scaledShape } from './normalized';
import type { PredictedPicture, Prediction } from './predictions';
import { Report, type LeftOutReason } from './report';
import { ToolFinder } from './toolFinder';

/** How predictions become labels. */
export interface PreLabelSettings {
	/** Predictions that are less sure are left out; from 0 to 1. */
	minConfidence: number;
	/** Other names for models' classes; an empty one leaves the class out. */
	renameClasses: ReadonlyMap<string, string>;
	/** Gives classes their schema IDs and the tools that they want. */
	labelSet?: LabelSet;
	/** The picture, where the predictions do not name it. */
	externalId?: string;
	/** Size of the picture, where the predictions do not give it. */
	size?: Size;
	/** Whether folders in the names of pictures belong to the external ID. */
	keepFolders: boolean;
	/** Title of the nested classification that takes the confidence. */
	confidenceInto?: string;
	/** The nested classification that tells whether a keypoint can be seen. */
	visibilityInto?: { title: string; visible: string; hidden: string };
	/** Pixels that outlines may differ by, to have fewer points. */
	simplify: number;
	/** Whether the tracks of a model become object IDs. */
	useTrackIds: boolean;
	/** Decimals of pixels. */
	decimals: number;
}

/** What became of the predictions of a picture. */
export type PreLabelReport = IDataObject & {
	leftOut: Array<{ reason: LeftOutReason; count: number }>;
	warnings: Array<{ code: string; message: string }>;
};

/** The labels of a picture in the form of imports, and what is to be known of them. */
export interface PreLabelItem extends IDataObject {
	externalId: string;
	objects: IDataObject[];
	classifications?: IDataObject[];
	/** Of the objects, in their order; null where the model gives none. */
	scores: Array<number | null>;
	count: number;
	lowestScore: number | null;
	meanScore: number | null;
	report: PreLabelReport;
}

/** Turns predictions into items of labels as imports take them. */
export class PreLabels {
	private readonly tools: ToolFinder;
	/** Names of pictures in full, by their external IDs. */
	private readonly names = new Map<string, string>();
	private hasUnnamed = false;

	constructor(private readonly settings: PreLabelSettings) {
		this.tools = new ToolFinder(settings.renameClasses, settings.labelSet);
	}

	/**
	 * The labels of a picture, their scores in the same order, and what became of each prediction.
	 * @throws UserError when nothing names the picture, or its size is needed and not known
	 */
	itemOf(picture: PredictedPicture): PreLabelItem {
		const report = new Report();
		const externalId = this.externalIdOf(picture, report);
		return withSentence(`It is about '${externalId}'.`, () =>
			this.labelsOf(picture, externalId, report),
		);
	}

	private labelsOf(picture: PredictedPicture, externalId: string, report: Report): PreLabelItem {
		const sizes = [picture.fileSize, picture.size, this.settings.size];
		const size = sizes.find((one) => one !== undefined);
		const objects: IDataObject[] = [];
		const scores: Array<number | null> = [];
		for (const code of picture.warnings ?? []) report.warn(code);
		if (sizes.some((one) => isOtherSize(one, size))) report.warn('sizeDiffers');
		if (size && size.width > 1 && looksNormalized(picture)) report.warn('looksNormalized');
		for (const prediction of [...(picture.strays ?? []), ...picture.objects]) {
			const object = this.object(prediction, picture, size, report);
			if ('leftOut' in object) {
				const { leftOut } = object;
				const { title } = prediction;
				report.leaveOut(leftOut, () => {
					const nearest = leftOut === 'unknownClass' ? this.tools.nearestTo(title) : undefined;
					return { externalId, title, nearest };
				});
			} else {
				objects.push(object.label);
				scores.push(prediction.score ?? null);
			}
		}
		report.images = 1;
		report.written = objects.length;
		report.background = objects.length === 0 ? 1 : 0;
		const given = scores.filter((score) => score !== null);
		const sum = given.reduce((total, score) => total + score, 0);
		return {
			externalId,
			...size,
			objects,
			...(picture.answers && picture.answers.length > 0 && { classifications: picture.answers }),
			scores,
			...(picture.tags &&
				picture.tags.length > 0 && { tags: picture.tags as unknown as IDataObject[] }),
			count: objects.length,
			lowestScore: given.length > 0 ? given.reduce((least, score) => Math.min(least, score)) : null,
			meanScore: given.length > 0 ? sum / given.length : null,
			report: {
				...report.toJson(),
				belowConfidence: report.countOf('belowConfidence'),
			} as unknown as PreLabelReport,
		};
	}

	private externalIdOf({ name }: PredictedPicture, report: Report): string {
		const whole = (name ?? '').replaceAll('\\', '/');
		const own = this.settings.keepFolders ? whole : lastPart(whole);
		if (own !== '') {
			if ((this.names.get(own) ?? whole) !== whole) report.warn('sameName');
			this.names.set(own, whole);
			return own;
		}
		if (this.hasUnnamed) {
			throw new UserError('The predictions are of several pictures, but do not name them', {
				description:
					"Give each picture an item of its own, in which 'External ID' says which one it is.",
			});
		}
		this.hasUnnamed = true;
		const { externalId } = this.settings;
		if (externalId) return externalId;
		throw new UserError("'External ID' is empty, and the predictions do not name their picture", {
			description:
				"Fill in 'External ID', or check that its expression gives a value for this item.",
		});
	}

	private object(
		prediction: Prediction,
		{ isNormalized }: PredictedPicture,
		size: Size | undefined,
		report: Report,
	): { label: IDataObject } | { leftOut: LeftOutReason } {
		const { score, title, shape } = prediction;
		const { minConfidence, decimals, useTrackIds } = this.settings;
		if (shape === 'noSize') throw sizeNeeded();
		if (typeof shape === 'string') return { leftOut: shape };
		if (score !== undefined && score < minConfidence) return { leftOut: 'belowConfidence' };
		const found = this.tools.find(title);
		if ('leftOut' in found) return found;
		if (isNormalized && !size) throw sizeNeeded();
		const scaled = (given: Shape) => (isNormalized ? scaledShape(given, size!) : given);
		const box = prediction.box && scaled({ kind: 'box', box: prediction.box });
		let placed = this.placed(scaled(shape), size, report);
		// An outline that is none leaves the box that the model gives beside it.
		if (placed === 'tooFewPoints' && box) placed = this.placed(box, size, report);
		if (typeof placed === 'string') return { leftOut: placed };
		const own = box && this.placed(box, size);
		if (!placed.box && typeof own === 'object') placed.box = own.box;
		const drawn = importShape(placed, found.tools, decimals);
		if (typeof drawn === 'string') return { leftOut: drawn };
		if (drawn.isApproximated) report.approximated++;
		if (drawn.isJoined) report.joined++;
		const tool = found.tools?.find(({ schemaId }) => schemaId === drawn.schemaId);
		const classifications = this.answersOf(prediction, tool);
		return {
			label: {
				title: found.title,
				...(drawn.schemaId !== undefined && { schemaId: drawn.schemaId }),
				...(useTrackIds && prediction.trackId !== undefined && { objectId: prediction.trackId }),
				...drawn.content,
				...(classifications.length > 0 && { classifications }),
			},
		};
	}

	/** What lies within the picture, where its size is known; or why nothing does. */
	private placed(
		shape: Shape,
		size: Size | undefined,
		report = new Report(),
	): Placed | LeftOutReason {
		if (shape.kind === 'point') {
			const [x, y] = shape.point;
			const isOutside = size && !isInside({ x0: x, y0: y, x1: x, y1: y }, frameOf(size));
			return isOutside ? 'outsideImage' : { tool: 'point', zones: [], point: shape.point };
		}
		if (shape.kind === 'mask') {
			const { width, height } = shape.mask;
			if (isOtherSize({ width, height }, size)) {
				report.warn('sizeDiffers');
				return 'unreadable';
			}
			return this.placed({ kind: 'zones', zones: maskZones(shape.mask) }, size, report);
		}
		const fit = fitted(shape, size ?? { width: 0, height: 0 }, size ? 'clip' : 'keep', (code) =>
			report.warn(code),
		);
		if (typeof fit === 'string') return fit;
		// A turned box that is cut off is none any more, so it stays whole for its own tool as long as some of it is inside.
		if (shape.kind === 'rotated') {
			return { tool: 'rotated-bounding-box', corners: shape.corners, zones: fit.zones };
		}
		if (fit.isClipped) report.clipped++;
		if (shape.kind === 'box') return { tool: 'bounding-box', zones: fit.zones, box: fit.box };
		const zones = simplifiedZones(fit.zones, this.settings.simplify);
		const isPolygon = zones.length === 1 && zones[0].holes.length === 0;
		return { tool: isPolygon ? 'polygon' : 'segmentation', zones };
	}

	private answersOf(
		{ answers = [], isHidden, score, shape }: Prediction,
		tool?: SchemaClass,
	): Answer[] {
		const { confidenceInto, visibilityInto } = this.settings;
		const all = [...answers];
		if (confidenceInto && score !== undefined)
			all.push({ title: confidenceInto, answer: String(score) });
		if (visibilityInto && typeof shape !== 'string' && shape.kind === 'point') {
			const { title, visible, hidden } = visibilityInto;
			all.push({ title, answer: isHidden ? hidden : visible });
		}
		return all.map((answer) => withSchemaId(answer, tool));
	}
}

/** @throws UserError when the class has no such classification */
function withSchemaId(answer: Answer, tool: SchemaClass | undefined): Answer {
	if (!tool) return answer;
	const inside = tool.classifications ?? [];
	const known = inside.find(({ title }) => title === answer.title);
	if (known) return { ...answer, schemaId: known.schemaId };
	throw new UserError(`The class '${tool.title}' has no nested classification '${answer.title}'`, {
		description: suggestion(
			answer.title ?? '',
			inside.map(({ title }) => title),
			'It has no nested classifications: add one to the label set.',
		),
	});
}

function isOtherSize(a: Size | undefined, b: Size | undefined): boolean {
	return a !== undefined && b !== undefined && (a.width !== b.width || a.height !== b.height);
}

function sizeNeeded(): UserError {
	return new UserError(
		"'Width' and 'Height' are needed: the predictions are in shares of the picture",
		{
			description: "Fill them in, or name the picture's file in the option 'Pictures Field'.",
		},
	);
}
