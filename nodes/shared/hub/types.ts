import type { IDataObject } from 'n8n-workflow';

import type { SourceFile } from '../util/streams';

/** A batch of a project (contract 2.8); legacy calls it a tag. Unknown keys are kept. */
export interface Batch extends IDataObject {
	_id: string;
	name: string;
}

/** A stage of a project's workflow (contract 4.4). Unknown keys are kept. */
export interface Stage extends IDataObject {
	id: string;
	type: string;
	name: string;
}

/** A class of a label set (contract 4.2). */
export interface SchemaClass extends IDataObject {
	schemaId: string;
	title: string;
	tool: string;
	options?: Array<{ value: string; schemaId: string }>;
	classifications?: SchemaClass[];
}

/** A project's label set (contract 4.2). */
export interface LabelSet extends IDataObject {
	tools: SchemaClass[];
	classifications: SchemaClass[];
	relations: SchemaClass[];
}

/** A project (contract 5.1), with `batches` filled on both platforms. */
export interface Project extends IDataObject {
	_id: string;
	name: string;
	type?: string;
	organization?: string;
	batches: Batch[];
	stages?: Stage[];
	categorySchema?: LabelSet;
}

/** An asset (contract 5.2). `data` is its URL, or the text itself. */
export interface Asset extends IDataObject {
	_id: string;
	externalId: string;
	data?: string;
	dataset?: string[];
	storage?: string;
}

/** A task (contract 5.3), with `project` and `asset` as ids however Ango Hub gave them. Unknown keys are kept. */
export interface Task extends IDataObject {
	_id: string;
	project: string;
	asset: string;
	externalId?: string;
	/** Stage id; unset on the legacy platform. */
	stage?: string;
	status?: string;
	answer?: IDataObject;
	brushDataUrl?: string | null;
	medicalBrushDataUrl?: string | null;
	/** The record of the asset, where Ango Hub gave it instead of its id. */
	assetDetails?: IDataObject;
}

/** Labels of one task: what import and annotation have in common (contract 5.6). */
export interface LabelContent extends IDataObject {
	objects?: IDataObject[];
	classifications?: IDataObject[];
	relations?: IDataObject[];
	brushDataUrl?: string | null;
	medicalBrushDataUrl?: string | null;
}

/** Labels for one asset, found by its URL or its external id. */
export interface LabelItem extends LabelContent {
	externalId?: string;
	data?: string;
}

/** A file or text shown beside an asset (contract 2.5). */
export interface Attachment extends IDataObject {
	type: string;
	value: string;
}

/** One asset to register (contract 2.4): either `data` or `dataset`. */
export interface AssetEntry {
	externalId: string;
	data?: string;
	dataset?: string[];
	contextData?: IDataObject;
	metadata?: IDataObject;
	storage?: string;
	/** Batch ids. */
	batches?: string[];
	attachments?: Attachment[];
	/** Pre-labels; of the asset builder only. */
	classifications?: IDataObject[];
}

/** A file to put into Ango Hub's storage. */
export interface UploadFile {
	/** File name with extension; the extension decides how Ango Hub shows the asset. */
	fileName: string;
	mimeType: string;
	source: Pick<SourceFile, 'directory' | 'size' | 'open' | 'close'>;
}
