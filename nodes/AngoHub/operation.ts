import type { Hub } from '../shared/hub';
import * as kernel from '../shared/operation/operation';

/** What operations of Ango Hub get beside the services of the kernel. */
export interface HubServices {
	hub: Hub;
}

export type Services = kernel.Services<HubServices>;

export const { operation, batchOperation } = kernel.operationsWith<HubServices>();

/** Declares a resource: a name and its operations by key. */
export function resource(spec: kernel.Resource<HubServices>) {
	return spec;
}
