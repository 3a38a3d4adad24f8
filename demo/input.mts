import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { temporaryFolder } from '../test/n8n/harness/cleanup.mts';
import { writeDigits } from './digits.mts';

/** What the demo uploads, and the label set that its project gets. */
export interface DemoInput {
	folder: string;
	/** A CSV file with the columns fileName and label; it may have no rows. */
	labelsFile: string;
	projectName: string;
	className: string;
	answers: string[];
}

const HEADER = 'fileName,label';

/** The user's own folder, or handwritten digits whose true digit is their pre-label. */
export function demoInput(filesOption: string | undefined): DemoInput {
	return filesOption === undefined ? digits() : ownFiles(filesOption);
}

function digits(): DemoInput {
	const home = temporaryFolder('demo');
	const folder = join(home, 'digits');
	const files = writeDigits(folder);
	const labelsFile = join(home, 'labels.csv');
	const rows = files.map(({ fileName, label }) => `${fileName},${label}`);
	writeFileSync(labelsFile, [HEADER, ...rows, ''].join('\n'));
	const answers = [...new Set(files.map(({ label }) => label))];
	return { folder, labelsFile, projectName: 'Handwritten digits', className: 'Digit', answers };
}

function ownFiles(option: string): DemoInput {
	const given = resolve(option);
	if (!existsSync(given) || !statSync(given).isDirectory()) {
		throw new Error(`--files: there is no folder ${given}`);
	}
	const folder = realpathSync(given);
	const projectName = `Files of ${basename(folder)}`;
	const own = join(folder, 'labels.csv');
	if (existsSync(own)) {
		const [, ...rows] = readFileSync(own, 'utf8').trim().split(/\r?\n/);
		const labels = rows.map((row) =>
			row
				.slice(row.lastIndexOf(',') + 1)
				.replaceAll('"', '')
				.trim(),
		);
		const answers = [...new Set(labels)];
		return { folder, labelsFile: own, projectName, className: 'Label', answers };
	}
	const labelsFile = join(temporaryFolder('demo'), 'labels.csv');
	writeFileSync(labelsFile, `${HEADER}\n`);
	const answers = ['Usable', 'Not usable'];
	return { folder, labelsFile, projectName, className: 'Verdict', answers };
}
