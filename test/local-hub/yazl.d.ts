/** The part of yazl that the local hub uses; the package has no types of its own. */
declare module 'yazl' {
	export class ZipFile {
		on(event: 'error', listener: (error: Error) => void): this;
		readonly outputStream: NodeJS.ReadableStream & { destroy(error?: Error): void };
		addReadStreamLazy(
			metadataPath: string,
			options: { mtime?: Date; compress?: boolean },
			getReadStream: (
				callback: (error: Error | null, stream: NodeJS.ReadableStream) => void,
			) => void,
		): void;
		end(): void;
	}
}
