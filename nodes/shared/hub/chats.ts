import { UserError, type IDataObject } from 'n8n-workflow';

import { KeyedQueue } from '../util/concurrency';
import { wait } from '../util/wait';
import type { Assets } from './assets';
import type { Transport } from './http/transport';
import { projectPath } from './projects';

/** What Ango Hub takes in one call (contract 2.6). */
export const MAX_CHATS = 10_000;

const UPLOAD_TIMEOUT_MS = 10 * 60_000;
/** New assets may take a moment to be seen. */
const LOOKS = 5;
const PAUSE_MS = 1_500;

/** Chats to make assets of (contract 2.6). */
export interface ChatUpload {
	/** Conversations with their messages, or how many empty ones. */
	chats: IDataObject[] | number;
	priority: number;
	storageId?: string;
	bucket?: string;
	/** The language model that answers; without one the chats are static. */
	llmId?: string;
}

/** Chat assets (contract 2.6). */
export class Chats {
	private readonly turns = new KeyedQueue();

	constructor(
		private readonly transport: Transport,
		private readonly assets: Assets,
	) {}

	/** Makes chat assets; their names are random. */
	async create(projectId: string, upload: ChatUpload): Promise<void> {
		this.transport.platform.require('chats');
		const wanted = countOf(upload);
		const { assets } = await this.transport.call<{ assets?: { assetsCreated?: number } }>({
			method: 'POST',
			path: `${projectPath(projectId)}/chat`,
			body: formOf(projectId, upload),
			timeout: UPLOAD_TIMEOUT_MS,
		});
		const created = assets?.assetsCreated ?? wanted;
		if (created === wanted) return;
		throw new UserError(`Ango Hub made ${created} of ${wanted} chats`, {
			description: 'It does not say which. Check the assets of the project.',
		});
	}

	/**
	 * Makes chat assets and gives their ids, oldest first. The answer does not name them, so they are
	 * the newest ones afterwards; there are fewer ids where some cannot be seen yet.
	 */
	async createWithIds(projectId: string, upload: ChatUpload): Promise<string[]> {
		return await this.turns.run(projectId, async () => {
			let newestBefore: string | undefined;
			for await (const { _id } of this.assets.list(projectId, {}, 1)) newestBefore = _id;
			await this.create(projectId, upload);
			// The chats are made by now: what fails after this must not look as if they were not.
			return await this.newest(projectId, countOf(upload), newestBefore).catch(() => []);
		});
	}

	private async newest(projectId: string, count: number, before?: string): Promise<string[]> {
		for (let look = 1; ; look++) {
			const ids: string[] = [];
			for await (const { _id, data } of this.assets.list(projectId)) {
				if (_id === before) break;
				// Others may be adding assets too; chats are kept in a folder of their own.
				if (data?.includes('/conversations/')) ids.push(_id);
				if (ids.length === count) break;
			}
			if (ids.length === count || look === LOOKS || this.transport.canceled) return ids.reverse();
			await wait(PAUSE_MS, this.transport.signal);
		}
	}
}

/** How many chats there are. */
export function countOf({ chats }: Pick<ChatUpload, 'chats'>): number {
	return typeof chats === 'number' ? chats : chats.length;
}

function formOf(projectId: string, upload: ChatUpload): FormData {
	const { chats, priority, storageId, bucket, llmId } = upload;
	const form = new FormData();
	form.set('projectId', projectId);
	form.set('priority', String(priority));
	form.set('numberOfConversations', String(typeof chats === 'number' ? chats : 0)); // not read beside a file
	form.set('namingStrategy', JSON.stringify({ type: 'random' }));
	if (storageId) form.set('storageId', storageId);
	if (bucket) form.set('bucket', bucket);
	if (llmId) form.set('llmConfig', JSON.stringify({ id: llmId }));
	if (typeof chats !== 'number') {
		const file = new Blob([JSON.stringify(chats)], { type: 'application/json' });
		form.set('file', file, 'conversations.json');
	}
	return form;
}
