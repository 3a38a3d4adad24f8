import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { IPairedItemData } from 'n8n-workflow';
import { temporaryFolder } from '../test/n8n/harness/cleanup.mts';
import type { Job } from './job.mts';
import { question } from './labelSet.mts';
import { LABELS_FILE } from './options.mjs';

const HEADER = 'fileName,label';
const VERDICTS = ['Usable', 'Not usable'];

/** A table of what is known of the files, the answers that annotators can choose, and what ours says where nothing is known. */
function knownLabels(folder: string) {
	const own = join(folder, LABELS_FILE);
	if (existsSync(own)) {
		const [, ...rows] = readFileSync(own, 'utf8').trim().split(/\r?\n/);
		const labels = rows.map((row) => row.slice(row.lastIndexOf(',') + 1));
		const answers = new Set(labels.map((label) => label.replaceAll('"', '').trim()));
		return { file: own, className: 'Label', answers: [...answers], verdict: undefined };
	}
	const file = join(temporaryFolder('demo'), LABELS_FILE);
	writeFileSync(file, `${HEADER}\n`);
	const [answer] = VERDICTS;
	const verdict = { classifications: [{ title: 'Verdict', answer }] };
	return { file, className: 'Verdict', answers: VERDICTS, verdict };
}

/** The files of a user's folder, with their labels where it has a table of them. */
export function ownFiles(folder: string): Job {
	const { file, className, answers, verdict } = knownLabels(folder);
	const labelSet = question(className, answers);
	const name = `Files of ${basename(folder)}`;
	const batch = `Demo ${new Date().toISOString().slice(0, 10)}`;
	return {
		folders: [folder, dirname(file)],
		project: { name, labelSet, forwards: false },
		upload: {
			workflow: 'upload-folder.json',
			settings: { folder, labels: file, batch, class: className },
			header: ['file', 'batch', 'bytes', 'result', 'pre-label'],
			rows: (execution) => {
				const files = execution.json('Add Labels to Files');
				return execution.items('Upload').map(({ json, pairedItem }) => {
					const { fileName, label = '' } = files[(pairedItem as IPairedItemData).item]!;
					const { externalId, batchNames, size, status, preLabel, error } = json;
					if (error) return [fileName, '', '', error, ''];
					return [externalId, batchNames, size, status, preLabel && `${label} (${preLabel})`];
				});
			},
		},
		answerTo: () => verdict,
		labelsBack: {
			workflow: 'trigger-labels-flow-on.json',
			settings: {},
			header: ['file', 'question', 'answer', 'labeled by'],
			rows: (execution) =>
				execution
					.json('Next Step')
					.map(({ file: fileName, question: title, answer, by }) => [fileName, title, answer, by]),
		},
	};
}
