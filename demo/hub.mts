import axios, { type AxiosError, type AxiosInstance } from 'axios';
import { startLocalHub, type LocalHub } from '../test/local-hub/index.mts';
import type { PickedProject } from '../test/n8n/harness/examples.mts';
import type { LabelSet } from './labelSet.mts';

/** Ango Hub in Europe (contract 1.1). */
const DEFAULT_URL = 'https://imeritapi.ango.ai';

const PAGE = 100;

/** The Ango Hub that the demo works with. */
export interface DemoHub {
	url: string;
	apiKey: string;
	/** The local hub, unless the real one is used. */
	local?: LocalHub;
}

/** A project to make. */
export interface ProjectPlan {
	name: string;
	labelSet: LabelSet;
	/** Whether new tasks go to annotators at once; where they stay in Start, they can be pre-labeled (contract 4.5). */
	forwards: boolean;
}

interface ListedProject {
	_id: string;
	name: string;
	stages: Array<{ type: string }>;
}

/**
 * The real Ango Hub when it is asked for, else a local hub that ends with this process. A key that is
 * only in the environment is not enough: the demo writes into the account.
 */
export async function demoHub(isReal: boolean): Promise<DemoHub> {
	if (isReal) {
		const { ANGO_HUB_API_KEY: apiKey = '', ANGO_HUB_URL: url = DEFAULT_URL } = process.env;
		return { url: url.replace(/\/+$/, '').replace(/\/v2$/, ''), apiKey };
	}
	const local = await startLocalHub();
	return { url: local.url, apiKey: local.apiKey, local };
}

/** A project of the demo, found by its name or made. */
export async function demoProject(
	{ url, apiKey }: DemoHub,
	{ name, labelSet, forwards }: ProjectPlan,
): Promise<PickedProject> {
	const http = axios.create({ baseURL: `${url}/v2`, headers: { apikey: apiKey } });
	http.interceptors.response.use(undefined, ({ response, message }: AxiosError) => {
		const { message: reason = message } = (response?.data ?? {}) as { message?: string };
		throw new Error(`Ango Hub at ${url} refused: ${reason}`);
	});
	const known = await findProject(http, name);
	if (known) return { id: known, name };
	const description = 'Made by the demo of n8n-nodes-ango-hub';
	const { data } = await http.post('/project', { name, description });
	const { _id, stages }: ListedProject = data.data.project;
	await http.post(`/project/${_id}`, {
		categorySchema: labelSet,
		stages: stages.map((stage) =>
			stage.type === 'Start' ? { ...stage, autoForward: forwards } : stage,
		),
	});
	return { id: _id, name };
}

async function findProject(http: AxiosInstance, name: string): Promise<string | undefined> {
	for (let page = 1; ; page += 1) {
		const { data } = await http.get('/listProjects', { params: { page, limit: PAGE } });
		const projects: ListedProject[] = data.data.projects;
		const found = projects.find((project) => project.name === name);
		if (found || projects.length === 0) return found?._id;
	}
}
