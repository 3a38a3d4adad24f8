import type { IDataObject } from 'n8n-workflow';
import type { AnswerInput } from '../test/local-hub/index.mts';
import type { Execution } from '../test/n8n/harness/n8nApi.mts';
import type { ProjectPlan } from './hub.mts';

/** An example workflow, and the table of what came out of a run. */
export interface Step {
	/** Its file in `workflows`. */
	workflow: string;
	settings: IDataObject;
	header: string[];
	rows: (execution: Execution) => unknown[][];
	/** The names of the files that a run has written. */
	files?: (execution: Execution) => string[];
}

/** What is labeled in the demo. */
export interface Job {
	/** The folders whose files n8n may read and write. */
	folders: string[];
	project: ProjectPlan;
	/** Started with a click. */
	upload: Step;
	/** Started by the webhook trigger, for each labeled task. */
	labelsBack: Step;
	/** What the annotator of the local hub says about a file; without an answer its pre-labels are right. */
	answerTo: (fileName: string) => AnswerInput | undefined;
}
