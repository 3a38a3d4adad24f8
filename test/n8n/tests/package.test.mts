import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import axios from 'axios';
import { projectRoot } from '../../setup.mjs';
import { theLab } from '../harness/lab.mts';

const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));

/** `dist/nodes/AngoHub/AngoHub.node.js` becomes `angoHub`, as n8n wants it. */
function typeName(file: string): string {
	const [name] = basename(file).split('.');
	return name![0]!.toLowerCase() + name!.slice(1);
}

describe('the packed package in n8n', () => {
	it('brings every node of the manifest', async () => {
		const types = await theLab().n8n.api.nodeTypes();
		const names = new Set(types.map(({ name }) => name));
		for (const file of manifest.n8n.nodes) {
			assert.ok(names.has(`${manifest.name}.${typeName(file)}`), `${file} is not in n8n`);
		}
	});

	it('offers the action node to AI agents as a tool', async () => {
		const types = await theLab().n8n.api.nodeTypes();
		assert.ok(types.some(({ name }) => name === `${manifest.name}.angoHubTool`));
	});

	it('brings every credential of the manifest', async () => {
		const types = await theLab().n8n.api.credentialTypes();
		const names = types.map(({ name }) => name);
		for (const file of manifest.n8n.credentials) assert.ok(names.includes(typeName(file)), file);
	});

	it('serves the icons of its nodes', async () => {
		const { n8n } = theLab();
		const types = await n8n.api.nodeTypes();
		const ours = types.filter(({ name }) => name.startsWith(`${manifest.name}.`));
		for (const { name, iconUrl } of ours) {
			assert.ok(typeof iconUrl === 'object', `${name} has no icons for light and dark`);
			for (const path of [iconUrl.light, iconUrl.dark]) {
				const { data } = await axios.get(`${n8n.url}/${path}`, { proxy: false });
				assert.match(data, /<svg/);
			}
		}
	});
});
