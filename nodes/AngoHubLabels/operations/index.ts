import { convertTo } from './convertTo';

/** The operations of the node by the key that workflows store. */
export const operations = { convertTo };
