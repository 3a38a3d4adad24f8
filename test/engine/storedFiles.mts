import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A file in n8n's store on disk. */
interface StoredFile {
	/** Of the folder that n8n deletes with an execution: `workflows/…/executions/…/binary_data`. */
	path: string;
	size: number;
	/** Undefined for one that is not whole: n8n describes a file last, and hands out no other. */
	fileName?: string;
}

/** All files in n8n's store that have content; only for filesystem mode. */
export function storedFiles(): StoredFile[] {
	const cwd = join(process.env.N8N_USER_FOLDER!, '.n8n');
	const paths = globSync('**/binary_data/*', { cwd });
	const described = new Set(paths.filter((path) => path.endsWith('.metadata')));
	return paths
		.filter((path) => !described.has(path))
		.map((path) => ({
			path,
			size: statSync(join(cwd, path), { throwIfNoEntry: false })?.size ?? 0,
			fileName: described.has(`${path}.metadata`)
				? JSON.parse(readFileSync(join(cwd, `${path}.metadata`), 'utf8')).fileName
				: undefined,
		}))
		.filter(({ size }) => size > 1); // one byte shows what class n8n's streams have
}

/** The names of whole files that a run has left; all of them go with its execution. */
export function namesLeft(known: readonly StoredFile[]): string[] {
	const paths = new Set(known.map(({ path }) => path));
	const left = storedFiles().filter(({ path }) => !paths.has(path));
	for (const { path } of left)
		expect(path).toMatch(/workflows\/[^/]+\/executions\/[^/]+\/binary_data\//);
	return left.flatMap(({ fileName }) => fileName ?? []);
}
