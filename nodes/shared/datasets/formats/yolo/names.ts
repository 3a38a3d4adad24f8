import { parseYaml, type YamlValue } from '../../../formats/yaml';

/** The names that a data.yaml gives. */
export interface YoloNames {
	/** Names of classes by their number. */
	classNames: string[];
	/** Names of the points of the first class that has any. */
	keypointNames: string[];
}

/** Names of classes and keypoints from the text of a data.yaml. @throws UserError when it cannot be read */
export function yoloNames(yaml: string): YoloNames {
	const root = parseYaml(yaml);
	const { names, kpt_names: points } =
		root instanceof Map ? (Object.fromEntries(root) as Record<string, YamlValue>) : {};
	const ofClasses = points instanceof Map ? [...points.values()] : [points];
	const first = ofClasses.find(Array.isArray) as YamlValue[] | undefined;
	return {
		classNames: textsIn(names),
		keypointNames: textsIn(first ?? points),
	};
}

/** A list of texts, or a map of numbers to texts; a number without a name keeps its place. */
function textsIn(value: YamlValue | undefined): string[] {
	const entries =
		value instanceof Map ? [...value] : Array.isArray(value) ? [...value.entries()] : [];
	const texts: string[] = [];
	for (const [index, text] of entries) {
		const number = Number(index);
		if (typeof text !== 'string' || !Number.isInteger(number) || number < 0) continue;
		if (number < MAX_NAMES) texts[number] = text;
	}
	return Array.from(texts, (text) => text ?? '');
}

/** A number of a class beyond it is a slip. */
const MAX_NAMES = 100_000;
