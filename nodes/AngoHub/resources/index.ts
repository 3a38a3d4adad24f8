import { asset } from './asset';
import { batch } from './batch';
import { project } from './project';

/** The resources of the action node, by the key that workflows store. */
export const resources = { asset, batch, project };
