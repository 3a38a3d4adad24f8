import type { SdkName } from '../recordings.mts';
import { currentAssets, legacyAssets } from './assets.mts';
import { currentLabelSets, legacyLabelSets } from './labelSets.mts';
import { currentProjects, legacyProjects } from './projects.mts';
import type { Replays } from './replay.mts';
import { currentTasks, legacyTasks } from './tasks.mts';

/** How our node does each recorded call. */
export const replays: Record<SdkName, Replays> = {
	'imerit-ango': { ...currentAssets, ...currentLabelSets, ...currentProjects, ...currentTasks },
	ango: { ...legacyAssets, ...legacyLabelSets, ...legacyProjects, ...legacyTasks },
};
