import { UserError } from 'n8n-workflow';

import { childOf, parseXml, type XmlElement } from '../../../formats/xml';
import type { Box } from '../../../labels/geometry/types';
import { textOf } from '../../parsed';
import type { PredictedPicture, Reader, ReadSettings } from '../../predictions';
import { boxOfEdges, sizeIn } from '../../values';

/** Reads the annotation of one picture; children in any order, parts may be missing. */
export const readVoc: Reader = (given, { vocCoordinates }) => {
	const root = parseXml(textOf(given));
	if (root.name !== 'annotation') {
		throw new UserError(`The XML is no Pascal VOC annotation: its root is <${root.name}>`, {
			description: 'Give a file that begins with <annotation>, or choose another format.',
		});
	}
	const size = childOf(root, 'size');
	const picture: PredictedPicture = {
		name: childOf(root, 'filename')?.text || childOf(root, 'path')?.text,
		size: sizeIn(numberOf(size, 'width'), numberOf(size, 'height')),
		objects: [],
		warnings: [],
	};
	for (const object of root.children) {
		if (object.name !== 'object') continue;
		const title = childOf(object, 'name')?.text ?? '';
		const bounds = childOf(object, 'bndbox');
		const box = bounds && boxOf(bounds, vocCoordinates);
		if (!box) {
			picture.objects.push({ title, shape: bounds ? 'notFinite' : 'unsupportedShape' });
			continue;
		}
		const [x0, y0] = [Math.max(box.x0, 0), Math.max(box.y0, 0)];
		if (x0 !== box.x0 || y0 !== box.y0) picture.warnings!.push('clampedAtZero');
		picture.objects.push({ title, shape: { kind: 'box', box: { ...box, x0, y0 } } });
	}
	return [picture];
};

function boxOf(bounds: XmlElement, coordinates: ReadSettings['vocCoordinates']): Box | undefined {
	const [xmin, ymin, xmax, ymax] = ['xmin', 'ymin', 'xmax', 'ymax'].map((name) =>
		numberOf(bounds, name),
	);
	const shift = coordinates === 'pixelsFrom1' ? 1 : 0;
	return boxOfEdges([xmin - shift, ymin - shift, xmax, ymax]);
}

function numberOf(element: XmlElement | undefined, name: string): number {
	const text = childOf(element, name)?.text;
	return text ? Number(text) : NaN;
}
