import { UserError, type IDataObject } from 'n8n-workflow';

import { emailsIn } from '../../../shared/fields/emails';
import { objectIn } from '../../../shared/fields/values';
import type { IssueChanges } from '../../../shared/hub/issues';
import type { JsonValue } from '../../../shared/util/json';

/** What Create and Update both take beside the content, as it comes from the fields. */
interface DetailFields {
	mentions?: unknown;
	errorCodes?: { code?: Array<{ category?: string; name?: string; key?: string }> };
	pctDetails?: JsonValue;
}

/**
 * Mentions, error codes and details of an issue in the form of contract 2.14; empty ones are left out.
 * @throws UserError naming the field that cannot work
 */
export function detailsOf({
	mentions,
	errorCodes,
	pctDetails,
}: DetailFields): Pick<IssueChanges, 'contentMentions' | 'errorCodes' | 'pctDetails'> {
	const emails = emailsIn(mentions, 'Mention Names or IDs');
	const codes = (errorCodes?.code ?? []).map(errorCode);
	const details = objectIn(pctDetails, 'Multi-Sensor Details (JSON)');
	return {
		...(emails.length > 0 && { contentMentions: emails }),
		...(codes.length > 0 && { errorCodes: codes }),
		...(details && { pctDetails: details }),
	};
}

function errorCode(row: { category?: string; name?: string; key?: string }): IDataObject {
	const [category, name, key] = [row.category, row.name, row.key].map((text) =>
		String(text ?? '').trim(),
	);
	if (!category || !name) {
		throw new UserError("'Error Codes' needs a category and a name in each row", {
			description: "Take both from the error schema of the project; 'Key' may stay empty.",
		});
	}
	return { category, name, ...(key && { key }) };
}
