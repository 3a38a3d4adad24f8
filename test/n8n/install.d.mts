export const n8nRoot: string;
export function ensureSqlite(root: string, nodeRoot: string): Promise<void>;
export function ensureN8n(): Promise<void>;
