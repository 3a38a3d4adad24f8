export const n8nRoot: string;
export const oldestRoot: string;
export function ensureN8n(): Promise<void>;
export function ensureOldestN8n(): Promise<void>;
