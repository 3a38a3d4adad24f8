import type { Hub } from '../shared/hub';
import type { Project } from '../shared/hub/types';

/** What the lists of an event depend on. */
export interface Scope {
	hub: Hub;
	project: Project;
	/** Ids of the stages that the user chose. */
	stages: string[];
	/** Ids of the batches that the user filters by. */
	batches: string[];
}
