export interface Difference {
	reason: string;
	calls: Record<string, string[]>;
}
export const differences: Difference[] = [];
