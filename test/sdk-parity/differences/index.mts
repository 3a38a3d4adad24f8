import type { SdkName } from '../recordings.mts';
import { legacy } from './ango.mts';
import { current } from './imerit-ango.mts';

/** What we send on purpose in another way than an SDK does. */
export interface Difference {
	reason: string;
	/** What differs, in the words of compare.mts, and in which recorded calls. */
	differs: Record<string, string[]>;
}

/** Every difference between the recordings and our requests; one that is not here fails a test. */
export const differences: Record<SdkName, Difference[]> = { 'imerit-ango': current, ango: legacy };
