import { startLocalHub, type LocalHub } from '../../local-hub/index.mts';
import { temporaryFolder } from './cleanup.mts';
import { N8nServer } from './n8nServer.mts';
import type { Credential } from './n8nApi.mts';
import { packPackage } from './pack.mts';

/** One local hub and one n8n, which has the packed package and a credential for the hub. */
export interface Lab {
	/** The packed package. */
	tarball: string;
	hub: LocalHub;
	n8n: N8nServer;
	credential: Credential;
}

let opened: Partial<Lab> = {};

/** The lab of this test run. */
export function theLab(): Lab {
	if (!opened.credential) throw new Error('Run the tests through test/n8n/run.mjs');
	return opened as Lab;
}

export async function openLab(): Promise<void> {
	const hub = await startLocalHub();
	opened.hub = hub;
	console.log('• Starting n8n with the packed package …');
	const tarball = packPackage(temporaryFolder('tarball'));
	opened.tarball = tarball;
	const n8n = await N8nServer.launch(tarball);
	opened.n8n = n8n;
	opened.credential = await n8n.api.createCredential('Ango Hub', 'angoHubApi', hubAccess(hub));
}

/** Stops whatever of the lab is running. */
export async function closeLab(): Promise<void> {
	const { hub, n8n } = opened;
	opened = {};
	await n8n?.stop();
	await hub?.stop();
}

/** What a credential for this hub holds. */
export function hubAccess({ url, apiKey, platform }: LocalHub) {
	return { apiKey, region: 'custom', url, platform, ignoreSslIssues: false };
}
