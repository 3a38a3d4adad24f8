import { startLocalHub, type LocalHub } from '../../local-hub/index.mts';
import { temporaryFolder } from './cleanup.mts';
import { N8nServer } from './n8n-server.mts';
import type { Credential } from './n8n-api.mts';
import { packPackage } from './pack.mts';

/** One local hub and one n8n, which has the packed package and a credential for the hub. */
export interface Lab {
	hub: LocalHub;
	n8n: N8nServer;
	credential: Credential;
}

let opened: Lab | undefined;

/** The lab of this test run. */
export function theLab(): Lab {
	if (!opened) throw new Error('The lab is not open: run the tests through test/n8n/run.mjs');
	return opened;
}

export async function openLab(): Promise<Lab> {
	const hub = await startLocalHub();
	console.log('• Starting n8n with the packed package …');
	const n8n = await N8nServer.launch(packPackage(temporaryFolder('package')));
	const credential = await n8n.api.createCredential('Ango Hub', 'angoHubApi', hubAccess(hub));
	opened = { hub, n8n, credential };
	return opened;
}

export async function closeLab(): Promise<void> {
	await opened?.n8n.stop();
	await opened?.hub.stop();
}

/** What a credential for this hub holds. */
export function hubAccess({ url, apiKey, platform }: LocalHub) {
	return { apiKey, region: 'custom', url, platform, ignoreSslIssues: false };
}
