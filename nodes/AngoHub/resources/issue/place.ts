import { UserError } from 'n8n-workflow';

import type { NewIssue } from '../../../shared/hub/issues';
import type { Field, Parameters } from '../../../shared/operation/parameters';

/** Where on the asset an issue is; the choices exclude each other. */
export const placeFields = [
	{
		displayName: 'Place',
		name: 'place',
		type: 'options',
		options: [
			{ name: 'Character', value: 'character', description: 'A character of a text' },
			{ name: 'Object', value: 'object', description: 'A labeled object' },
			{ name: 'Point', value: 'point', description: 'A point of an image or video' },
			{ name: 'Time Span', value: 'span', description: 'A part of an audio recording' },
			{ name: 'Whole Task', value: 'task', description: 'No place in particular' },
		],
		default: 'task',
		description: 'Part of the asset that the issue is about',
	},
	{
		displayName: 'X',
		name: 'x',
		type: 'number',
		default: 0,
		required: true,
		description: 'Pixels from the left',
		displayOptions: { show: { place: ['point'] } },
	},
	{
		displayName: 'Y',
		name: 'y',
		type: 'number',
		default: 0,
		required: true,
		description: 'Pixels from the top',
		displayOptions: { show: { place: ['point'] } },
	},
	{
		displayName: 'Character Index',
		name: 'character',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		required: true,
		description: 'Which character, counted from 0',
		displayOptions: { show: { place: ['character'] } },
	},
	{
		displayName: 'Start',
		name: 'start',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 3 },
		default: 0,
		required: true,
		hint: 'In seconds',
		description: 'Start of the time span',
		displayOptions: { show: { place: ['span'] } },
	},
	{
		displayName: 'End',
		name: 'end',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 3 },
		default: 1,
		required: true,
		hint: 'In seconds',
		description: 'End of the time span',
		displayOptions: { show: { place: ['span'] } },
	},
	{
		displayName: 'Object ID',
		name: 'objectId',
		type: 'string',
		default: '={{ $json.objectId }}',
		required: true,
		placeholder: 'e.g. 8a1f0c5e7d2b4a6990e1f3c',
		description: "The object's ID in the labels of the task",
		displayOptions: { show: { place: ['object'] } },
	},
] as const satisfies readonly Field[];

export const dataIndexOption = {
	displayName: 'Data Index',
	name: 'dataIndex',
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 0 },
	default: 0,
	description: 'Which of several pieces of data the asset is made of, counted from 0',
} as const satisfies Field;

/** Details of an issue's position. */
export const pageOptions = [
	{
		displayName: 'Page',
		name: 'page',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description: 'The page of a document or the frame of a video, counted from 0',
	},
	{
		displayName: 'Page End',
		name: 'pageEnd',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description: 'The last page or frame, where the issue is about several; needs Page',
	},
	{
		displayName: 'Plane',
		name: 'plane',
		type: 'options',
		options: [
			{ name: 'Axial', value: 'A' },
			{ name: 'Coronal', value: 'C' },
			{ name: 'Sagittal', value: 'S' },
		],
		default: 'A',
		description: 'The plane of a medical image',
	},
] as const satisfies readonly Field[];

type Place = Parameters<typeof placeFields>;
type Details = Partial<Parameters<[typeof dataIndexOption, ...typeof pageOptions]>>;

/**
 * Where an issue is, in the form of contract 2.14: a position as text, or the ID of an object.
 * @throws UserError when the end is before the start, or when an object has details of a position
 */
export function placeOf(
	place: Place,
	{ dataIndex, page, pageEnd, plane }: Details,
): Pick<NewIssue, 'position' | 'objectId' | 'page' | 'pageEnd' | 'dataIndex' | 'plane'> {
	const given = Object.entries({ dataIndex, page, pageEnd, plane }).filter(
		([, value]) => value !== undefined,
	);
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
			return { position: `[${x}, ${y}]` };
		case 'character':
			return { position: String(character) };
		case 'span':
			return { position: span(start, end) };
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
