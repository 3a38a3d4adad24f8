import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const undos: Array<() => void> = [];

process.once('exit', () => {
	for (const undo of undos.reverse()) {
		try {
			undo();
		} catch (error) {
			console.error('Cleaning up:', error);
		}
	}
});

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
for (const [signal, code] of Object.entries(exitCodes)) {
	// Not once: a second signal during the clean-up would end the process in the middle of it.
	process.on(signal, () => process.exit(code));
}

/** Registers what must be undone when this process ends, in whatever way it ends. */
export function undoAtExit(undo: () => void): void {
	undos.push(undo);
}

/** A new folder that is gone when this process ends. Symbolic links in its path are resolved. */
export function temporaryFolder(name: string): string {
	const folder = mkdtempSync(join(realpathSync(tmpdir()), `ango-hub-${name}-`));
	undoAtExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
	return folder;
}
