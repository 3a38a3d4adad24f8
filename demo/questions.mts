import { join } from 'node:path';
import type { LocalHub } from '../test/local-hub/index.mts';
import { Annotator, type Receiver } from './annotator.mts';
import { digitIn, writeDigits } from './digits.mts';
import { demoProject, type DemoHub } from './hub.mts';
import { question } from './labelSet.mts';
import type { Outcome } from './loop.mts';
import type { DemoN8n } from './n8n.mts';
import { table } from './table.mts';

const WORKFLOW = 'ask-about-pictures.json';
const CLASS = 'Digit';
const ANSWERS = Array.from({ length: 10 }, (_, digit) => String(digit));
const ASKED = [3, 5, 7];

/** One execution that asks which digits it has, sleeps, and goes on with the answers. */
export async function askAboutDigits(
	n8n: DemoN8n,
	hub: DemoHub & { local: LocalHub },
	receiver: Receiver,
	folder: string,
): Promise<Outcome> {
	writeDigits(folder, ASKED);
	const labelSet = question(CLASS, ANSWERS);
	const project = await demoProject(hub, { name: 'Handwritten digits', labelSet, forwards: true });
	const annotator = new Annotator(hub.local, project, (fileName) => ({
		classifications: [{ title: CLASS, answer: digitIn(fileName) }],
	}));
	annotator.tells(receiver);
	const settings = { pictures: join(folder, '*.png') };
	const workflow = await n8n.add(WORKFLOW, settings, project);
	const ended = await n8n.runUntilWaiting(workflow);
	while (annotator.hasWork) await annotator.labelNext();
	const execution = await ended();
	const rows = execution
		.json('Next Step')
		.map(({ file, answer, by }) => [file, answer, by].map(String));
	return {
		table: table(['picture', 'answer', 'answered by'], rows.sort()),
		address: n8n.addressOf(workflow, execution),
		files: [],
	};
}
