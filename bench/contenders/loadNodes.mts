/** n8n's own loader takes in a package, or one node of it. */
import { PackageDirectoryLoader } from 'n8n-core';
import { contend, measured } from '../frame/contend.mts';

const MEGABYTE = 1024 ** 2;

export interface LoadJob {
	/** The package's folder. */
	folder: string;
	/** Path of the node's file in the package; the whole package when not given. */
	file?: string;
}

contend(async ({ folder, file }: LoadJob) => {
	const loader = new PackageDirectoryLoader(folder);
	globalThis.gc!();
	const before = process.memoryUsage().heapUsed;
	const { result: _, ...figures } = await measured(async () => {
		if (file) loader.loadNodeFromFile(file);
		else await loader.loadAll();
	});
	globalThis.gc!();
	const heapMb = (process.memoryUsage().heapUsed - before) / MEGABYTE;
	const { nodes, credentials } = loader.types;
	return { ...figures, heapMb, descriptions: JSON.stringify([...nodes, ...credentials]) };
});
