import type { INodeExecutionData } from 'n8n-workflow';
import type { Setup } from '../../engine/setup.mts';
import type { Scene } from '../scene.mts';

/** The operation that does what a recorded call did, with parameters that mean the same. */
export interface Replay {
	/** `resource.operation`. */
	operation: string;
	/** Parameters beside the project, which every replay gets. */
	parameters?: (scene: Scene) => object;
	/** Input items; one empty item by default. */
	items?: (setup: Setup, scene: Scene) => Promise<INodeExecutionData[]> | INodeExecutionData[];
}

/** By SDK function and case, as the recordings name them: `upload_files/into batches`. */
export type Replays = Record<string, Replay>;

export const VEHICLE = {
	schemaId: 'schema-vehicle',
	objectId: 'object-2',
	'bounding-box': { x: 5, y: 6, width: 7, height: 8 },
};
export const RAINY = { schemaId: 'schema-weather', answer: 'Rainy' };

export const FROM = '2024-01-01T00:00:00.000Z';
export const TO = '2024-02-01T12:30:00.000Z';
