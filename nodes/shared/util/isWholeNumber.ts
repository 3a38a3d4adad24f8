/** True for a whole number from 0, such as that of a page. */
export function isWholeNumber(value: unknown): value is number {
	return Number.isInteger(value) && Number(value) >= 0;
}
