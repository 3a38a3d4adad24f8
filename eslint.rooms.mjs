/**
 * Which room of `nodes/` may import which, as zones of `import-x/no-restricted-paths`. CONTRIBUTING
 * has the picture.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The rooms of `nodes/shared` from the lowest up, each with the rooms that it may import. */
export const SHARED_ROOMS = {
	util: [],
	formats: ['util'],
	hub: ['formats', 'util'],
	labels: ['hub/types.ts', 'formats', 'util'],
	datasets: ['labels', 'hub/types.ts', 'formats', 'util'],
	operation: ['formats', 'util'],
	fields: ['operation', 'datasets', 'hub', 'labels', 'formats', 'util'],
	items: ['fields', 'operation', 'hub', 'labels', 'datasets', 'formats', 'util'],
};

const foldersIn = (folder) =>
	readdirSync(join(import.meta.dirname, folder), { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name);

const nodes = foldersIn('nodes').filter((name) => name !== 'shared');
const RESOURCES = 'nodes/AngoHub/resources';

/** The zones. */
export const rooms = [
	...nodes.map((node) => ({
		target: `nodes/${node}`,
		from: 'nodes',
		except: [node, 'shared'],
		message: 'A node never imports another one; what they share belongs in nodes/shared.',
	})),
	{
		target: 'nodes/shared',
		from: 'nodes',
		except: ['shared'],
		message: 'What is shared never imports a node.',
	},
	...Object.entries(SHARED_ROOMS).map(([room, lower]) => ({
		target: `nodes/shared/${room}`,
		from: 'nodes/shared',
		except: [room, ...lower],
		message: `${room}/ may import ${lower.join(', ') || 'no other room'}.`,
	})),
	...foldersIn(RESOURCES).map((resource) => ({
		target: [`${RESOURCES}/*.ts`, `${RESOURCES}/!(${resource})/**`],
		from: `${RESOURCES}/${resource}/!(index.ts)`,
		message: 'A resource reaches another one only through its index.',
	})),
];
