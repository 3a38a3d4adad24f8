import { globSync } from 'node:fs';
import { basename } from 'node:path';
import type { INode, INodeProperties, INodePropertyCollection, IWorkflowBase } from 'n8n-workflow';

import { AngoHub } from '../../nodes/AngoHub/AngoHub.node.ts';
import { AngoHubLabels } from '../../nodes/AngoHubLabels/AngoHubLabels.node.ts';
import { AngoHubPollingTrigger } from '../../nodes/AngoHubPollingTrigger/AngoHubPollingTrigger.node.ts';
import { AngoHubTrigger } from '../../nodes/AngoHubTrigger/AngoHubTrigger.node.ts';
import { projectRoot, textOf } from './packageFolders.mts';

const examples = globSync('workflows/*.json', { cwd: projectRoot }).sort();
const recipes = textOf('docs/recipes.md');
const descriptions = [AngoHub, AngoHubLabels, AngoHubTrigger, AngoHubPollingTrigger].map(
	(Type) => new Type().description,
);

it('there are examples', () => {
	expect(examples.length).toBeGreaterThan(10);
});

describe('docs/recipes.md', () => {
	it('names every example', () => {
		const named = [...recipes.matchAll(/\]\(\.\.\/(workflows\/[^)]+)\)/g)].map(([, file]) => file);
		expect([...new Set(named)].sort()).toEqual(examples);
	});

	it('calls fields, choices and nodes as the editor does', () => {
		const shown = JSON.stringify(descriptions);
		const ofN8n = [
			'italics',
			'Human review',
			'Import from File',
			'About',
			'Settings',
			'Settings > On Error',
		];
		const others = [
			...ofN8n,
			'Continue (using error output)',
			'Insert or Update',
			'Map Automatically',
		];
		const named = [...recipes.matchAll(/(?<!\*)\*([^*\n]+)\*(?!\*)/g)].map(([, name]) => name);
		const unknown = named
			.filter((name) => !others.includes(name))
			.flatMap((name) => name.split(/: (?=[A-Z])| > /))
			.filter((part) => !shown.includes(`"${part}"`));
		expect(unknown).toEqual([]);
	});
});

interface Rectangle {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

const isNote = ({ type }: INode) => type === 'n8n-nodes-base.stickyNote';

/** Where a node is on the canvas, with its name below it; notes have sizes of their own. */
function rectangleOf(node: INode): Rectangle {
	const [left, top] = node.position;
	const { width = 240, height = 160 } = node.parameters as { width?: number; height?: number };
	const [w, h] = isNote(node) ? [width, height] : [100, 140];
	return { left, top, right: left + w, bottom: top + h };
}

function touch(a: Rectangle, b: Rectangle): boolean {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** The fields that the editor offers for a node with this resource and operation. */
function offeredTo({ type, parameters }: INode): INodeProperties[] {
	const own = type.replace('n8n-nodes-ango-hub.', '').replace(/(Hitl)?Tool$/, '');
	const { properties } = descriptions.find(({ name }) => name === own)!;
	return properties.filter(({ name, displayOptions: { show = {} } = {} }) =>
		['resource', 'operation'].every(
			(selector) =>
				name === selector ||
				show[selector] === undefined ||
				show[selector]?.includes(parameters[selector] as string),
		),
	);
}

/** n8n adds these to a node that is a tool of an AI agent. */
const OF_TOOLS = ['descriptionType', 'toolDescription'];

/** Parameters of a node that no field has. */
function unknownParameters(node: INode): string[] {
	const offered = offeredTo(node);
	return Object.entries(node.parameters).flatMap(([name, value]) => {
		if (node.type.endsWith('Tool') && OF_TOOLS.includes(name)) return [];
		const field = offered.find((candidate) => candidate.name === name);
		if (!field) return [name];
		if (field.type !== 'collection') return [];
		const inner = (field.options as Array<INodeProperties | INodePropertyCollection>).map(
			(option) => option.name,
		);
		return Object.keys(value as object).filter((key) => !inner.includes(key));
	});
}

describe.each(examples)('%s', (file) => {
	const workflow = JSON.parse(textOf(file)) as IWorkflowBase;
	const { nodes, connections } = workflow;
	const notes = nodes.filter(isNote);
	const others = nodes.filter((node) => !isNote(node));

	it('has a note that says what it does and how to set it up', () => {
		const about = notes.find(({ name }) => name === 'About');
		expect(about?.parameters.content).toMatch(/^## .+\n.+/);
		expect(about?.parameters.content).toMatch(/^1\. .+\n2\. /m);
		expect(others.map(({ name }) => name)).toContain('Settings');
	});

	it('holds nothing of the place where it was made', () => {
		expect(Object.keys(workflow).sort()).toEqual(['connections', 'name', 'nodes', 'settings']);
		expect(workflow.settings).toEqual({ executionOrder: 'v1' });
		expect(nodes.filter((node) => 'credentials' in node)).toEqual([]);
		expect(JSON.stringify(workflow)).not.toMatch(/127\.0\.0\.1|localhost|cachedResult/);
	});

	it('shows no note over a node, nor over another note', () => {
		const overlaps = notes.flatMap((note) => {
			const own = rectangleOf(note);
			return nodes
				.filter((node) => node !== note && touch(own, rectangleOf(node)))
				.map((node) => `${note.name} / ${node.name}`);
		});
		expect(overlaps).toEqual([]);
	});

	it('connects nodes that it has, each with a name of its own', () => {
		const names = nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(names.length);
		const targets = Object.values(connections)
			.flatMap((outputs) => Object.values(outputs).flat())
			.flatMap((output) => output ?? [])
			.map(({ node }) => node);
		const connected = new Set([...Object.keys(connections), ...targets]);
		expect([...connected].sort()).toEqual(others.map(({ name }) => name).sort());
	});

	it('gives our nodes only parameters that they have', () => {
		const ours = nodes.filter(({ type }) => type.startsWith('n8n-nodes-ango-hub.'));
		expect(ours.length).toBeGreaterThan(0);
		expect(
			ours.flatMap((node) => unknownParameters(node).map((name) => `${node.name}: ${name}`)),
		).toEqual([]);
	});

	it('is executed in a real n8n by a test, which proves that n8n has its nodes', () => {
		const places = globSync('{test/n8n/tests/**,demo}/*.mts', { cwd: projectRoot }).map(textOf);
		expect(places.some((text) => text.includes(basename(file)))).toBe(true);
	});
});
