import { UserError, type IDataObject } from 'n8n-workflow';

import type { storageLocator } from '../../../../shared/fields/locators';
import { checkedPriority } from '../../../../shared/fields/priority';
import { objectIn } from '../../../../shared/fields/values';
import type { Hub } from '../../../../shared/hub';
import { startsAtOnce } from '../../../../shared/hub/stages';
import type { AssetEntry, Project, UploadFile } from '../../../../shared/hub/types';
import { isWithoutLabels } from '../../../../shared/labels/content';
import type { Parameters } from '../../../../shared/operation/parameters';
import { attachmentsIn } from './attachments';
import type { sharedOptions } from './options';
import type { GivenPreLabels } from './preLabelObjects';

/** What the user set of the options that all ways of adding assets share. */
type SharedOptions = Partial<Parameters<readonly [...typeof sharedOptions, typeof storageLocator]>>;

/** What an asset is made of: a file at hand, one that is opened when its turn comes, or a text or URL as it is. */
export type Part =
	| { file: UploadFile }
	/** `fileName` is the name that its address says for sure; empty where only its server knows. */
	| { open: () => Promise<UploadFile>; fileName: string }
	| { value: string };

/** One input item, ready to become an asset or a part of one. */
export interface AssetPlan {
	projectId: string;
	parts: Part[];
	/** Items with the same group become one asset; undefined where each item is an asset of its own. */
	group?: string;
	/** How the parts of a group are ordered. */
	order: 'input' | 'fileName';
	/** Empty: the name of the first file. */
	externalId: string;
	/** True where the external id is only the name of a file, which others may share. */
	isDefaultId: boolean;
	entry: Pick<
		AssetEntry,
		'contextData' | 'metadata' | 'storage' | 'attachments' | 'classifications'
	>;
	/** Names or ids. */
	batches: string[];
	createMissingBatches: boolean;
	priority: number;
	copy?: boolean;
	ifExists: 'upload' | 'skip' | 'fail' | 'replace';
	/** True where both 'Replace' and the switch that deletes labels say so: nothing else deletes an asset. */
	mayDelete: boolean;
	/** What annotators find in it; without content for nothing. */
	preLabels: GivenPreLabels;
	/** Whether pre-labels are written onto the task, since it leaves the Start stage at once. */
	annotate: boolean;
	returnIds: boolean;
	/** A note for the user that does not stop the item. */
	warning?: string;
}

/**
 * The part of a plan that Upload and Import From Cloud share, after every check that can be made
 * before something is sent.
 * @throws UserError naming the field that cannot work
 */
export async function sharedPlan(
	hub: Hub,
	projectId: string,
	options: SharedOptions,
): Promise<
	Omit<AssetPlan, 'parts' | 'group' | 'order' | 'externalId' | 'isDefaultId' | 'copy' | 'warning'>
> {
	const batches = await hub.batches.listed(projectId, options.batches);
	const createMissingBatches = options.createMissingBatches ?? false;
	if (!createMissingBatches) await hub.batches.resolve(projectId, batches, false);
	if (options.ifExists === 'replace' && !options.deleteLabels) {
		throw new UserError("'Replace' deletes the labels of the assets that it replaces", {
			description: "Turn on 'Delete Existing Labels' under Options, or choose 'Skip'.",
		});
	}
	return {
		projectId,
		entry: {
			contextData: objectIn(options.contextData, 'Context Data'),
			metadata: metadataIn(options),
			storage: options.storage || undefined,
			attachments: attachmentsIn(hub, options.attachments?.attachment ?? []),
		},
		batches,
		createMissingBatches,
		priority: checkedPriority(hub, options.priority ?? 0),
		ifExists: options.ifExists ?? 'upload',
		mayDelete: options.ifExists === 'replace' && options.deleteLabels === true,
		preLabels: { content: {} },
		annotate: false,
		returnIds: options.returnIds ?? true,
	};
}

/**
 * How the pre-labels of an asset reach its task.
 * @throws UserError when they cannot, and are not to be written onto the task instead
 */
export async function preLabelPlan(
	hub: Hub,
	projectId: string,
	preLabels: GivenPreLabels,
	whenMoved: SharedOptions['preLabelsWhenMoved'],
): Promise<Pick<AssetPlan, 'preLabels' | 'annotate'>> {
	const project = await hub.projects.recall(projectId);
	const annotate = !isWithoutLabels(preLabels.content) && startsAtOnce(project.stages ?? []);
	if (annotate && whenMoved !== 'annotate') throw movedAtOnce(project);
	return { preLabels, annotate };
}

function metadataIn({
	metadata,
	width,
	height,
	frameRate,
}: SharedOptions): IDataObject | undefined {
	const given = { width: width || undefined, height: height || undefined, frameRate };
	const facts = Object.entries(given).filter(([, value]) => value !== undefined);
	return objectIn({ ...objectIn(metadata, 'Metadata'), ...Object.fromEntries(facts) }, 'Metadata');
}

function movedAtOnce({ name }: Project): UserError {
	return new UserError(`Pre-labels cannot be imported into the project '${name}'`, {
		description:
			"Its Start stage forwards tasks at once, and label import reaches only tasks that are still in Start. Under Options, set 'Pre-Labels After Start' to 'Annotate the Task Instead', or turn auto-forward off in Ango Hub.",
	});
}
