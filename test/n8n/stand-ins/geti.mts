import {
	checkRange,
	onlyKeys,
	Refusal,
	startJsonService,
	type Answer,
	type Call,
	type Json,
	type Service,
} from './jsonService.mts';
import type { Medium } from './signedLinks.mts';

export interface GetiMedium extends Medium {
	id: string;
	type: 'image' | 'video';
	/** Without the extension. */
	name: string;
	/** With a dot. */
	extension: string;
	/** The ids of the labels of each annotation; undefined where nobody has annotated it. */
	annotations?: string[][];
}

export interface GetiData {
	token: string;
	organization: string;
	workspace: string;
	project: string;
	dataset: string;
	labels: Array<{ id: string; name: string; isEmpty?: boolean }>;
	media: GetiMedium[];
	/** The largest page it gives. */
	pageLimit: number;
}

const SORTS = ['media_upload_date', 'media_name', 'media_size'];

/** A stand-in for the part of Intel Geti's API that lists media, their content and annotations. */
export async function startGeti(data: GetiData): Promise<Service> {
	const projectPath = `/api/v1/organizations/${data.organization}/workspaces/${data.workspace}/projects/${data.project}`;
	const mediaPath = `${projectPath}/datasets/${data.dataset}/media`;

	/** The path of a medium, without what is asked of it. */
	const pathOf = ({ type, id }: GetiMedium) => `${mediaPath}/${type}s/${id}`;

	function project(): Json {
		const labels = data.labels.map(({ id, name, isEmpty = false }) => ({
			id,
			name,
			is_empty: isEmpty,
			is_anomalous: false,
			color: '#00a5cfff',
			group: 'default - classification',
			parent_id: null,
		}));
		const tasks = [
			{ id: '1', title: 'Dataset', task_type: 'dataset' },
			{ id: '2', title: 'Classification', task_type: 'classification', labels },
		];
		return { id: data.project, name: 'Parcels', pipeline: { tasks, connections: [] } };
	}

	function mediumOf(medium: GetiMedium): Json {
		const display = medium.type === 'image' ? 'full' : 'stream';
		return {
			id: medium.id,
			name: medium.name,
			type: medium.type,
			media_information: {
				width: 640,
				height: 480,
				size: medium.bytes.length,
				extension: medium.extension,
				display_url: `${pathOf(medium)}/display/${display}`,
			},
			upload_time: '2026-03-01T10:00:00+00:00',
			annotation_state_per_task: [],
		};
	}

	function query({ query, body }: Call): Json {
		onlyKeys(query, ['skip', 'limit', 'sort_by', 'sort_direction'], 'parameters');
		onlyKeys(body ?? {}, ['condition', 'rules'], 'properties');
		if (!Array.isArray(body?.rules) || body.rules.length > 0) {
			throw new Refusal(400, 'This stand-in takes an empty list of rules only');
		}
		const { sort_by: sortBy = 'media_name', sort_direction: direction = 'asc' } = query;
		if (!SORTS.includes(sortBy)) throw new Refusal(400, `Unknown sort_by ${sortBy}`);
		const limit = Math.min(checkRange(query.limit ?? 1000, 'limit', 1, 1000), data.pageLimit);
		const skip = checkRange(query.skip ?? 0, 'skip', 0, Infinity);
		const media = data.media.slice(skip, skip + limit);
		const next = `limit=${limit}&skip=${skip + limit}&sort_by=${sortBy}&sort_direction=${direction}`;
		return {
			media: media.map(mediumOf),
			// As in Geti, a full page names a next one, which may be empty.
			...(media.length === limit && { next_page: `${mediaPath}:query?${next}` }),
			total_images: data.media.filter(({ type }) => type === 'image').length,
			total_videos: data.media.filter(({ type }) => type === 'video').length,
		};
	}

	function annotationsOf({ id, type, annotations }: GetiMedium): Answer {
		if (!annotations) return undefined;
		const scene = {
			id: `${id}-scene`,
			kind: 'annotation',
			media_identifier: { image_id: id, type },
			annotations: annotations.map((labelIds, index) => ({
				id: `${id}-${index}`,
				shape: { type: 'RECTANGLE', x: 0, y: 0, width: 640, height: 480 },
				// Annotations name the ids of labels only.
				labels: labelIds.map((labelId) => ({ id: labelId, probability: 1 })),
			})),
		};
		return { json: type === 'image' ? scene : { video_annotations: [scene] } };
	}

	function contentOf(path: string): Answer {
		const medium = data.media.find((one) => path.startsWith(`${pathOf(one)}/`));
		const asked = medium && path.slice(pathOf(medium).length);
		if (asked === '/annotations/latest') return annotationsOf(medium!);
		if (asked === (medium?.type === 'image' ? '/display/full' : '/display/stream')) return medium;
		throw new Refusal(404, 'Not found');
	}

	return await startJsonService(
		(call) => {
			const { method, path, headers } = call;
			if (headers['x-api-key'] !== data.token) throw new Refusal(401, 'Not signed in');
			if (method === 'POST' && headers['x-geti-csrf-protection'] !== '1') {
				throw new Refusal(403, 'The protection header is missing');
			}
			switch (`${method} ${path}`) {
				case `GET ${projectPath}`:
					return { json: project() };
				case `POST ${mediaPath}:query`:
					return { json: query(call) };
			}
			if (method !== 'GET') throw new Refusal(405, 'Method not allowed');
			return contentOf(path);
		},
		(status, message) => ({ error_code: 'refused', message, http_status: status }),
	);
}
