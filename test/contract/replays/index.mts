import type { SdkName } from '../recordings.mts';
import { currentAssets, legacyAssets } from './assets.mts';
import { currentProjects, legacyProjects } from './projects.mts';
import type { Replays } from './replay.mts';
import { currentTasks, legacyTasks } from './tasks.mts';

/** How our node does each recorded call. */
export const replays: Record<SdkName, Replays> = {
	'imerit-ango': { ...currentAssets, ...currentProjects, ...currentTasks },
	ango: { ...legacyAssets, ...legacyProjects, ...legacyTasks },
};
