import { UserError } from 'n8n-workflow';

import { decodedText } from '../formats/decodedText';
import { imageSize } from '../formats/imageSize';
import { zipMembers } from '../formats/zip';
import type { Size } from '../labels/geometry/types';
import type { Breather } from '../util/breather';
import { outcomeOf } from '../util/outcome';
import type { SourceFile } from '../util/streams';
import { withSentence } from '../util/withSentence';
import { readerOf, type PredictionFormat } from './formats/readers';
import { yoloNames } from './formats/yolo/names';
import type { PredictedPicture, ReadSettings } from './predictions';
import { sizeIn } from './values';

/** How an archive begins: with a file, or with its end where it has none. */
const ZIP_SIGNATURES = ['PK\x03\x04', 'PK\x05\x06'];
const PICTURE = /\.(?:png|jpe?g|gif|bmp|tiff?|webp)$/i;
const YAML = /(?:^|\/)data(?:set)?\.ya?ml$/i;
/** Texts beside labels: lists of classes and pictures. */
const NO_LABELS =
	/(?:^|\/)(?:(?:predefined_)?classes|label_?colors|label_?map|labels|train|val|valid|test|trainval|readme[^/]*)\.txt$|(?:^|\/)(?:calib|ImageSets|__MACOSX)\/|(?:^|\/)\./i;
/** A name of a class in each line: of labelImg and Label Studio, and of Darknet and CVAT. */
const NAMES = /(?:^|\/)(?:classes\.txt|[^/]+\.names)$/;
/** Pictures for training, beside which there may be others such as plots. */
const IN_DATASET = /(?:^|\/)images\//i;
/** Folders in which pictures and their labels stand side by side. */
const SIDES = new Set(['images', 'labels', 'jpegimages', 'annotations', 'image_2', 'label_2']);

/** What an archive tells about the pictures that its labels are for. */
interface Surroundings {
	/** Pictures by their path without the folders that tell pictures from labels, and without extension. */
	pictures: Map<string, { name: string; size?: Size }>;
	classNames: string[];
	keypointNames: string[];
}

/**
 * The predictions in a file, or in the files of a ZIP archive. An archive may have the pictures, which
 * give names and sizes, and a data.yaml or classes.txt, which gives names of classes.
 * @param pictureExtension what the names of pictures end with that an archive does not have
 * @throws UserError when the file is not in its format
 */
export async function* picturesIn(
	file: SourceFile,
	format: PredictionFormat,
	settings: ReadSettings,
	breather: Breather,
	pictureExtension = '',
): AsyncGenerator<PredictedPicture> {
	const { read, extension = '.json' } = readerOf(format);
	const name = file.fileName ?? 'The file';
	if (!(await isZip(file))) {
		yield* read(await decodedText(chunksOf(file), name), settings);
		return;
	}
	const around = await surroundings(file, format);
	const told: ReadSettings = {
		...settings,
		classNames: settings.classNames.length > 0 ? settings.classNames : around.classNames,
		keypointNames:
			settings.keypointNames.length > 0 ? settings.keypointNames : around.keypointNames,
	};
	const labeled = new Set<string>();
	for await (const member of zipMembers(chunksOf(file))) {
		if (!member.name.toLowerCase().endsWith(extension) || NO_LABELS.test(member.name)) continue;
		const key = keyOf(member.name);
		const known = around.pictures.get(key);
		labeled.add(key);
		const text = await decodedText(member.content(), member.name);
		const size = known?.size ?? told.size;
		for (const picture of withSentence(`It is about '${member.name}'.`, () =>
			read(text, { ...told, size }),
		)) {
			if (breather.isDue) await breather.pause();
			yield {
				...picture,
				name: picture.name ?? known?.name ?? pictureNameOf(member.name, format, pictureExtension),
				fileSize: known?.size,
			};
		}
	}
	if (labeled.size === 0) {
		throw new UserError(`The archive '${name}' has no file with predictions`, {
			description: `In this format their names end with '${extension}'. Check the format and what the archive holds.`,
		});
	}
	if (format === 'yolo') {
		// In a dataset, a picture without a text is one without objects.
		for (const [key, { name: path, size }] of around.pictures) {
			if (!labeled.has(key) && IN_DATASET.test(path))
				yield { name: path, fileSize: size, objects: [] };
		}
	}
}

/** The path of a picture by that of the file with its predictions; empty where that is no such file. */
export function pictureNameOf(
	name: string,
	format: PredictionFormat,
	pictureExtension = '',
): string {
	const { extension = '.json' } = readerOf(format);
	if (!name.toLowerCase().endsWith(extension)) return '';
	return name.slice(0, -extension.length) + pictureExtension;
}

async function isZip(file: SourceFile): Promise<boolean> {
	for await (const chunk of chunksOf(file)) {
		return ZIP_SIGNATURES.includes(chunk.toString('latin1', 0, 4));
	}
	return false;
}

async function surroundings(file: SourceFile, format: PredictionFormat): Promise<Surroundings> {
	const found: Surroundings = { pictures: new Map(), classNames: [], keypointNames: [] };
	let hasYaml = false; // which says more than a list
	for await (const member of zipMembers(chunksOf(file))) {
		const { name } = member;
		if (PICTURE.test(name)) {
			// The picture itself does not matter here, so a damaged one has just no size.
			const outcome = await outcomeOf(imageSize(member.content(), name));
			const { width, height } = ('value' in outcome && outcome.value) || {};
			found.pictures.set(keyOf(name), { name, size: sizeIn(width, height) });
		} else if (format === 'yolo' && YAML.test(name)) {
			Object.assign(found, yoloNames(await decodedText(member.content(), name)));
			hasYaml = true;
		} else if (format === 'yolo' && NAMES.test(name) && !hasYaml) {
			const lines = (await decodedText(member.content(), name)).split(/[\r\n]+/);
			found.classNames = lines.map((line) => line.trim()).filter((line) => line !== '');
		}
	}
	return found;
}

function keyOf(path: string): string {
	const parts = path.split('/').filter((part) => !SIDES.has(part.toLowerCase()));
	return parts.join('/').replace(/\.[^./]*$/, '');
}

async function* chunksOf(file: SourceFile): AsyncGenerator<Buffer> {
	const body = await file.open();
	yield* Buffer.isBuffer(body) ? [body] : (body as AsyncIterable<Buffer>);
}
