import { UserError, type IDataObject } from 'n8n-workflow';

import { withoutMember } from '../../formats/jsonMembers';
import { parsedObject } from '../../formats/jsonObjects';
import type { Platform } from '../platform';
import type { TaskExport } from './query';

/** What becomes of an exported object: its bytes as they are wanted, or undefined where it is not. */
export type Pick = (object: Buffer) => Buffer | undefined;

type Test = (object: IDataObject) => boolean;

/**
 * What Ango Hub cannot filter an export by: IDs, and on the current platform the completion, which the
 * stage history of each task tells.
 * @throws UserError when the archive itself is wanted, which nothing is picked from
 */
export function pickOf({ facts }: Platform, wanted: TaskExport): Pick | undefined {
	const isTask = facts.exportedObject === 'task';
	const isCompleted = isTask ? completionTest(wanted) : undefined;
	const tests = [idTest(wanted), isCompleted].filter((test) => test !== undefined);
	if (tests.length === 0) return undefined;
	if (wanted.asArchive) throw notInArchive(isCompleted !== undefined);
	const withoutHistory = isCompleted && !wanted.history;
	return (bytes) => {
		const object = parsedObject(bytes);
		if (!tests.every((passes) => passes(object))) return undefined;
		// Cut out of the bytes: writing the object anew would round its large numbers.
		return withoutHistory ? withoutMember(bytes, ['task', 'stageHistory']) : bytes;
	};
}

function notInArchive(byCompletion: boolean): UserError {
	if (byCompletion) {
		return new UserError('Ango Hub cannot filter an archive by who completed a task and when', {
			description:
				"Remove 'Completed By', 'Completed After' and 'Completed Before', or choose another output: n8n filters that one itself.",
		});
	}
	return new UserError('Ango Hub cannot filter an archive by IDs', {
		description:
			"Remove 'Task IDs', 'Asset IDs' and 'External IDs', or choose another output: n8n filters that one itself.",
	});
}

/** Legacy exports have one object for each asset, with all its tasks. */
function idTest({ taskIds, assetIds, externalIds }: TaskExport): Test | undefined {
	const tests: Test[] = [];
	const anyOf = (wanted: readonly string[], valuesOf: (object: IDataObject) => unknown[]) => {
		if (wanted.length === 0) return;
		const ids = new Set(wanted);
		tests.push((object) => valuesOf(object).some((value) => ids.has(value as string)));
	};
	anyOf(taskIds, ({ task, tasks }) =>
		[task ?? tasks ?? []].flat().map((one) => (one as IDataObject).taskId),
	);
	anyOf(assetIds, ({ assetId, asset }) => [assetId, asset]);
	anyOf(
		externalIds.map((externalId) => externalId.normalize('NFC')),
		({ externalId }) => [String(externalId).normalize('NFC')],
	);
	return tests.length > 0 ? (object) => tests.every((passes) => passes(object)) : undefined;
}

function completionTest({ completedBy, completed }: TaskExport): Test | undefined {
	const { after, before } = completed;
	if (completedBy.length === 0 && !after && !before) return undefined;
	const emails = new Set(completedBy.map((email) => email.toLowerCase()));
	const [from, until] = [after, before].map((date) => (date ? Date.parse(date) : Number.NaN));
	const fits = ({ completedBy: by, completedAt }: IDataObject) => {
		const at = new Date(completedAt as string).getTime();
		return (
			(emails.size === 0 || emails.has(String(by).toLowerCase())) &&
			(!after || at > from) &&
			(!before || at < until)
		);
	};
	return ({ task }) => {
		const { stageHistory = [] } = (task ?? {}) as { stageHistory?: IDataObject[] };
		return stageHistory.some(fits);
	};
}
