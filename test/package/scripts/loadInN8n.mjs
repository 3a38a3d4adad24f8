/** Loads a package with n8n's own loader and prints what n8n then knows: `loadInN8n.mjs <folder>`. */
import { PackageDirectoryLoader } from 'n8n-core';

const loader = new PackageDirectoryLoader(process.argv[2]);
await loader.loadAll();
const { nodes, credentials } = loader.types;
const { known } = loader;
console.log(
	JSON.stringify({
		nodes: nodes.map(({ name, iconUrl, codex }) => ({ name, iconUrl, codex })),
		credentials: credentials.map(({ name, iconUrl }) => ({
			name,
			iconUrl,
			supportedNodes: known.credentials[name].supportedNodes,
		})),
	}),
);
