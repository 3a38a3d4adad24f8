import type { IDataObject } from 'n8n-workflow';

import * as kernel from '../shared/operation/operation';

/** What operations on labels get beside the services of the kernel. */
export interface LabelServices {
	/** True where an AI agent uses the node: a language model reads all that comes out. */
	isTool: boolean;
	/** The JSON of the items of the second input, which only Compare may have. */
	secondInput: () => IDataObject[];
}

export type Services = kernel.Services<LabelServices>;

export const { operation, batchOperation } = kernel.operationsWith<LabelServices>();
