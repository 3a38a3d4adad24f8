import { compare } from './compare';
import { convertFrom } from './convertFrom';
import { convertTo } from './convertTo';
import { draw } from './draw';
import { summarize } from './summarize';

/** The operations of the node by the key that workflows store. */
export const operations = { convertTo, convertFrom, compare, draw, summarize };
