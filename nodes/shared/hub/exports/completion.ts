import type { IDataObject } from 'n8n-workflow';

import { withoutMember } from '../../formats/jsonMembers';
import { parsedObject } from '../../formats/jsonObjects';
import type { TaskExport } from './query';

/** What becomes of an exported object: its bytes as they are wanted, or undefined where it is not. */
export type Pick = (object: Buffer) => Buffer | undefined;

/** The current platform cannot filter by completion, so the stage history of each task decides. */
export function completionFilter({
	completedBy,
	completed,
	history,
}: TaskExport): Pick | undefined {
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
	return (bytes) => {
		const { task } = parsedObject(bytes);
		const { stageHistory = [] } = (task ?? {}) as { stageHistory?: IDataObject[] };
		if (!stageHistory.some(fits)) return undefined;
		// Cut out of the bytes: writing the object anew would round its large numbers.
		return history ? bytes : withoutMember(bytes, ['task', 'stageHistory']);
	};
}
