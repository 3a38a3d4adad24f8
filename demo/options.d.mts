export const LABELS_FILE: string;
export const EXTENSIONS: string[];
export interface DemoOptions {
	/** The user's own files. */
	folder?: string;
	isOnce: boolean;
	isReal: boolean;
}
export function demoOptions(args: string[]): DemoOptions;
