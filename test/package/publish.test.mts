import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { packProject, projectRoot, run } from './packageFolders.mts';

/** What n8n downloads: as much as one picture, so that installing stays quick. A change of it is a decision. */
const MAX_PACKED_BYTES = 400 * 1024;
const MAX_UNPACKED_BYTES = 2 * 1024 * 1024;

const KINDS = [
	/^dist\/(credentials|nodes)\/[\w/.-]+\.js$/,
	/^dist\/nodes\/\w+\/\w+\.node\.json$/,
	/^dist\/nodes\/\w+\/__schema__\/[\w/.-]+\.json$/,
	/^dist\/icons\/[\w.-]+\.svg$/,
	/^(LICENSE|README\.md|index\.js|package\.json)$/,
];

interface Published {
	size: number;
	unpackedSize: number;
	files: Array<{ path: string }>;
}

/** What `npm publish` would send; npm 11 puts it below the package's name. */
function dryRun(): Published {
	const report = JSON.parse(
		run('npm', ['publish', '--dry-run', '--json', '--offline', '--ignore-scripts']),
	) as Published | Record<string, Published>;
	return 'files' in report ? (report as Published) : Object.values(report)[0];
}

describe('npm publish', () => {
	const { size, unpackedSize, files } = dryRun();
	const paths = files.map(({ path }) => path).sort();

	it('sends only what n8n reads, and the texts', () => {
		expect(paths.length).toBeGreaterThan(200);
		expect(paths.filter((path) => !KINDS.some((kind) => kind.test(path)))).toEqual([]);
		expect(paths.filter((path) => /test|fixture|\.map$/i.test(path))).toEqual([]);
		expect(paths).toEqual(packProject().files);
	});

	it('tells nothing of the machine that built it', () => {
		const telling = paths.filter((path) => {
			const content = readFileSync(join(projectRoot, path), 'utf8');
			return content.includes(projectRoot) || content.includes('sourceMappingURL');
		});
		expect(telling).toEqual([]);
	});

	it('stays small', () => {
		expect(size).toBeLessThan(MAX_PACKED_BYTES);
		expect(unpackedSize).toBeLessThan(MAX_UNPACKED_BYTES);
	});
});
