export const n8nRoot: string;
export function ensureN8n(): Promise<void>;
