import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { Hub } from '../hub';
import { toUserError } from '../operation/errors';

/** Records of a list that is read without pages. */
export const MAX_RECORDS = 1000;

/** The same methods, with errors that a picker can show. */
export function withUserErrors<T extends object>(methods: T): T {
	const entries = Object.entries(methods).map(([name, method]) => [
		name,
		async function (this: ILoadOptionsFunctions, ...given: unknown[]) {
			return await (method as (...all: unknown[]) => Promise<unknown>)
				.apply(this, given)
				.catch((error: unknown) => {
					throw toUserError(error);
				});
		},
	]);
	return Object.fromEntries(entries) as T;
}

/** The project that is chosen; empty without one. */
export function projectOf(context: ILoadOptionsFunctions): string {
	return parameterOf(context, 'project');
}

/** What a field holds; empty where the operation has no such field. */
export function parameterOf(context: ILoadOptionsFunctions, name: string): string {
	if (context.getCurrentNodeParameter(name) === undefined) return ''; // not of this operation
	return String(context.getCurrentNodeParameter(name, { extractValue: true }) ?? '');
}

export async function collected<T>(records: AsyncIterable<T>): Promise<T[]> {
	const list: T[] = [];
	for await (const record of records) list.push(record);
	return list;
}

/** The stages of a project as a picker lists them. */
export async function stageItems(context: ILoadOptionsFunctions, project: string) {
	const stages = await (await Hub.open(context)).stages.list(project);
	return stages.map(({ id, name, type }) => ({
		name: name || id,
		value: id,
		description: type,
	}));
}
