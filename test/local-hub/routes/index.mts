import type { Route } from '../router.mts';
import { analyticsRoutes } from './analytics.mts';
import { assetRoutes } from './assets.mts';
import { attachmentRoutes } from './attachments.mts';
import { batchRoutes } from './batches.mts';
import { chatRoutes } from './chat.mts';
import { cloudRoutes } from './cloud.mts';
import { exportRoutes } from './export.mts';
import { issueRoutes } from './issues.mts';
import { labelRoutes } from './labels.mts';
import { legacyRoutes } from './legacy.mts';
import { llmRoutes } from './llms.mts';
import { notificationRoutes } from './notifications.mts';
import { organizationRoutes } from './organization.mts';
import { pluginRoutes } from './plugins.mts';
import { projectCopyRoutes } from './projectCopies.mts';
import { projectExtraRoutes } from './projectExtras.mts';
import { projectRoutes } from './projects.mts';
import { storageFileRoutes } from './storageFiles.mts';
import { storageRoutes } from './storages.mts';
import { taskActionRoutes } from './taskActions.mts';
import { taskRoutes } from './tasks.mts';
import { uploadRoutes } from './uploads.mts';

/** All endpoints of contract section 2, and those that only the newest SDK shows. */
export const routes: Route[] = [
	...projectRoutes,
	...projectExtraRoutes,
	...projectCopyRoutes,
	...assetRoutes,
	...uploadRoutes,
	...cloudRoutes,
	...chatRoutes,
	...attachmentRoutes,
	...batchRoutes,
	...taskRoutes,
	...taskActionRoutes,
	...labelRoutes,
	...exportRoutes,
	...issueRoutes,
	...organizationRoutes,
	...notificationRoutes,
	...llmRoutes,
	...storageRoutes,
	...storageFileRoutes,
	...analyticsRoutes,
	...pluginRoutes,
	...legacyRoutes,
];
