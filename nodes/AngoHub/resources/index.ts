import { asset } from './asset';
import { assetBuilderTemplate } from './assetBuilderTemplate';
import { batch } from './batch';
import { exportResource } from './export';
import { invite } from './invite';
import { issue } from './issue';
import { label } from './label';
import { labelSet } from './labelSet';
import { llm } from './llm';
import { member } from './member';
import { notification } from './notification';
import { project } from './project';
import { storage } from './storage';
import { task } from './task';
import { webhook } from './webhook';
import { workflowStage } from './workflowStage';

/** The resources of the action node, by the key that workflows store. */
export const resources = {
	asset,
	assetBuilderTemplate,
	batch,
	export: exportResource,
	invite,
	issue,
	label,
	labelSet,
	llm,
	member,
	notification,
	project,
	storage,
	task,
	webhook,
	workflowStage,
};
