import { UserError } from 'n8n-workflow';

import type { NewIssue } from '../../../shared/hub/issues';
import { numberIn, wholeNumberIn } from '../../../shared/operation/numberIn';
import type { Parameters } from '../../../shared/operation/parameters';
import { isEmpty } from '../../../shared/util/isEmpty';
import type { dataIndexOption, pageOptions, placeFields } from './fields';

type Place = Parameters<typeof placeFields>;
type Details = Partial<Parameters<[typeof dataIndexOption, ...typeof pageOptions]>>;

/**
 * Where an issue is, in the form of contract 2.14: a position as text, or the ID of an object.
 * @throws UserError when a number is none, or when an object has further words about its place
 */
export function placeOf(
	place: Place,
	{ dataIndex, page, pageEnd, plane }: Details,
): Pick<NewIssue, 'position' | 'objectId' | 'page' | 'pageEnd' | 'dataIndex' | 'plane'> {
	const given = Object.entries({
		dataIndex: indexIn(dataIndex, 'Data Index'),
		page: indexIn(page, 'Page'),
		pageEnd: indexIn(pageEnd, 'Page End'),
		plane: isEmpty(plane) ? undefined : plane,
	}).filter(([, value]) => value !== undefined);
	const details = Object.fromEntries(given);
	if (place.place === 'object' && given.length > 0) {
		throw new UserError("An issue on an object cannot have 'Data Index', 'Page' or 'Plane'", {
			description: "Remove them under Options, or choose another 'Place'.",
		});
	}
	if ('pageEnd' in details && !('page' in details)) {
		throw new UserError("'Page End' needs 'Page'", {
			description: 'Give the first page or frame as well.',
		});
	}
	return { ...positionOf(place), ...details };
}

function positionOf(place: Place): Pick<NewIssue, 'position' | 'objectId'> {
	const { x, y, character, start, end, objectId } = place;
	switch (place.place) {
		case 'point':
			return { position: `[${numberIn(x, 'X')}, ${numberIn(y, 'Y')}]` };
		case 'character':
			return { position: String(indexIn(character, 'Character Index', true)) };
		case 'span':
			return { position: span(numberIn(start, 'Start'), numberIn(end, 'End')) };
		case 'object':
			return { objectId: objectId.trim() };
		default:
			return {};
	}
}

function span(start: number, end: number): string {
	if (end < start) {
		throw new UserError(`'End' is before 'Start': ${end} comes before ${start}`, {
			description: 'Give seconds from the beginning of the recording.',
		});
	}
	return `[${start}, ${end}]`;
}

function indexIn(value: unknown, field: string, needed = false): number | undefined {
	if (!needed && isEmpty(value)) return undefined;
	return wholeNumberIn(value, field, 0);
}
