import { randomUUID } from 'node:crypto';
import axios, { type AxiosError, type AxiosInstance } from 'axios';
import { startLocalHub, type LocalHub } from '../test/local-hub/index.mts';
import type { DemoInput } from './input.mts';

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

interface Project {
	_id: string;
	name: string;
	stages: Array<{ type: string }>;
}

/**
 * The real Ango Hub when it is asked for, else a local hub that ends with this process. A key that is
 * only in the environment is not enough: the demo writes into the account.
 * @throws Error when the real one is asked for and there is no key
 */
export async function demoHub(isReal: boolean): Promise<DemoHub> {
	if (isReal) {
		const { ANGO_HUB_API_KEY: apiKey, ANGO_HUB_URL: url = DEFAULT_URL } = process.env;
		if (!apiKey) throw new Error('Set ANGO_HUB_API_KEY to use the real Ango Hub (--real)');
		return { url: url.replace(/\/+$/, '').replace(/\/v2$/, ''), apiKey };
	}
	const local = await startLocalHub();
	return { url: local.url, apiKey: local.apiKey, local };
}

/**
 * The demo's project, found by its name or made: with a class whose answers are the labels, and with
 * a Start stage that keeps new tasks, since only there pre-labels reach them (contract 4.5).
 */
export async function demoProject({ url, apiKey }: DemoHub, input: DemoInput): Promise<string> {
	const http = axios.create({ baseURL: `${url}/v2`, headers: { apikey: apiKey } });
	http.interceptors.response.use(undefined, ({ response, message }: AxiosError) => {
		const { message: reason = message } = (response?.data ?? {}) as { message?: string };
		throw new Error(`Ango Hub at ${url} refused: ${reason}`);
	});
	const known = await findProject(http, input.projectName);
	if (known) return known;
	const description = 'Made by the demo of n8n-nodes-ango-hub';
	const { data } = await http.post('/project', { name: input.projectName, description });
	const { _id, stages }: Project = data.data.project;
	await http.post(`/project/${_id}`, {
		categorySchema: labelSet(input.className, input.answers),
		stages: stages.map((stage) =>
			stage.type === 'Start' ? { ...stage, autoForward: false } : stage,
		),
	});
	return _id;
}

async function findProject(http: AxiosInstance, name: string): Promise<string | undefined> {
	for (let page = 1; ; page += 1) {
		const { data } = await http.get('/listProjects', { params: { page, limit: PAGE } });
		const projects: Project[] = data.data.projects;
		const found = projects.find((project) => project.name === name);
		if (found || projects.length === 0) return found?._id;
	}
}

/** A label set of one required radio class (contract 4.2). */
function labelSet(title: string, answers: string[]) {
	const schemaId = () => randomUUID().replaceAll('-', '');
	const radio = {
		tool: 'radio',
		title,
		required: true,
		schemaId: schemaId(),
		columnField: false,
		color: '#2979ff',
		shortcutKey: '',
		classifications: [],
		options: answers.map((value) => ({ value, schemaId: schemaId() })),
		regex: null,
		treeOptions: [],
		parentOptionId: null,
		frameSpecific: false,
		showDropdown: false,
		richText: false,
	};
	return { tools: [], classifications: [radio], relations: [] };
}
