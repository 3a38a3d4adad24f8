export const projectRoot: string;
export const node24: string;
export function stepEnvironment(extra?: Record<string, string>): NodeJS.ProcessEnv;
export function runStep(
	title: string,
	command: string,
	args: string[],
	options?: { cwd?: string; env?: Record<string, string> },
): Promise<void>;
export function isInstalled(folder: string): boolean;
export function installNode(folder?: string): Promise<void>;
export function ensureProject(): Promise<void>;
export function prepareAndRun(prepare: () => Promise<void>, args: string[]): Promise<void>;
export function isBuilt(): boolean;
export function buildPackage(): Promise<void>;
